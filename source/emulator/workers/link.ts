import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';

type Done = (error?: Error | null) => void;

/** How long a client may take to answer the end of a connection that was cut. */
const lingerMs = 1000;

/** How much is collected before the writer has to wait. */
const batchBytes = 128 * 1024;

/**
 * A TCP connection with a tap: everything between the network and the SSH server goes through it, and can be
 * stopped and set going again without losing or repeating a byte, as a network that swallows and later
 * repeats packets does.
 *
 * One write is under way at a time, so that what still passes after `stall` is at most what the kernel
 * already has. Destroying it destroys the socket; it owns the socket from the moment it is made.
 */
export class Link extends Duplex {
  readonly #socket: Socket;
  #isStalled = false;
  #wantsData = false;
  #isCut = false;
  /** What was written and not yet given to the socket. */
  #batch: Buffer[] = [];
  #batchBytes = 0;
  #isSending = false;
  #onRoom: (() => void) | undefined;
  #onEnd: (() => void) | undefined;
  #slowMs = 0;
  /** What came from the socket and is on its way; null is the end. */
  readonly #arriving: {readonly dueMs: number; readonly chunk: Buffer | null}[] = [];
  #arrival: NodeJS.Timeout | undefined;

  constructor(socket: Socket) {
    super({allowHalfOpen: false});
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#arrive(chunk);
    });
    socket.pause();
    socket.once('end', () => this.#arrive(null));
    socket.once('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  /**
   * Nothing passes any more in either direction; the socket stays open. Even an end or reset by the client is
   * not noticed.
   */
  stall(): void {
    this.#isStalled = true;
    this.#socket.pause();
  }

  /** Everything goes on where `stall` stopped it. */
  heal(): void {
    this.#isStalled = false;
    this.#deliver();
    this.#send();
    if (this.#wantsData) this.#socket.resume();
  }

  /** From now on everything takes so much longer each way; nothing overtakes. */
  slow(ms: number): void {
    this.#slowMs = ms;
  }

  /**
   * Cuts the connection now, without an SSH goodbye: `reset` by a TCP reset, `close` by TCP's orderly end.
   */
  cut(how: 'reset' | 'close'): void {
    this.#isCut = true;
    if (how === 'reset') {
      this.#socket.resetAndDestroy();
    } else {
      // Closing a socket with unread bytes would reset it, so what still comes is read and dropped.
      this.#socket.end();
      this.#socket.resume();
      const deadline = setTimeout(() => this.#socket.destroy(), lingerMs);
      this.#socket.once('close', () => clearTimeout(deadline));
    }
    this.destroy();
  }

  /** Where the client is, as ssh2 asks it of a socket. */
  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remoteFamily(): string | undefined {
    return this.#socket.remoteFamily;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  override _read(): void {
    this.#wantsData = true;
    if (!this.#isStalled) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#batch.push(chunk);
    this.#batchBytes += chunk.length;
    // Without native code ssh2 writes a packet in pieces: sent together they are one segment and one system
    // call.
    if (this.#batch.length === 1) process.nextTick(() => this.#send());
    if (this.#batchBytes < batchBytes) done();
    else this.#onRoom = done;
  }

  override _final(done: Done): void {
    this.#onEnd = () => this.#socket.end(() => done());
    this.#send();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#batch = [];
    clearTimeout(this.#arrival);
    if (!this.#isCut) this.#socket.destroy();
    done(error);
  }

  #arrive(chunk: Buffer | null): void {
    if (this.destroyed) return;
    const dueMs = Math.max(performance.now() + this.#slowMs, this.#arriving.at(-1)?.dueMs ?? 0);
    this.#arriving.push({dueMs, chunk});
    this.#deliver();
  }

  /** Hands on what has been on its way for long enough. */
  #deliver(): void {
    clearTimeout(this.#arrival);
    for (;;) {
      const next = this.#arriving[0];
      if (next === undefined || this.#isStalled || this.destroyed) return;
      const leftMs = next.dueMs - performance.now();
      if (leftMs > 0) {
        this.#arrival = setTimeout(() => this.#deliver(), Math.ceil(leftMs));
        return;
      }
      this.#arriving.shift();
      this.#wantsData = this.push(next.chunk);
      if (!this.#wantsData) this.#socket.pause();
    }
  }

  /** Gives the socket what was collected, and then the end, as far as the link and the last write allow. */
  #send(): void {
    if (this.#isStalled || this.#isSending || this.destroyed) return;
    if (this.#batch.length === 0) {
      const end = this.#onEnd;
      this.#onEnd = undefined;
      end?.();
      return;
    }
    const data = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#batchBytes = 0;
    this.#isSending = true;
    if (this.#slowMs > 0) setTimeout(() => this.#write(data), this.#slowMs);
    else this.#write(data);
  }

  #write(data: Buffer): void {
    if (this.destroyed) return;
    this.#socket.write(data, () => {
      // Also after an error, which the socket's own event tells.
      this.#isSending = false;
      const room = this.#onRoom;
      this.#onRoom = undefined;
      room?.();
      this.#send();
    });
  }
}
