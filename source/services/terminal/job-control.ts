import {setTimeout as delay} from 'node:timers/promises';
import type {Terminal} from './terminal.ts';

const SETTLE_MS = 50;

/**
 * Stopping with Ctrl-z or SIGTSTP and going on with `fg`: the shell gets its terminal as it was, and dxtop takes it
 * again afterwards, whoever had it. Ink does none of this.
 */
export class JobControl {
  readonly #terminal: Terminal;
  #isStopping = false;
  /** Suspends the dashboard around a callback; set by the dashboard while it is shown. */
  suspendDashboard: ((callback: () => Promise<void>) => Promise<void>) | undefined;

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
    const isLent = this.#terminal.isLent;
    if (isLent || !this.suspendDashboard) await this.#stopHere();
    else {
      await this.suspendDashboard(async () => {
        await this.#stopHere();
      });
    }

    this.#isStopping = false;
    if (isLent) this.#terminal.onContinue();
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
