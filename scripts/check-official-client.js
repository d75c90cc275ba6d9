// Runs the official client against fresh emulators, command by command, and prints what passed and what failed.
//
//   DX_COMMAND=dx node scripts/check-official-client.js
//   node scripts/check-official-client.js dx
//
// The command is a `dx` of the toolkit of dnanexus (0.413 was used, with websocket-client 1.9); it may have words of its own before the
// arguments. Ends with `N passed, N failed`, and with status 1 if any failed. Nothing of the user's own
// configuration is read or written: the emulator gives the client a folder that is gone afterwards.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {groups} from './official-client/checks.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = process.argv.slice(2).join(' ') || process.env.DX_COMMAND;
if (command === undefined) {
  console.error('Give the dx command as an argument, or in DX_COMMAND.');
  process.exit(2);
}

/**
 * Starts `dxtop emulator` from source; its environment is what it prints.
 *
 * @param {readonly string[]} options
 */
const startEmulator = async (options) => {
  const words = ['--import=tsx', 'cli.tsx', 'emulator', '--control', ...options];
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

/**
 * Runs `dx` on an emulator through a shell, because the command may have several words.
 *
 * @param {Record<string, string>} variables
 * @returns {import('./official-client/check.js').Dx}
 */
const toDx = (variables) => {
  const {PATH = '', LANG = 'C.UTF-8', TERM = 'dumb'} = process.env;
  const home = variables.DX_USER_CONF_DIR ?? '/nonexistent';
  return async (args, {input = '', environment = {}, timeoutMs = 60_000} = {}) => {
    const env = {PATH, LANG, TERM, HOME: home, ...variables, ...environment};
    // A group of its own, so that ssh and whatever else it starts can be ended with it.
    const child = spawn('sh', ['-c', `exec ${command} ${args}`], {cwd: home, env, detached: true});
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
};

/** @param {Record<string, string>} variables @returns {import('./official-client/check.js').Order} */
const toOrder =
  (variables) =>
  async (name, input = {}) => {
    const response = await fetch(`${variables.DX_EMULATOR_CONTROL}/${name}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${variables.DX_EMULATOR_CONTROL_TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${response.status} ${text}`);
  };

let passed = 0;
let failed = 0;
for (const {title: group, options, checks} of groups) {
  console.log(`On ${group}:`);
  const {child, environment} = await startEmulator(options);
  const dx = toDx(environment);
  const order = toOrder(environment);
  /** @type {Record<string, string>} */
  const memory = {
    project: environment.DX_PROJECT_CONTEXT_ID ?? '',
    token: /"auth_token":"([^"]+)"/.exec(environment.DX_SECURITY_CONTEXT ?? '')?.[1] ?? '',
    home: environment.DX_USER_CONF_DIR ?? '',
  };
  for (const {title, run} of checks) {
    const startMs = performance.now();
    let problem = '';
    try {
      await run(dx, memory, order);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    if (problem === '') passed += 1;
    else failed += 1;
    const mark = problem === '' ? '✔' : '✘';
    console.log(
      `${mark} dx ${title} (${seconds} s)${problem && `\n    ${problem.replaceAll('\n', '\n    ')}`}`,
    );
  }
  child.kill('SIGTERM');
  await once(child, 'exit');
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
