import {spawn} from 'node:child_process';
import {ChannelOutput, sendEnding} from './channel-output.ts';
import {signalGroup} from './process-group.ts';
import type {Ending} from './pseudo-terminal.ts';
import type {SessionRequest} from './ssh-session.ts';

/** A program that runs without a terminal. */
export interface PlainProgram {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
}

/**
 * Runs a program for a channel, with the channel as its three standard streams, in a process group of its
 * own, to which the client's signals go. When the client goes away the streams are closed and the program
 * goes on, as under sshd (footing: assumed), until the worker ends.
 */
export const runCommand = async (
  {channel, gone, onSignal}: Pick<SessionRequest, 'channel' | 'gone' | 'onSignal'>,
  {command, environment, directory}: PlainProgram,
): Promise<void> => {
  const [file, ...rest] = command;
  const child = spawn(file, rest, {cwd: directory, env: environment, detached: true, stdio: 'pipe'});
  onSignal((signal) => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && isRunning) signalGroup(child.pid, signal);
  });
  // The program may end without reading its input; what is still sent to it then is nobody's.
  child.stdin.on('error', () => channel.unpipe(child.stdin).resume());
  channel.pipe(child.stdin);
  const output = new ChannelOutput(channel);
  const errors = new ChannelOutput(channel.stderr);
  output.take(child.stdout);
  errors.take(child.stderr);
  const closed = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({code: code ?? 0, signal: signal ?? undefined}));
  });
  const finished = closed.then(async (ending) => {
    await output.flushed();
    await errors.flushed();
    return ending;
  });
  try {
    const ending = await Promise.race([finished, gone]);
    if (ending) sendEnding(channel, ending);
  } finally {
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  }
};
