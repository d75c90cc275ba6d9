import {openSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {CancelError} from '../model/errors.ts';
import {readAnswer} from './read-answer.ts';

const DEVICE = process.platform === 'win32' ? String.raw`\\.\CONIN$` : '/dev/tty';

/**
 * Asks the user for a line where standard input is not theirs to type on, as `ssh` asks for passphrases: on the
 * terminal itself. `undefined` where there is no terminal. Throws `CancelError` when the user gives no answer (Ctrl-C, Ctrl-D).
 *
 * @param isHidden nothing of the answer is shown
 */
export const askOnDevice = async (
  question: string,
  {isHidden}: {isHidden: boolean},
): Promise<string | undefined> => {
  // The question goes to standard error: where that is no terminal, nobody would see it.
  if (!process.stderr.isTTY) return undefined;
  let input: ReadStream;
  try {
    input = new ReadStream(openSync(DEVICE, 'r'));
  } catch {
    // The program has no terminal of its own, as under cron.
    return undefined;
  }

  try {
    const answer = await readAnswer(input, process.stderr, question, isHidden);
    if (answer === undefined) throw new CancelError();
    return answer;
  } finally {
    input.destroy();
  }
};
