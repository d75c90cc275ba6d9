import {constants} from 'node:os';
import type {Readable, Writable} from 'node:stream';
import {finished} from 'node:stream/promises';
import type ssh2 from 'ssh2';
import type {ChannelEnd} from '../terminal/lend-terminal.ts';

/** Where the bytes of a command on the worker come from and go to. */
export interface PlainStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/**
 * Joins a channel without a dashboard to our own streams, as `ssh` does: bytes pass unchanged and with back-pressure,
 * the end of the input is passed on, and everything that the worker sent is written before it ends.
 *
 * To be called before the channel's first byte. Never throws: whoever closes our output ends the command, as SIGPIPE
 * does. Nothing is read from the input any more once the channel has ended, because ssh2 accepts writes to a dead
 * channel and loses them (threat-model S-9). The streams stay open; they are the caller's.
 *
 * @param lost resolves with the reason once the connection is gone
 */
export const joinChannel = async (
  channel: ssh2.ClientChannel,
  {input, output, errors}: PlainStreams,
  lost: Promise<string>,
): Promise<ChannelEnd> => {
  let exit: ChannelEnd | undefined;
  channel.on('exit', (status: number | null, signal?: string) => {
    exit = {kind: 'exited', status: status ?? undefined, signal};
  });
  const outputGone = new Promise<ChannelEnd>((resolve) => {
    const handleError = () => {
      channel.close();
      resolve({kind: 'exited', status: 128 + constants.signals.SIGPIPE, signal: undefined});
    };
    output.on('error', handleError);
    errors.on('error', handleError);
  });
  // A channel that is gone tells so by its end.
  channel.on('error', () => undefined);
  channel.pipe(output, {end: false});
  channel.stderr.pipe(errors, {end: false});
  input.pipe(channel);
  const closed = new Promise<void>((resolve) => channel.once('close', resolve)).then(async () => {
    await finished(channel.stderr, {writable: false, error: false});
    return exit ?? ({kind: 'lost', reason: 'the worker closed the channel'} as const);
  });
  const end = await Promise.race([
    closed,
    outputGone,
    lost.then((reason) => exit ?? ({kind: 'lost', reason} as const)),
  ]);
  input.unpipe(channel);
  input.pause();
  return end;
};
