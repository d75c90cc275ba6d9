import {write} from 'node:fs';
import type {IPty} from 'node-pty';

/** Above this the writer asks for a pause. */
const FULL_BYTES = 64 * 1024;
const LONGEST_RETRY_MS = 16;

/** What node-pty 1.1 has besides what its types say. */
interface OpenPty {
  readonly fd: number;
  once(event: 'close', listener: () => void): void;
}

/**
 * Types into a program on a terminal of node-pty's, in order and with back-pressure.
 *
 * node-pty's own `write` takes everything, spins while the program does not read, and prints an error on the user's
 * terminal when that is closed meanwhile.
 */
export class TerminalWriter {
  readonly #fd: number;
  readonly #onDrain: () => void;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isWriting = false;
  #isFull = false;
  #isClosed = false;

  /** @param onDrain called when there is room again after `write` has said that there is none */
  constructor(pty: IPty, onDrain: () => void) {
    const {fd} = pty as unknown as OpenPty;
    this.#fd = fd;
    this.#onDrain = onDrain;
    (pty as unknown as OpenPty).once('close', () => {
      this.close();
    });
  }

  /** Types bytes; those that come after the end go nowhere. False when it is full: wait for `onDrain`. */
  write(bytes: Uint8Array): boolean {
    if (this.#isClosed || bytes.length === 0) return true;
    this.#waiting.push(Buffer.from(bytes));
    this.#waitingBytes += bytes.length;
    this.#isFull = this.#waitingBytes > FULL_BYTES;
    if (!this.#isWriting) this.#writeNext();
    return !this.#isFull;
  }

  /** Forgets what waits, and takes no more. Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
  }

  #writeNext(retryMs = 1): void {
    const [bytes] = this.#waiting;
    this.#isWriting = bytes !== undefined;
    if (!bytes) return;
    write(this.#fd, bytes, (error, count) => {
      // What is written to a terminal that is being closed has nobody to read it: its end is told by the reading side.
      if (this.#isClosed) return;
      if (error && error.code !== 'EAGAIN') {
        this.close();
        return;
      }

      if (error) {
        setTimeout(() => {
          this.#writeNext(Math.min(retryMs * 2, LONGEST_RETRY_MS));
        }, retryMs);
        return;
      }

      if (count < bytes.length) this.#waiting[0] = bytes.subarray(count);
      else this.#waiting.shift();
      this.#waitingBytes -= count;
      if (this.#isFull && this.#waitingBytes <= FULL_BYTES) {
        this.#isFull = false;
        this.#onDrain();
      }

      this.#writeNext();
    });
  }
}
