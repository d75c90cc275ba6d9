import {setTimeout as delay} from 'node:timers/promises';
import {lendTerminal, type LendingEnd} from '../terminal/lend-terminal.ts';
import type {Terminal} from '../terminal/terminal.ts';
import type {Connection} from './connection.ts';

const TICK_MS = 100;
const ALIVE_MS = 1000;

/**
 * Runs one command on the worker with the user's terminal, as `ssh -t` does, and answers how it ended. There is no
 * dashboard to show a notice of a silent link, so it is waited for until it speaks again or is lost.
 *
 * Throws `SshError` when the worker opens no terminal. The caller has started the terminal's input, and restores the
 * terminal.
 */
export const runOnTerminal = async ({
  connection,
  terminal,
  term,
  command,
  escapeCharacter,
}: {
  connection: Connection;
  terminal: Terminal;
  term: string;
  command: string | undefined;
  escapeCharacter: string;
}): Promise<LendingEnd> => {
  const remote = await connection.openTerminal(terminal.size, term, command);
  let needsRedraw = false;
  for (;;) {
    const end = await lendTerminal({terminal, remote, escapeCharacter, needsRedraw, now: Date.now});
    if (end.kind !== 'stalled') return end;
    while (!remote.isEnded && connection.silenceMs() > ALIVE_MS) await delay(TICK_MS);
    needsRedraw = true;
  }
};
