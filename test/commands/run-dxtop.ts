import {spawn} from 'node:child_process';
import {randomInt} from 'node:crypto';
import {connect} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import {BUNDLE} from '../pty/start-dxtop.ts';

/** How a program ended that had no terminal. */
export interface RunResult {
  /** `undefined` when a signal ended it. */
  readonly status: number | undefined;
  readonly output: Buffer;
  readonly errors: string;
}

/** What to run a program with. */
export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
}

/** Runs a program in a session of its own, so that it has no terminal to ask on; ends with the test at the latest. */
export const runProgram = async (
  t: ExecutionContext,
  [file, ...args]: readonly [string, ...string[]],
  {env, input = '', cwd = '/'}: RunOptions,
): Promise<RunResult> => {
  const child = spawn(file, args, {env, cwd, detached: true, stdio: 'pipe'});
  t.teardown(() => child.kill('SIGKILL'));
  // It may end without reading what is sent to it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors, [status]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return {status: status ?? undefined, output, errors: errors.toString()};
};

/** Runs the bundled program; see `runProgram`. */
export const runDxtop = (
  t: ExecutionContext,
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> => runProgram(t, [process.execPath, BUNDLE, ...args], options);

/** Ports that are given to whoever asks for any start above these, on Linux and elsewhere. */
const CHOSEN_PORTS = {from: 20_000, to: 30_000};

/** A port that nobody listens on, and that no other test is given by chance. */
export const findFreePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(CHOSEN_PORTS.from, CHOSEN_PORTS.to);
    const socket = connect({port, host: '127.0.0.1'});
    try {
      await once(socket, 'connect');
      socket.destroy();
    } catch {
      return port;
    }
  }
};
