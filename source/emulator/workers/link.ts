import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';

type Done = (error?: Error | null) => void;

/** How long a client may take to answer the end of a connection that was cut. */
const lingerMs = 1000;

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
  /** What waits for the link to be healed. */
  #held: (() => void) | undefined;

  constructor(socket: Socket) {
    super({allowHalfOpen: false});
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (this.destroyed) return;
      this.#wantsData = this.push(chunk);
      if (!this.#wantsData) socket.pause();
    });
    socket.pause();
    socket.once('end', () => this.push(null));
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
    const held = this.#held;
    this.#held = undefined;
    held?.();
    if (this.#wantsData) this.#socket.resume();
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
    this.#whenHealed(() => this.#socket.write(chunk, done));
  }

  override _final(done: Done): void {
    this.#whenHealed(() => this.#socket.end(() => done()));
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#held = undefined;
    if (!this.#isCut) this.#socket.destroy();
    done(error);
  }

  /** A stream writes or ends one thing at a time, so at most one action waits. */
  #whenHealed(action: () => void): void {
    if (this.#isStalled) this.#held = action;
    else action();
  }
}
