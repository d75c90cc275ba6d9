import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';

/**
 * Asks a question on standard error, and reads the one line that answers it. `undefined` at Ctrl-C and Ctrl-D.
 *
 * @param isHidden nothing of the answer is shown
 */
export const readAnswer = (
  input: NodeJS.ReadableStream,
  question: string,
  isHidden: boolean,
): Promise<string | undefined> => {
  process.stderr.write(question);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const output = isHidden ? silent : process.stderr;
  const reader = createInterface({input, output, terminal: true, historySize: 0});
  return new Promise((resolve) => {
    let answer: string | undefined;
    reader.once('line', (line) => {
      answer = line;
      reader.close();
    });
    reader.once('SIGINT', () => {
      reader.close();
    });
    reader.once('close', () => {
      if (isHidden || answer === undefined) process.stderr.write('\n');
      resolve(answer);
    });
  });
};
