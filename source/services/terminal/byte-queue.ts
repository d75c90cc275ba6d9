const BLOCK_BYTES = 64 * 1024;
/** As many blocks are kept for later as a flood needs. */
const SPARE_BLOCKS = 24;

interface Block {
  readonly memory: Buffer;
  start: number;
  end: number;
}

/**
 * Bytes that wait to be written, first in, first out. They are copied into memory of its own, which is used again and
 * again: new memory for each piece of a flood takes more of the processor than the copy does.
 */
export class ByteQueue {
  readonly #blocks: Block[] = [];
  readonly #spare: Block[] = [];
  #length = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** Takes a copy. */
  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    for (let offset = 0; offset < bytes.length;) {
      const block = this.#open();
      const count = Math.min(bytes.length - offset, BLOCK_BYTES - block.end);
      block.memory.set(count === bytes.length ? bytes : bytes.subarray(offset, offset + count), block.end);
      block.end += count;
      offset += count;
    }
  }

  /** What waits, in order and in place: it stays what it is until it is dropped, whatever is pushed meanwhile. */
  views(): Uint8Array[] {
    const views: Uint8Array[] = [];
    for (const {memory, start, end} of this.#blocks) if (end > start) views.push(memory.subarray(start, end));
    return views;
  }

  /** Forgets so many of the first bytes. */
  drop(count: number): void {
    this.#length -= count;
    let rest = count;
    for (;;) {
      const [block] = this.#blocks;
      if (!block) return;
      const taken = Math.min(rest, block.end - block.start);
      block.start += taken;
      rest -= taken;
      if (block.start < block.end) return;
      this.#blocks.shift();
      block.start = 0;
      block.end = 0;
      if (this.#spare.length < SPARE_BLOCKS) this.#spare.push(block);
    }
  }

  /** Forgets all of it, and leaves alone the memory that views may still be read from. */
  clear(): void {
    this.#blocks.length = 0;
    this.#length = 0;
  }

  /** The last block while there is room in it, otherwise the next one. */
  #open(): Block {
    const last = this.#blocks.at(-1);
    if (last && last.end < BLOCK_BYTES) return last;
    const block = this.#spare.pop() ?? {memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), start: 0, end: 0};
    this.#blocks.push(block);
    return block;
  }
}
