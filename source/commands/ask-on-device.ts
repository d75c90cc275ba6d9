import {openSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';
import {ReadStream} from 'node:tty';

const DEVICE = process.platform === 'win32' ? String.raw`\\.\CONIN$` : '/dev/tty';

/**
 * Asks the user for a line where standard input is not theirs to type on, as `ssh` asks for passphrases: on the
 * terminal itself. `undefined` where there is no terminal, or the user gives no answer (Ctrl-C, Ctrl-D).
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

  process.stderr.write(question);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({
    input,
    output: isHidden ? silent : process.stderr,
    terminal: true,
    historySize: 0,
  });
  try {
    return await new Promise<string | undefined>((resolve) => {
      let answer: string | undefined;
      reader.once('line', (line) => {
        answer = line;
        if (isHidden) process.stderr.write('\n');
        reader.close();
      });
      reader.once('SIGINT', () => {
        process.stderr.write('\n');
        reader.close();
      });
      reader.once('close', () => {
        resolve(answer);
      });
    });
  } finally {
    reader.close();
    input.destroy();
  }
};
