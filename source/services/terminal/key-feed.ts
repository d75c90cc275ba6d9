const ESCAPE = 0x1b;
/** Nobody types as much at once; a paste without brackets does, and need not be taken apart. */
const LONGEST_TYPED = 64;

/**
 * Hands typed characters on one by one, each when the last has had its effect: what a slow line delivers at once must not
 * press a key on the screen, or type into the field, that an earlier key of it was about to leave. Chunks with an escape
 * sequence in them, pastes among them, and long ones stay whole.
 */
export class KeyFeed {
  readonly #push: (bytes: Buffer) => void;
  readonly #waiting: Buffer[] = [];
  #isDraining = false;

  constructor(push: (bytes: Buffer) => void) {
    this.#push = push;
  }

  /** Takes a chunk as it was read; its first character goes on at once when none waits. */
  feed(bytes: Buffer): void {
    this.#waiting.push(...toPieces(bytes));
    if (!this.#isDraining) this.#drain();
  }

  readonly #drain = (): void => {
    const piece = this.#waiting.shift();
    this.#isDraining = piece !== undefined;
    if (piece === undefined) return;
    this.#push(piece);
    // Twice, because React may need a turn of its own, which it asks for only after this one.
    setImmediate(() => setImmediate(this.#drain));
  };
}

const toPieces = (bytes: Buffer): Buffer[] => {
  if (bytes.length === 1 || bytes.length > LONGEST_TYPED || bytes.includes(ESCAPE)) return [bytes];
  const starts = [...bytes.keys()].filter((at) => at === 0 || ((bytes[at] ?? 0) & 0xc0) !== 0x80);
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1]));
};
