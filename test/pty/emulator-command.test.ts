import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createTemporaryHome} from '../helpers/temporary-home.ts';
import {startProgram} from '../helpers/program.ts';
import {BUNDLE, detach, FACT_MS, PROMPT, quit, see} from './start-dxtop.ts';

/** Loaded before the program, it ends it in the moment in which that says that it is ready. */
const END_WHEN_READY = fileURLToPath(new URL('../fixtures/end-when-ready.js', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly variables: Readonly<Record<string, string>>;
  /** The folder of the run. */
  readonly directory: string;
}

/** Runs `dxtop emulator` until it is ready, and lets a shell read what it prints. */
const startEmulatorCommand = async (
  t: ExecutionContext,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> => {
  const home = createTemporaryHome();
  const child = spawn(process.execPath, [BUNDLE, 'emulator', '--scenario', 'demo'], {
    env: {...home.env, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    home.remove();
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.endsWith('# ready\n')) break;
  }
  t.regex(printed, /^(export DX_\w+=.*\n)+# ready\n$/);
  const {stdout} = spawnSync('/bin/sh', ['-c', `${printed}\nenv`], {env: {}, encoding: 'utf8'});
  const variables = Object.fromEntries(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('DX_'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  return {child, variables, directory: path.dirname(variables['DX_USER_CONF_DIR'] ?? '')};
};

/** The processes whose environment leads into a folder. */
const findProcesses = (directory: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`HOME=${directory}/`);
      } catch {
        return false;
      }
    });

const waitUntilGone = async (directory: string): Promise<void> => {
  const endMs = performance.now() + FACT_MS;
  while (existsSync(directory) || findProcesses(directory).length > 0) {
    if (performance.now() > endMs) throw new Error(`${directory} or a process of it is left behind`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** With `/proc` the processes can be seen. */
const linuxTest = process.platform === 'linux' ? test.serial : test.serial.skip;

linuxTest(
  '`dxtop emulator` prints the way to it, a worker of it can be used, and TERM leaves nothing behind',
  async (t) => {
    const {child, variables, directory} = await startEmulatorCommand(t);
    t.like(variables, {DX_APISERVER_HOST: '127.0.0.1', DX_APISERVER_PROTOCOL: 'http'});
    const home = createTemporaryHome();
    const program = await startProgram({
      file: process.execPath,
      args: [BUNDLE],
      env: {...home.env, ...variables},
      columns: 120,
      rows: 40,
    });
    await see(program, /^[> ]● running/m);
    t.is(await quit(program), 0);
    await program.close();
    home.remove();
    t.true(findProcesses(directory).length > 0);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    t.is(code, 143);
    t.false(existsSync(directory));
    t.deepEqual(findProcesses(directory), []);
  },
);

linuxTest('whoever ends `dxtop emulator` as soon as it says that it is ready is not too early', async (t) => {
  const {child, directory} = await startEmulatorCommand(t, {NODE_OPTIONS: `--import=${END_WHEN_READY}`});
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  t.is(child.exitCode, 143);
  t.false(existsSync(directory));
  t.deepEqual(findProcesses(directory), []);
});

linuxTest('after kill -9 of `dxtop emulator` nothing is left behind either', async (t) => {
  const {child, directory} = await startEmulatorCommand(t);
  child.kill('SIGKILL');
  await waitUntilGone(directory);
  t.false(existsSync(directory));
});

linuxTest('after an attach in the demo nobody is promised a session: its workers end with it', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const program = await startProgram({
    file: process.execPath,
    args: [BUNDLE, 'demo', '--scenario', 'workstation'],
    env: home.env,
    columns: 120,
    rows: 40,
  });
  t.teardown(() => program.close());
  await see(program, /^>● running/m);
  program.press('enter');
  await see(program, /connect to it\? y\/N/);
  program.type('y');
  await see(program, PROMPT);
  await detach(program);
  t.is(await quit(program), 0);
  t.notRegex(program.screen.text(), /may still be alive/);
});

linuxTest('the demo shows its jobs, lets one in, and leaves nothing behind', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const program = await startProgram({
    file: process.execPath,
    args: [BUNDLE, 'demo'],
    env: {...home.env, TMPDIR: home.path},
    columns: 120,
    rows: 40,
  });
  t.teardown(() => program.close());
  await see(program, /^dxtop {2}demo: demo/m);
  await see(program, /^[> ]● running/m);
  t.notRegex(program.screen.text(), PROMPT);
  t.is(await quit(program), 0);
  t.deepEqual(
    readdirSync(home.path).filter((name) => name.startsWith('dxtop-')),
    [],
  );
});
