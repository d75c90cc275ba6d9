import {CancelError, ConfigError} from '../model/errors.ts';
import {Secret} from '../services/settings/secret.ts';
import {readAnswer} from './read-answer.ts';

/** More than any token or passphrase has; whoever pipes a file in by mistake hears of it soon. */
const MAX_BYTES = 64 * 1024;

/** Whether there is somebody to ask. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

const ask = async (question: string, isHidden: boolean): Promise<string> => {
  const answer = await readAnswer(process.stdin, process.stderr, question, isHidden);
  if (answer === undefined) throw new CancelError();
  return answer;
};

/** Asks for a line on the terminal. Rejects with `CancelError` at Ctrl-C and Ctrl-D. */
export const askLine = (question: string): Promise<string> => ask(question, false);

/** Whether an answer to a question that ends with `y/N` is yes. */
export const isYes = (answer: string): boolean => /^y(?:es)?$/i.test(answer.trim());

/** Asks for something that must not be seen. Rejects with `CancelError` at Ctrl-C and Ctrl-D. */
export const askSecret = async (question: string): Promise<Secret> => new Secret(await ask(question, true));

/** Asks until the user types the whole word or something else; a single stray key is no yes (threat-model F-3). */
export const askWord = async (question: string, word: string): Promise<boolean> =>
  (await askLine(question)).trim().toLowerCase() === word;

/** All that is piped in. Throws `ConfigError` with `remedy` when it is longer than `mostBytes`. */
export const readPiped = async (what: string, mostBytes: number, remedy: string): Promise<string> => {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > mostBytes) throw new ConfigError(`Standard input is too long for ${what}.`, remedy);
  }

  return Buffer.concat(parts).toString('utf8');
};

/** The first line of what is piped in. Throws `ConfigError` when there is none. */
export const readPipedLine = async (what: string): Promise<Secret> => {
  const [line = ''] = (await readPiped(what, MAX_BYTES, 'Pipe in one line.')).split(/\r?\n/, 1);
  if (line === '') throw new ConfigError(`There is no ${what} on standard input.`, 'Pipe in one line.');
  return new Secret(line);
};
