import type {ServerChannel} from 'ssh2';
import {ChannelOutput, sendEnding} from './channel-output.ts';
import type {PseudoTerminal} from './pseudo-terminal.ts';

/**
 * Joins a channel and a terminal that belongs to it alone: bytes unchanged in both directions, with back-pressure, and
 * the program's exit status at the end. When the client goes away, the terminal hangs up.
 *
 * The client's end of input changes nothing: a terminal has no such thing. Footing: observed with OpenSSH 9.2.
 *
 * @param gone settles when the channel or its connection is closed
 */
export const attachTerminal = async (
  channel: ServerChannel,
  terminal: PseudoTerminal,
  gone: Promise<void>,
): Promise<void> => {
  const output = new ChannelOutput(channel);
  output.take(terminal);
  channel.pipe(terminal, {end: false});
  const ended = new Promise<void>((resolve, reject) => terminal.once('end', resolve).once('error', reject));
  const finished = ended.then(() => output.flushed()).then(() => terminal.ended);
  try {
    const ending = await Promise.race([finished, gone]);
    if (ending) sendEnding(channel, ending);
  } finally {
    channel.unpipe(terminal);
    terminal.destroy();
  }
};
