import {toSentence} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {openKeyboard} from './open-keyboard.ts';
import {guardTerminal} from './terminal-guard.ts';
import {Terminal} from './terminal.ts';

/** The terminal that this program runs on, which is restored on every way out, a crash among them. To be called once. */
export const openTerminal = (): Terminal => {
  const terminal = new Terminal(openKeyboard(), process.stdout);
  guardTerminal(terminal, (error) => {
    process.stderr.write(`dxtop: it crashed, sorry. ${clean(toSentence(error))}\n`);
  });
  return terminal;
};
