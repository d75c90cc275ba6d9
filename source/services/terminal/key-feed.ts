import {ESCAPE_KEY, PASTE_END, PASTE_START, splitKeys} from './split-keys.ts';

const ESCAPE = 0x1b;
/** Nobody types as much at once; a paste without brackets does, and need not be taken apart. */
const LONGEST_TYPED = 64;
/** What may be the beginning of a longer key is one by itself when nothing follows for so long. */
const HOLD_MS = 20;
/** Two, because React may need a turn of its own, which it asks for only after the first. */
const TURNS = 2;
/** No key is so, and a paste that has begun must not be typed, however slowly its beginning comes. */
const PASTE_BEGUN = '\u001B[200';

/** How long keys wait for each other. */
interface KeyTimers {
  /** Runs a callback once after so many milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Hands typed keys on one by one, each when the last has had its effect: what a slow line delivers at once must not
 * press a key on the screen, or type into the field, that an earlier key of it was about to leave. Pastes and long chunks
 * stay whole; of a sequence that has only begun the rest is waited for, for a moment.
 *
 * The first one waits as well: a screen that was drawn in this very turn has the keyboard only after the next. Until
 * `release` all wait, for there is no screen yet.
 */
export class KeyFeed {
  readonly #push: (bytes: Buffer) => void;
  readonly #timers: KeyTimers;
  readonly #waiting: (Buffer | (() => void))[] = [];
  /** How many turns of the event loop are left until the next one goes on. */
  #turnsLeft = 0;
  #turn: NodeJS.Immediate | undefined;
  #isHeld = true;
  /** The beginning of a key; empty when there is none. */
  #begun: Buffer = Buffer.alloc(0);
  #cancelHold: () => void = () => undefined;
  /** Inside of a paste, the last bytes of it, in which its end may have begun. */
  #pasteTail: string | undefined;

  constructor(push: (bytes: Buffer) => void, timers: KeyTimers) {
    this.#push = push;
    this.#timers = timers;
  }

  /** Takes a chunk as it was read. */
  feed(bytes: Buffer): void {
    this.#cancelHold();
    this.#add(this.#toPieces(this.#takeBegun(bytes)));
  }

  /** Does something in its turn, as if it were a key: what was done with the mouse is about what was drawn as well. */
  inTurn(run: () => void): void {
    this.#add([run]);
  }

  /** Throws away what waits. */
  forget(): void {
    this.#cancelHold();
    this.#waiting.length = 0;
    this.#begun = Buffer.alloc(0);
    this.#pasteTail = undefined;
  }

  /** Somebody listens now. Safe to call again. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#drainSoon();
  }

  /** What comes while the last key takes effect has all its turns before it as well: it may be the first on another screen. */
  #add(pieces: readonly (Buffer | (() => void))[]): void {
    const isFirst = this.#waiting.length === 0;
    this.#waiting.push(...pieces);
    if (isFirst && pieces.length > 0 && !this.#isHeld) this.#drainSoon();
  }

  readonly #passTurn = (): void => {
    this.#turnsLeft -= 1;
    if (this.#turnsLeft > 0) {
      this.#turn = setImmediate(this.#passTurn);
      return;
    }

    const piece = this.#waiting.shift();
    if (piece === undefined) return;
    // Before the piece goes on: what it does may feed more.
    this.#drainSoon();
    if (typeof piece === 'function') piece();
    else this.#push(piece);
  };

  #drainSoon(): void {
    clearImmediate(this.#turn);
    this.#turnsLeft = TURNS;
    this.#turn = setImmediate(this.#passTurn);
  }

  #takeBegun(bytes: Buffer): Buffer {
    const whole = this.#begun.length === 0 ? bytes : Buffer.concat([this.#begun, bytes]);
    this.#begun = Buffer.alloc(0);
    return whole;
  }

  #toPieces(bytes: Buffer): readonly Buffer[] {
    if (bytes.length === 0) return [];
    if (this.#pasteTail !== undefined) return this.#toPastedPieces(bytes, this.#pasteTail);
    const paste = bytes.length > LONGEST_TYPED ? bytes.indexOf(PASTE_START, 0, 'latin1') : -1;
    if (paste > 0) return [bytes.subarray(0, paste), ...this.#toPieces(bytes.subarray(paste))];
    if (paste === 0) return this.#toPastedPieces(bytes, '');
    if (bytes.length > LONGEST_TYPED) return [bytes];
    const {keys, rest} = splitKeys(bytes);
    const last = keys.at(-1)?.toString('latin1') ?? '';
    if (last.startsWith(PASTE_START) && !last.endsWith(PASTE_END)) this.#pasteTail = toTail(last);
    if (rest.length > 0) this.#hold(rest);
    return keys;
  }

  /** The paste up to its end, if that is here, and what comes after it. */
  #toPastedPieces(bytes: Buffer, tail: string): readonly Buffer[] {
    const text = tail + bytes.toString('latin1');
    const at = text.indexOf(PASTE_END);
    if (at === -1) {
      this.#pasteTail = toTail(text);
      return [bytes];
    }

    this.#pasteTail = undefined;
    const end = at + PASTE_END.length - tail.length;
    return [bytes.subarray(0, end), ...this.#toPieces(bytes.subarray(end))];
  }

  #hold(begun: Buffer): void {
    this.#begun = begun;
    if (begun.toString('latin1') === PASTE_BEGUN) return;
    this.#cancelHold = this.#timers.after(HOLD_MS, () => {
      const key = this.#takeBegun(Buffer.alloc(0));
      const isEscapes = key.every((byte) => byte === ESCAPE);
      this.#add(isEscapes ? Array.from(key, () => ESCAPE_KEY) : [key]);
    });
  }
}

const toTail = (text: string): string => text.slice(1 - PASTE_END.length);
