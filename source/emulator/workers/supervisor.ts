import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {endProcesses, toEndProcessesCommand} from './end-processes.ts';
import {workerPath} from './find-program.ts';

/** One run of the emulator: its private folder, and the promise that nothing of it outlives the emulator. */
export interface WorkerSupervisor {
  /**
   * A fresh folder with mode 0700 for this run. Workers put their own folders inside; when root runs the
   * emulator they open it to 0711, so that the unprivileged shells can pass through to their homes, and no
   * further.
   */
  readonly directory: string;
  /**
   * Ends every process of every worker and removes the folder. Safe to call twice. Close the workers first.
   */
  close(): Promise<void>;
}

/**
 * Makes the run folder and starts its watchdog: a process of its own session that waits on a pipe from this
 * one. The pipe ends when this process dies by whatever means, `kill -9` included, and then the watchdog
 * kills what is left and removes the folder (threat model E-5). It does not keep this process from ending.
 *
 * Throws: an `Error` when the folder cannot be made or the watchdog does not start. The caller closes the
 * result.
 */
export const createSupervisor = async (): Promise<WorkerSupervisor> => {
  // mkdtemp makes the folder with mode 0700 and a name that cannot be guessed. The prefix is short because
  // socket paths inside must stay below 104 characters.
  const directory = await mkdtemp(join(tmpdir(), 'dxtop-'));
  const [program, ...rest] = toEndProcessesCommand([directory]);
  const watchdog = spawn(program, rest, {
    cwd: '/',
    detached: true,
    env: {PATH: workerPath},
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(watchdog, 'spawn');
  // A watchdog that somebody killed is replaced by `close`; a broken pipe to it needs no other answer.
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  // A pipe to a child is a socket, which the types do not say.
  (watchdog.stdin as unknown as Pick<Socket, 'unref'>).unref();

  const closeOnce = async (): Promise<void> => {
    const hasEnded = (): boolean => watchdog.exitCode !== null || watchdog.signalCode !== null;
    if (!hasEnded()) {
      watchdog.ref();
      const ended = once(watchdog, 'exit');
      watchdog.stdin.end();
      await ended;
    }
    if (watchdog.exitCode !== 0) await endProcesses(directory);
  };
  let closing: Promise<void> | undefined;
  return {directory, close: () => (closing ??= closeOnce())};
};
