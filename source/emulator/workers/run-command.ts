import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import type {ServerChannel, Session} from 'ssh2';
import {ChannelOutput, isSshSignal, sendEnding} from './channel-output.ts';
import type {Ending} from './pseudo-terminal.ts';

/** A program that runs without a terminal. */
export interface PlainProgram {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
}

/**
 * Runs a program for a channel, with the channel as its three standard streams, in a process group of its own.
 *
 * Signals of the client go to the group; ssh2 hands them on only until the client has ended its input. When the client goes away the streams are closed and the
 * program goes on, as under sshd. Footing: observed with OpenSSH 9.2. The worker's end kills it.
 *
 * @param gone settles when the channel or its connection is closed
 */
export const runCommand = async (
  session: Session,
  channel: ServerChannel,
  {command, environment, directory}: PlainProgram,
  gone: Promise<void>,
): Promise<void> => {
  const [file, ...rest] = command;
  const child = spawn(file, rest, {cwd: directory, env: environment, detached: true, stdio: 'pipe'});
  session.on('signal', (accept, _reject, {name}) => {
    const signal = name.replace(/^SIG/, '');
    if (
      !isSshSignal(signal) ||
      child.pid === undefined ||
      child.exitCode !== null ||
      child.signalCode !== null
    )
      return;
    process.kill(-child.pid, constants.signals[`SIG${signal}` as NodeJS.Signals]);
    // ssh2 leaves it out when the client wants no reply, which the types do not say.
    (accept as (() => void) | undefined)?.();
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
