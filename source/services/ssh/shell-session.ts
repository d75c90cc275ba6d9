import {SshError} from '../../model/errors.ts';
import type {Persistence} from '../../model/session.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import type {WorkerConnection, WorkerTerminal} from './transport.ts';

/** A shell that was opened, and what keeps it alive. */
export interface ShellSession {
  readonly channel: WorkerTerminal;
  readonly persistence: Persistence;
}

const POLL_MS = 100;
const LOGIN_LIMIT_MS = 1500;
const SESSION_NAME = 'dxtop';
/** `exec` so that detaching ends the channel; -A takes the session of that name again when there is one. */
const OPEN_TMUX = `exec tmux new-session -A -s ${SESSION_NAME}`;
/** One line per tmux client on the worker, byobu's among them; says plainly when there is no tmux at all. */
const LIST_CLIENTS = `command -v tmux >/dev/null 2>&1 || { echo no-tmux; exit 0; }; tmux list-clients -F '#{client_pid}' 2>/dev/null; exit 0`;

/**
 * Opens a shell on a worker that survives its connection.
 *
 * A login on a DNAnexus worker opens byobu or tmux by itself. That is checked, not believed: a tmux client must appear
 * within 1.5 s. Where none does, a named tmux session is opened in place of the shell, and where there is no tmux the
 * shell stays as it is, with persistence `none`. `known` skips the check, for a worker that was asked before.
 * Throws `SshError` as `Connection` does.
 */
export const openShellSession = async (
  connection: WorkerConnection,
  size: TerminalSize,
  term: string,
  known: Persistence | undefined,
): Promise<ShellSession> => {
  if (known === 'dxtop')
    return {channel: await connection.openTerminal(size, term, OPEN_TMUX), persistence: known};
  if (known !== undefined) return {channel: await connection.openTerminal(size, term), persistence: known};

  const before = await listClients(connection);
  const channel = await connection.openTerminal(size, term);
  if (!before) return {channel, persistence: 'none'};
  const deadlineMs = performance.now() + LOGIN_LIMIT_MS;
  while (performance.now() < deadlineMs && !channel.isEnded) {
    const now = await listClients(connection);
    if (now && [...now].some((client) => !before.has(client))) return {channel, persistence: 'login'};
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  channel.close();
  return {channel: await connection.openTerminal(size, term, OPEN_TMUX), persistence: 'dxtop'};
};

/** Whether the worker still has a session to go back to, after a shell has ended. */
export const hasLivingSession = async (
  connection: WorkerConnection,
  persistence: Persistence,
): Promise<boolean> => {
  if (persistence === 'none') return false;
  const target = persistence === 'dxtop' ? `-t =${SESSION_NAME}` : '';
  const {status} = await connection.run(`tmux has-session ${target} 2>/dev/null`);
  return status === 0;
};

/**
 * What is on the screen of the worker's session now, as plain text; of a login's own multiplexer, that of the session used
 * last. Throws `SshError` (level `session`) when there is none, or it is not tmux that keeps it, and as `run`.
 */
export const readRemoteScreen = async (
  connection: WorkerConnection,
  persistence: Persistence,
): Promise<string> => {
  const target = persistence === 'dxtop' ? `-t =${SESSION_NAME}:` : '';
  const {status, output} = await connection.run(`tmux capture-pane -p ${target} 2>/dev/null`);
  if (status === 0) return output;
  throw new SshError('session', 'There is no tmux session on the worker to look at.', 'Enter attaches.');
};

const listClients = async (connection: WorkerConnection): Promise<Set<string> | undefined> => {
  const {output} = await connection.run(LIST_CLIENTS);
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.includes('no-tmux') ? undefined : new Set(lines);
};
