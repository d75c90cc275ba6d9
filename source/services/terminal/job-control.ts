import {setTimeout as delay} from 'node:timers/promises';
import type {Terminal} from './terminal.ts';

const SETTLE_MS = 50;

/** Takes the terminal from the dashboard for as long as a callback runs, as Ink does it. */
export type SuspendTerminal = (callback: () => Promise<void>) => Promise<void>;

/**
 * Stopping with Ctrl-z or SIGTSTP and going on with `fg`: the shell gets its terminal as it was, and dxtop takes it
 * again afterwards, whoever had it. Ink does none of this.
 */
export class JobControl {
  readonly #terminal: Terminal;
  #isStopping = false;
  /** Resolves when whoever has suspended the dashboard gives it back; `undefined` when nobody has. */
  #suspended: Promise<void> | undefined;
  /** Set by the dashboard while it is shown. */
  suspendDashboard: SuspendTerminal | undefined;

  constructor(terminal: Terminal, platform: NodeJS.Platform = process.platform) {
    this.#terminal = terminal;
    // Windows has neither the signal nor a shell that would bring us back.
    if (platform === 'win32') return;
    terminal.input.onSuspendKey = () => {
      void this.stop();
    };
    this.#listen();
  }

  /** Stops the program and all that runs in its process group, as the terminal's own Ctrl-z would. */
  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    try {
      const stop = () => this.#stopHere();
      // Where the dashboard is suspended already, for a session that has the terminal or is about to, nobody draws.
      if (this.#suspended || !this.suspendDashboard) await stop();
      else await this.suspend(this.suspendDashboard, stop);
    } finally {
      this.#isStopping = false;
    }

    if (this.#terminal.isLent) this.#terminal.onContinue();
  }

  /**
   * Suspends the dashboard around a callback, after whoever has suspended it before: Ink lets nobody do that while it is
   * suspended, and a shell may become ready just when the user comes back from a stop. Rejects as the callback does.
   */
  async suspend(suspendTerminal: SuspendTerminal, callback: () => Promise<void>): Promise<void> {
    while (this.#suspended) await this.#suspended;
    const suspension = suspendTerminal(callback);
    const end = () => {
      this.#suspended = undefined;
    };
    this.#suspended = suspension.then(end, end);
    await suspension;
  }

  readonly #handleStop = (): void => {
    void this.stop();
  };

  #listen(): void {
    process.on('SIGTSTP', this.#handleStop);
  }

  async #stopHere(): Promise<void> {
    this.#terminal.pause();
    process.off('SIGTSTP', this.#handleStop);
    // The whole group, for a shell watches the process that it started, which may be npm. Where no shell does job
    // control the kernel discards the signal (orphaned process group, setpgid(2)) and we simply go on.
    process.kill(0, 'SIGTSTP');
    await delay(SETTLE_MS);
    this.#listen();
    this.#terminal.resume();
  }
}
