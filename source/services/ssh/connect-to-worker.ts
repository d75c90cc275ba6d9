import type {Job} from '../../model/execution.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {Persistence} from '../../model/session.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import type {LoginKey} from './agent-key.ts';
import {logInToWorker} from './log-in-to-worker.ts';
import {type PrepareOptions, prepareWorker} from './prepare-worker.ts';
import type {ReachOptions} from './reach-worker.ts';
import {openShellSession, type ShellSession} from './shell-session.ts';
import type {WorkerConnection} from './transport.ts';

/** What a successful connect has made. Its owner closes the connection. */
export interface ConnectedWorker {
  readonly job: Job;
  /** Where the worker is, for the record. */
  readonly host: SafeText;
  readonly connection: WorkerConnection;
  readonly session: ShellSession;
  /** The worker's identity: another one means another machine, with nothing of the old session on it. */
  readonly fingerprint: string;
}

/** What a connect needs from outside. */
export interface ConnectOptions extends PrepareOptions, ReachOptions {
  readonly size: () => TerminalSize;
  readonly term: string;
  /** The decrypted private key; asks for the passphrase if there is one. Throws `ConfigError`, `CancelError`. */
  readonly readPrivateKey: () => Promise<LoginKey>;
  /** Answers what the user's own ssh asks, where that connects: a passphrase, a PIN. Throws `CancelError`. */
  readonly askForSsh: (question: SafeText) => Promise<string>;
  /** What is known of a worker's persistence, by its fingerprint. */
  readonly knownPersistence: (fingerprint: string) => Persistence | undefined;
}

/** The part of it that one attach decides; the rest is the same for all. */
export type ConnectRequest = Omit<ConnectOptions, 'proxy' | 'firewall'>;

/**
 * Goes the whole way from a job's ID to an open shell on its worker, step by step.
 *
 * Throws `JobOverError` when the job has ended, `CancelError` when the user or the signal says so, and the typed errors
 * of the parts. What it opened on the way is closed then.
 */
export const connectToWorker = async (options: ConnectOptions): Promise<ConnectedWorker> => {
  const {steps} = options;
  const privateKey = await options.readPrivateKey();
  const ready = await prepareWorker(options);
  const {job, worker, connection, fingerprint} = await logInToWorker(options, ready, privateKey);
  try {
    const known = options.knownPersistence(fingerprint);
    const session = await openShellSession(connection, options.size(), options.term, known);
    steps.end(
      'login',
      session.persistence === 'none' ? 'not resumable: no tmux on the worker' : 'session is open',
    );
    return {job, host: worker.host, connection, session, fingerprint};
  } catch (error) {
    connection.close();
    steps.fail(error);
    throw error;
  }
};
