import {existsSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {CancelError} from '../../../model/errors.ts';
import {clean, type SafeText} from '../../../model/safe-text.ts';
import type {ConnectSteps} from '../connect-steps.ts';
import type {HostKeyPin} from '../host-key.ts';
import {WORKER_ALIAS} from '../known-hosts.ts';
import type {OpenSsh} from './find-openssh.ts';
import {toControlPath} from './openssh-config.ts';
import {OpenSshConnection} from './openssh-connection.ts';
import {toOpenSshError} from './openssh-error.ts';

const POLL_MS = 25;
/** A line that stays open for so long is a question. */
const QUESTION_MS = 150;
const MAX_PRINTED = 16 * 1024;

/** Answers a question of ssh's: a passphrase, a PIN, yes or no. Throws `CancelError` for no answer. */
export type AskForSsh = (question: SafeText) => Promise<string>;

/** What a master is started with. */
export interface MasterOptions {
  readonly openSsh: OpenSsh;
  /** A folder of its own; removed when there is no connection, and by the connection's end. */
  readonly directory: string;
  readonly configPath: string;
  readonly pin: HostKeyPin;
  readonly steps: ConnectSteps;
  readonly signal: AbortSignal;
  readonly ask: AskForSsh;
}

/**
 * Has the user's ssh connect and log in, on a terminal where its questions can be seen and answered. Its socket is there
 * once it has logged in, which it does only where the worker has shown the pinned key.
 *
 * Throws what `toOpenSshError` makes of its words, and `CancelError`. The caller closes the connection.
 */
export const startMaster = async (options: MasterOptions): Promise<OpenSshConnection> => {
  const {openSsh, directory, configPath, pin, steps, signal, ask} = options;
  const {path, spawnOnTerminal, environment} = openSsh;
  const master = spawnOnTerminal(path, ['-n', '-N', '-M', '-F', configPath, WORKER_ALIAS], {
    cols: 200,
    rows: 24,
    env: environment,
  });
  let printed = '';
  const over = new AbortController();
  let lastMs = performance.now();
  const reading = master.onData((text) => {
    printed = (printed + text).slice(-MAX_PRINTED);
    lastMs = performance.now();
  });
  master.onExit(() => {
    over.abort();
  });
  let answered = 0;
  try {
    while (!existsSync(toControlPath(directory))) {
      if (signal.aborted) throw new CancelError();
      if (over.signal.aborted) throw toOpenSshError(printed, pin);
      const line = toLastLine(printed);
      const isQuestion = line.trim() !== '' && printed.length > answered;
      if (isQuestion && performance.now() - lastMs > QUESTION_MS) {
        const answer = await ask(clean(line.trim(), 300));
        answered = printed.length;
        lastMs = performance.now();
        master.write(`${answer}\r`);
      } else if (line === '' && printed.length > answered) {
        // Such as a hardware key that waits to be touched.
        steps.note('reach', toLastLine(printed.trimEnd()));
      }

      await delay(POLL_MS);
    }
  } catch (error) {
    master.kill();
    throw error;
  }

  reading.dispose();
  return new OpenSshConnection(openSsh, master, directory, configPath);
};

const toLastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1).replaceAll('\r', '');
