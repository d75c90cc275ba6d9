// Runs the official client against a fresh emulator, command by command, and prints what passed and what failed.
//
//   DX_COMMAND=dx node scripts/check-official-client.js
//   node scripts/check-official-client.js dx
//
// The command is a `dx` of the toolkit of dnanexus (0.413 was used); it may have words of its own before the
// arguments. Ends with `N passed, N failed`, and with status 1 if any failed. Nothing of the user's own
// configuration is read or written: the emulator gives the client a folder that is gone afterwards.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {checks} from './official-client/checks.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = process.argv.slice(2).join(' ') || process.env.DX_COMMAND;
if (command === undefined) {
  console.error('Give the dx command as an argument, or in DX_COMMAND.');
  process.exit(2);
}

/** Starts `dxtop emulator` from source; its environment is what it prints. */
const startEmulator = async () => {
  const words = ['--import=tsx', 'cli.tsx', 'emulator', '--scenario', 'empty'];
  const child = spawn(process.execPath, words, {cwd: root, stdio: ['ignore', 'pipe', 'inherit']});
  /** @type {Record<string, string>} */
  const environment = {};
  for await (const line of createInterface({input: child.stdout})) {
    if (line === '# ready') return {child, environment};
    const [, name, value] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) environment[name] = value;
  }
  throw new Error('The emulator did not start.');
};

const emulator = await startEmulator();
const {PATH = '', LANG = 'C.UTF-8', TERM = 'dumb'} = process.env;
const base = {PATH, LANG, TERM, HOME: emulator.environment.DX_USER_CONF_DIR ?? '/nonexistent'};

/**
 * Runs a program through a shell, because its command may have several words, with arguments as they are typed.
 *
 * @param {string} program
 * @returns {import('./official-client/checks.js').Dx}
 */
const createRunner =
  (program) =>
  async (args, {input = '', environment = {}, timeoutMs = 60_000} = {}) => {
    const env = {...base, ...emulator.environment, ...environment};
    // A group of its own, so that ssh and whatever else it starts can be ended with it.
    const child = spawn('sh', ['-c', `exec ${program} ${args}`], {cwd: base.HOME, env, detached: true});
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (part) => (stdout += String(part)));
    child.stderr.on('data', (part) => (stderr += String(part)));
    child.stdin.on('error', () => undefined).end(input);
    const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), timeoutMs);
    await once(child, 'close');
    clearTimeout(timer);
    return {code: child.exitCode ?? 'no end', stdout, stderr, text: stdout + stderr};
  };
const dx = createRunner(command);
const dxtop = createRunner(`${process.execPath} --import=${import.meta.resolve('tsx')} ${root}cli.tsx`);

let passed = 0;
let failed = 0;
/** @type {Record<string, string>} */
const memory = {
  project: emulator.environment.DX_PROJECT_CONTEXT_ID ?? '',
  token: /"auth_token":"([^"]+)"/.exec(emulator.environment.DX_SECURITY_CONTEXT ?? '')?.[1] ?? '',
};
for (const {title, run} of checks) {
  const startMs = performance.now();
  let problem = '';
  try {
    await run(dx, memory, dxtop);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  if (problem === '') passed += 1;
  else failed += 1;
  console.log(
    `${problem === '' ? '✔' : '✘'} dx ${title} (${seconds} s)${problem && `\n    ${problem.replaceAll('\n', '\n    ')}`}`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
emulator.child.kill('SIGTERM');
await once(emulator.child, 'exit');
process.exitCode = failed === 0 ? 0 : 1;
