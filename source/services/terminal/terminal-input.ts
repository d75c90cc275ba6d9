import {Readable} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {KeyFeed} from './key-feed.ts';
import {type MouseEvent, MouseFilter} from './mouse-filter.ts';

const QUIET_MS = 150;
const QUARANTINE_LIMIT_MS = 1000;
const CONTROL_Z = 0x1a;
/** An escape character is a key when nothing follows it for so long. */
const ESCAPE_MS = 30;
/** For how long after the mouse was turned off its reports may still come in pieces. */
const LATE_MS = 1000;

/** The time as the quarantine sees it; a seam for tests. */
export interface InputTimers {
  /** Milliseconds, from anywhere, never going back. */
  now(): number;
  /** Runs a callback once, unless the returned function is called before. Keeps no program alive. */
  after(ms: number, run: () => void): () => void;
}

const systemTimers: InputTimers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The stream that Ink reads: the dashboard's share of what is typed. It looks like a terminal, and is none. */
class DashboardInput extends Readable {
  readonly isTTY = true;
  isRaw = true;

  readonly #onWanted: () => void;

  constructor(onWanted: () => void) {
    super();
    this.#onWanted = onWanted;
  }

  /** Bytes are pushed when they are typed, but not before Ink listens: the stream would put them all together. */
  override _read(): void {
    this.#onWanted();
  }

  /** Ink turns raw mode on and off around its hooks; here raw mode belongs to the terminal's owner. */
  setRawMode(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/**
 * The one reader of standard input.
 *
 * Bytes go to the dashboard, or, while the terminal is lent, to the session, unchanged: Ink sets a text encoding on
 * the stream that it reads, which destroys what is not UTF-8, so it never gets the real one.
 */
export class TerminalInput {
  readonly #stdin: ReadStream;
  readonly #feed: KeyFeed;
  readonly #dashboard = new DashboardInput(() => {
    this.#feed.release();
  });
  #sink: ((bytes: Buffer) => void) | undefined;
  #quarantineEndMs: number | undefined;
  readonly #timers: InputTimers;
  #cancelQuietTimer: () => void = () => undefined;
  readonly #mouse = new MouseFilter();
  #mouseEndMs = -Infinity;
  #cancelEscapeTimer: () => void = () => undefined;
  #isStarted = false;

  /** Called when Ctrl-z is pressed in the dashboard. */
  onSuspendKey: () => void = () => undefined;
  /** Called with what the terminal reports of the mouse. */
  onMouse: (event: MouseEvent) => void = () => undefined;
  /** Called when the terminal is gone. */
  onEnd: () => void = () => undefined;

  constructor(stdin: ReadStream, timers = systemTimers) {
    this.#stdin = stdin;
    this.#timers = timers;
    this.#feed = new KeyFeed((bytes) => this.#dashboard.push(bytes), timers);
    // Without a listener an error while nobody reads would be a crash.
    stdin.on('error', this.#handleEnd);
  }

  /** What Ink reads. The cast is the contract of `DashboardInput`: Ink uses only the members that it has. */
  get dashboard(): NodeJS.ReadStream {
    return this.#dashboard as unknown as NodeJS.ReadStream;
  }

  /** Goes raw and begins to read. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#stdin.setRawMode(true);
    this.#stdin.on('data', this.#handleData);
    this.#stdin.on('end', this.#handleEnd);
    this.#stdin.resume();
  }

  /** Stops reading and leaves raw mode; the modes are then those from before `start`. Safe to call twice. */
  stop(): void {
    this.#cancelQuietTimer();
    this.#quarantineEndMs = undefined;
    if (!this.#isStarted) return;
    this.#isStarted = false;
    this.#stdin.off('data', this.#handleData);
    this.#stdin.off('end', this.#handleEnd);
    this.#stdin.pause();
    // After a hang-up there is no terminal left whose modes could be restored.
    if (!this.#stdin.destroyed) this.#stdin.setRawMode(false);
  }

  /** Sends every byte to `sink` from now on, until `takeBack`. */
  lendTo(sink: (bytes: Buffer) => void): void {
    this.#cancelQuietTimer();
    this.#cancelEscapeTimer();
    this.#mouse.release();
    this.#quarantineEndMs = undefined;
    this.#sink = sink;
  }

  /**
   * Gives what is typed to the dashboard again, after a quarantine: what arrives until there were 150 ms of silence, at
   * most 1 s, is thrown away. Those are the terminal's late answers to the worker's questions, which would press keys here.
   */
  takeBack(): void {
    this.#sink = undefined;
    // Typed while the session was about to begin, and read by nobody.
    this.#feed.forget();
    this.#dashboard.read();
    this.#stdin.resume();
    this.#quarantineEndMs = this.#timers.now() + QUARANTINE_LIMIT_MS;
    this.#armQuietTimer();
  }

  /** Whether the mouse reports from now on. */
  expectMouse(isOn: boolean): void {
    this.#mouseEndMs = isOn ? Infinity : this.#timers.now() + LATE_MS;
  }

  /** Presses a key in the dashboard, as if it had been typed. */
  type(bytes: Buffer): void {
    if (!this.#sink) this.#feed.feed(bytes);
  }

  /** Stops reading until `resume`: the session can't take more. */
  pause(): void {
    this.#stdin.pause();
  }

  /** Reads again. */
  resume(): void {
    this.#stdin.resume();
  }

  readonly #handleEnd = (): void => {
    this.onEnd();
  };

  readonly #handleData = (bytes: Buffer): void => {
    if (this.#sink) {
      this.#sink(bytes);
      return;
    }

    // Before the quarantine, which may begin or end in the middle of a report.
    this.#cancelEscapeTimer();
    const {keys, events, isUncertain} = this.#mouse.push(bytes, this.#timers.now() < this.#mouseEndMs);
    if (this.#quarantineEndMs !== undefined) {
      if (this.#timers.now() < this.#quarantineEndMs) {
        this.#armQuietTimer();
        if (isUncertain) this.#mouse.release();
        return;
      }

      this.#quarantineEndMs = undefined;
    }

    for (const event of events) {
      this.#feed.inTurn(() => {
        this.onMouse(event);
      });
    }

    if (isUncertain) {
      this.#cancelEscapeTimer = this.#timers.after(ESCAPE_MS, () => {
        this.#feed.feed(this.#mouse.release());
      });
    }

    if (keys.length === 1 && keys[0] === CONTROL_Z) this.onSuspendKey();
    else if (keys.length > 0) this.#feed.feed(keys);
  };

  #armQuietTimer(): void {
    this.#cancelQuietTimer();
    this.#cancelQuietTimer = this.#timers.after(QUIET_MS, () => {
      this.#quarantineEndMs = undefined;
    });
  }
}
