import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {findTmux} from '../../../source/emulator/workers/multiplexer.ts';
import {createSupervisor} from '../../../source/emulator/workers/supervisor.ts';
import {createWorker, type Worker} from '../../../source/emulator/workers/worker.ts';
import {doesExist, eventually, findProcesses} from './processes.ts';
import {
  connect,
  openShell,
  prompt,
  readOutput,
  startCommand,
  supervise,
  userKey,
  workerDefaults,
} from './worker-client.ts';

const useTmux = (await findTmux()) !== undefined;
if (!useTmux) test.skip('left out: tmux is not installed — its servers end with the worker', (t) => t.fail());

const fixture = fileURLToPath(new URL('fixtures/emulator-to-kill.ts', import.meta.url));

/**
 * Starts what is hard to end: daemons, and a process with another environment, session and folder. On Linux its
 * parent has ended as well, so that nothing but what it inherited says where it comes from.
 */
const hide = async (t: ExecutionContext, worker: Worker): Promise<number> => {
  const client = await connect(t, worker);
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.write('setsid nohup sleep 1001 & echo up-$((6*7))\r');
  await shell.expect('up-42');
  await startCommand(client, 'trap "" TERM HUP; while :; do sleep 1; done', {pty: {}});
  const stray = await startCommand(
    client,
    process.platform === 'linux'
      ? `(env -i setsid bash -c 'cd /; sleep 1002 </dev/null >/dev/null 2>&1 & echo "pid $!."' &)`
      : 'cd /; env -i sleep 1002 & echo "pid $!."; wait',
  );
  const output = await stray.expect((text) => /pid \d+\./.test(text));
  return Number(/pid (\d+)\./.exec(output)?.[1]);
};

/** The two processes that the fixture's program has started and left. */
const readLeft = async (t: ExecutionContext, worker: Worker): Promise<number[]> => {
  const client = await connect(t, worker);
  const wait = 'until [ "$(wc -l <~/left)" -ge 2 ]; do sleep 0.05; done; cat ~/left';
  return (await readOutput(client, wait)).trim().split('\n').map(Number);
};

/** A process that is dead and only waits to be collected does not run. */
const isRunning = async (pid: number): Promise<boolean> =>
  promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({stdout}) => !stdout.startsWith('Z'),
    () => false,
  );

test('a closed worker leaves no process, no folder and no open port', async (t) => {
  const supervisor = await supervise(t);
  const options = {...workerDefaults, runDirectory: supervisor.directory, useTmux, program: 'sleep 1000'};
  const [worker, other] = await Promise.all([createWorker(options), createWorker(options)]);
  t.teardown(() => Promise.all([worker, other].map((each) => each.close())));
  const stray = await hide(t, worker);
  const client = await connect(t, worker);
  const running = await startCommand(client, 'echo on; exec sleep 1000');
  await running.expect('on');
  const home = await readOutput(client, 'cd; pwd');
  const neighbour = await connect(t, other);
  t.true(await isRunning(stray));
  t.true((await findProcesses(home)).length >= 5);

  await worker.close();
  t.is((await running.result()).exit, undefined);
  t.deepEqual(await findProcesses(home), []);
  t.false(await isRunning(stray));
  t.deepEqual((await readdir(supervisor.directory)).length, 1);
  await t.throwsAsync(connect(t, worker), {code: 'ECONNREFUSED'});
  t.is(await readOutput(neighbour, 'echo untouched'), 'untouched');
  await worker.close();
});

test('a closed supervisor leaves nothing, even of workers that were not closed', async (t) => {
  const supervisor = await createSupervisor();
  t.is((await stat(supervisor.directory)).mode & 0o777, 0o700);
  const worker = await createWorker({...workerDefaults, runDirectory: supervisor.directory, useTmux});
  t.teardown(() => worker.close());
  const stray = await hide(t, worker);
  await supervisor.close();
  t.deepEqual(await findProcesses(supervisor.directory), []);
  t.false(await isRunning(stray));
  t.false(await doesExist(supervisor.directory));
  await supervisor.close();
});

for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
  for (const mode of useTmux ? ['tmux', 'kept'] : ['kept']) {
    test(`${signal} to the emulator leaves no process and no folder, with ${mode} shells`, async (t) => {
      const child = spawn(process.execPath, ['--import=tsx', fixture, userKey.public, mode], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      t.teardown(() => child.kill('SIGKILL'));
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const {directory, ...worker} = JSON.parse(line.toString()) as Worker & {directory: string};
      t.true(directory.startsWith(join(tmpdir(), 'dxtop-')));
      const strays = [await hide(t, worker), ...(await readLeft(t, worker))];
      t.true((await findProcesses(directory)).length >= 5);
      for (const stray of strays) t.true(await isRunning(stray), String(stray));

      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      const isGone = async (): Promise<boolean> =>
        !(await doesExist(directory)) && !(await Promise.all(strays.map(isRunning))).includes(true);
      await eventually(isGone, () => findProcesses(directory));
      t.deepEqual(await findProcesses(directory), []);
    });
  }
}

test('fifty workers with open shells run at once', async (t) => {
  const supervisor = await supervise(t);
  const started = performance.now();
  const lap = (what: string): void => t.log(`${what} after ${Math.round(performance.now() - started)} ms`);
  const workers = await Promise.all(
    Array.from({length: 50}, () =>
      createWorker({...workerDefaults, runDirectory: supervisor.directory, useTmux, program: 'sleep 1000'}),
    ),
  );
  t.teardown(() => Promise.all(workers.map((worker) => worker.close())));
  lap('created');
  t.is(new Set(workers.map((worker) => worker.port)).size, 50);
  const shells = await Promise.all(
    workers.map(async (worker, index) => {
      const shell = await openShell(await connect(t, worker));
      await shell.expect(prompt.trim(), 45_000);
      shell.channel.write(`echo number-$((1000+${index}))\r`);
      return shell;
    }),
  );
  for (const [index, shell] of shells.entries()) await shell.expect(`number-${1000 + index}`, 45_000);
  lap('answered');
  await Promise.all(workers.map((worker) => worker.close()));
  lap('closed');
  t.deepEqual(
    await findProcesses(supervisor.directory).then((found) =>
      found.filter((line) => !line.includes('end-processes')),
    ),
    [],
  );
});
