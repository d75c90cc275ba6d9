/** A gap of this length between two looks means a sleep; a busy computer makes shorter ones. */
const GAP_MS = 5000;

/**
 * Notices that the computer slept, or that this program was stopped, by a clock that goes on meanwhile: timers stand
 * still in a sleep, on some systems even their own clock does. Whoever has one looks every second or more often.
 */
export class WakeWatch {
  readonly #now: () => number;
  #lastMs: number;

  /** @param now milliseconds since the Unix epoch */
  constructor(now: () => number) {
    this.#now = now;
    this.#lastMs = now();
  }

  /** Whether there was a sleep since the last look. A clock that was set forward looks like one. */
  hasSlept(): boolean {
    const nowMs = this.#now();
    const gapMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    return gapMs > GAP_MS;
  }
}
