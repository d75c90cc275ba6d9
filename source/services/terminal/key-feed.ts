const ESCAPE = 0x1b;
/** Nobody types as much at once; a paste without brackets does, and need not be taken apart. */
const LONGEST_TYPED = 64;

/**
 * Hands typed characters on one by one, each when the last has had its effect: what a slow line delivers at once must not
 * press a key on the screen, or type into the field, that an earlier key of it was about to leave. Chunks with an escape
 * sequence in them, pastes among them, and long ones stay whole.
 *
 * The first one waits as well: a screen that was drawn in this very turn has the keyboard only after the next. Until
 * `release` all wait, for there is no screen yet.
 */
export class KeyFeed {
  readonly #push: (bytes: Buffer) => void;
  readonly #waiting: Buffer[] = [];
  #isDraining = false;
  #isHeld = true;

  constructor(push: (bytes: Buffer) => void) {
    this.#push = push;
  }

  /** Takes a chunk as it was read. */
  feed(bytes: Buffer): void {
    this.#waiting.push(...toPieces(bytes));
    if (!this.#isDraining && !this.#isHeld) this.#drainSoon();
  }

  /** Somebody listens now. Safe to call again. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#drainSoon();
  }

  readonly #drain = (): void => {
    const piece = this.#waiting.shift();
    this.#isDraining = false;
    if (piece === undefined) return;
    // Before the piece goes on: what it does may feed more.
    this.#drainSoon();
    this.#push(piece);
  };

  /** Twice, because React may need a turn of its own, which it asks for only after this one. */
  #drainSoon(): void {
    this.#isDraining = true;
    setImmediate(() => setImmediate(this.#drain));
  }
}

const toPieces = (bytes: Buffer): Buffer[] => {
  if (bytes.length === 1 || bytes.length > LONGEST_TYPED || bytes.includes(ESCAPE)) return [bytes];
  const starts = [...bytes.keys()].filter((at) => at === 0 || ((bytes[at] ?? 0) & 0xc0) !== 0x80);
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1]));
};
