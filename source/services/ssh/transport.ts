import type {RemoteTerminal} from '../terminal/lend-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';

/** What a short command on the worker answered. */
export interface CommandResult {
  /** `undefined` when a signal ended it. */
  readonly status: number | undefined;
  /** At most 64 KiB. */
  readonly output: string;
}

/** A terminal on the worker, with a shell or a command in it. */
export interface WorkerTerminal extends RemoteTerminal {
  /** Whether it can no longer be given to anybody. */
  readonly isEnded: boolean;
  /** Ends it; the worker's byobu or tmux keeps what runs in it. Safe to call twice. */
  close(): void;
}

/**
 * A link to a worker that has shown the published host key, whichever program made it: ssh2 within dxtop, or the user's
 * own OpenSSH. Whoever made it closes it.
 */
export interface WorkerConnection {
  /** Whether the link is gone. */
  readonly isDown: boolean;
  /** How long nothing at all has come from the worker although it was asked for a sign of life, in milliseconds. */
  silenceMs(): number;
  /** Runs a short command without a terminal. Throws `SshError` (level `channel`), also when it takes over 10 s. */
  run(command: string): Promise<CommandResult>;
  /** Opens a terminal with a login shell, or with `command` in place of the shell. Throws as `run`. */
  openTerminal(size: TerminalSize, term: string, command?: string): Promise<WorkerTerminal>;
  /** Ends the link with all that is on it. Safe to call twice. */
  close(): void;
}
