import {ChannelOutput, sendEnding} from './channel-output.ts';
import {signalGroup} from './process-group.ts';
import type {PseudoTerminal} from './pseudo-terminal.ts';
import type {SessionRequest, TerminalRequest} from './ssh-session.ts';

/**
 * Joins a channel and a terminal that belongs to it alone: bytes unchanged in both directions, with
 * back-pressure, the client's signals and window sizes, and the program's exit status at the end. When the
 * client goes away, the terminal hangs up. The client's end of input changes nothing: a terminal has no such
 * thing (footing: assumed).
 */
export const attachTerminal = async (
  {channel, gone, onSignal}: Pick<SessionRequest, 'channel' | 'gone' | 'onSignal'>,
  request: TerminalRequest,
  terminal: PseudoTerminal,
): Promise<void> => {
  let isRunning = true;
  void terminal.ended.then(() => (isRunning = false));
  onSignal((signal) => {
    if (isRunning) signalGroup(terminal.pid, signal);
  });
  request.onSize((size) => terminal.resize(size));
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
