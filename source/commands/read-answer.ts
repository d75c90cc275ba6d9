import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';

/**
 * Asks a question on a terminal, and reads the one line that answers it. `undefined` at Ctrl-C and Ctrl-D.
 *
 * @param output where the question is shown: standard error, so that a redirected output does not swallow it
 * @param isHidden nothing of the answer is shown
 */
export const readAnswer = (
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
  isHidden: boolean,
): Promise<string | undefined> => {
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const reader = createInterface({input, output: isHidden ? silent : output, terminal: true, historySize: 0});
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
      if (isHidden || answer === undefined) output.write('\n');
      resolve(answer);
    });
    // Last of all: who sees the question types, and before the reader has the terminal a secret would be shown, and
    // Ctrl-C would end the program without a word. As the reader's own prompt it also survives an edit of the answer.
    if (isHidden) output.write(question);
    else {
      reader.setPrompt(question);
      reader.prompt();
    }
  });
};
