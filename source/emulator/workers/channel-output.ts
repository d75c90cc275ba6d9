import {constants} from 'node:os';
import type {ServerChannel} from 'ssh2';
import type {Ending} from './pseudo-terminal.ts';

/**
 * Bytes that may wait in a channel before its source is paused; ssh2's own limit of 2 MiB makes Ctrl-C slow.
 */
const highBytes = 128 * 1024;

/** The signals that SSH has names for (RFC 4254, section 6.9). */
const sshSignals = new Set('ABRT ALRM FPE HUP ILL INT KILL PIPE QUIT SEGV TERM USR1 USR2'.split(' '));

/** Whether a name such as `INT` is a signal that SSH knows. */
export const isSshSignal = (name: string): boolean => sshSignals.has(name);

/** The part of a stream that can be asked to wait. */
interface Source {
  pause(): unknown;
  resume(): unknown;
}

/**
 * The sending side of one stream of a channel: it keeps count, because ssh2 says nothing when all is sent.
 */
export class ChannelOutput {
  readonly #stream: NodeJS.WritableStream & {readonly writableLength: number};
  #pendingWrites = 0;
  #waiting: (() => void) | undefined;

  constructor(stream: NodeJS.WritableStream & {readonly writableLength: number}) {
    this.#stream = stream;
  }

  /** Whether so much waits to be sent that the source should pause. */
  get isFull(): boolean {
    return this.#stream.writableLength > highBytes;
  }

  /** Sends bytes; `onRoom` is called when they are on their way and the stream is not full. */
  write(chunk: Buffer, onRoom?: () => void): void {
    this.#pendingWrites += 1;
    this.#stream.write(chunk, () => {
      this.#pendingWrites -= 1;
      if (!this.isFull) onRoom?.();
      if (this.#pendingWrites === 0) this.#waiting?.();
    });
  }

  /**
   * Sends all that a source reads, pausing it while the client does not take it. The source's end is not
   * passed on.
   */
  take(source: Source & {on(event: 'data', listener: (chunk: Buffer) => void): unknown}): void {
    source.on('data', (chunk) => {
      this.write(chunk, () => source.resume());
      if (this.isFull) source.pause();
    });
  }

  /** Settles when all is sent. Never settles when the client is gone. */
  async flushed(): Promise<void> {
    if (this.#pendingWrites === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
    });
  }
}

/**
 * Ends a channel normally: the exit status or signal, then the end of the stream. A link that was cut has no
 * such end, which is how a client tells the two apart.
 */
export const sendEnding = (channel: ServerChannel, {code, signal}: Ending): void => {
  const name = signal?.replace(/^SIG/, '');
  if (name === undefined) channel.exit(code);
  else if (isSshSignal(name)) channel.exit(name, false, '');
  // A shell's way to report a signal that SSH has no name for.
  else channel.exit(128 + constants.signals[signal as NodeJS.Signals]);
  channel.end();
};
