/** As much as is handed over at once. */
const BLOCK_BYTES = 64 * 1024;
/** What is longer is no echo of a key. */
const ECHO_BYTES = 256;

/**
 * Puts the packets of one turn of the event loop together. A flood comes in packets of 4 KiB, some fifty in a turn, and
 * whatever is done for each piece is done for fewer then. A short packet that nothing is before goes at once.
 */
export class OutputGatherer {
  readonly #deliver: (bytes: Buffer) => void;
  #block: Buffer | undefined;
  #length = 0;
  #isTurnEndAwaited = false;

  /** `deliver` gets the bytes in order; they are written over once it returns. */
  constructor(deliver: (bytes: Buffer) => void) {
    this.#deliver = deliver;
  }

  /** Delivers what waits when there is no room besides it. To be called before `push`: the receiver may want a pause then. */
  makeRoom(length: number): void {
    if (this.#length + length > BLOCK_BYTES) this.flush();
  }

  /** Takes a copy, or delivers at once. */
  push(bytes: Buffer): void {
    this.makeRoom(bytes.length);
    const isEcho = this.#length === 0 && bytes.length <= ECHO_BYTES;
    if (isEcho || bytes.length > BLOCK_BYTES) {
      this.#deliver(bytes);
      return;
    }

    this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#block.set(bytes, this.#length);
    this.#length += bytes.length;
    if (this.#isTurnEndAwaited) return;
    this.#isTurnEndAwaited = true;
    queueMicrotask(() => {
      this.#isTurnEndAwaited = false;
      this.flush();
    });
  }

  /** Delivers what waits for the end of the turn. */
  flush(): void {
    const length = this.#length;
    if (length === 0 || !this.#block) return;
    this.#length = 0;
    this.#deliver(this.#block.subarray(0, length));
  }
}
