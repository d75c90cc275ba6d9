import type ssh2 from 'ssh2';
import type {ChannelEnd} from '../terminal/lend-terminal.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import type {WorkerTerminal} from './transport.ts';

/** What a channel knows of the connection that it is on. */
export interface ChannelLink {
  /** Resolves with the reason once the transport is gone. */
  readonly lost: Promise<string>;
  /** How long nothing at all has come from the worker, in milliseconds. */
  silenceMs(): number;
}

/**
 * A shell on the worker with its terminal. What it prints is kept until somebody receives it, so that nothing is lost
 * between the opening and the attaching; then ssh2's own window holds the worker back.
 */
export class ShellChannel implements WorkerTerminal {
  readonly ended: Promise<ChannelEnd>;
  onDrain: () => void = () => undefined;
  readonly #channel: ssh2.ClientChannel;
  readonly #connection: ChannelLink;
  #listener: ((bytes: Buffer) => void) | undefined;
  #isEnded = false;

  constructor(channel: ssh2.ClientChannel, connection: ChannelLink) {
    this.#channel = channel;
    this.#connection = connection;
    channel.pause();
    channel.on('data', (bytes: Buffer) => {
      this.#listener?.(bytes);
    });
    this.#handOverAtOnce();
    channel.stderr.resume();
    channel.on('drain', () => {
      this.onDrain();
    });
    this.ended = new Promise((resolve) => {
      let exit: ChannelEnd | undefined;
      const finish = (end: ChannelEnd) => {
        this.#isEnded = true;
        resolve(end);
      };
      channel.on('exit', (status: number | null, signal?: string) => {
        exit = {kind: 'exited', status: status ?? undefined, signal};
      });
      // 'close' comes after the last byte was delivered; a lost link may never get that far.
      channel.on('close', () => {
        finish(exit ?? {kind: 'lost', reason: 'the worker closed the channel'});
      });
      void connection.lost.then((reason) => {
        finish(exit ?? {kind: 'lost', reason});
      });
    });
  }

  /**
   * What comes while somebody receives goes to them past the stream, which would ask itself for more after each piece:
   * that is an eighth of the time to an echo. While there is something in the stream, or it is paused, all goes through it.
   */
  #handOverAtOnce(): void {
    const channel = this.#channel;
    const queue = channel.push.bind(channel) as (...chunk: unknown[]) => boolean;
    channel.push = (...chunk: unknown[]): boolean => {
      const [bytes] = chunk;
      const isFree = channel.readableFlowing === true && channel.readableLength === 0;
      if (!isFree || !this.#listener || !Buffer.isBuffer(bytes)) return queue(...chunk);
      this.#listener(bytes);
      return true;
    };
  }

  /** Whether the shell can no longer be given to anybody. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  write(bytes: Uint8Array): boolean {
    // ssh2 accepts writes to a dead channel and loses them.
    return this.#isEnded || this.#channel.write(bytes);
  }

  receive(listener: ((bytes: Buffer) => void) | undefined): void {
    this.#listener = listener;
    if (!listener) this.#channel.pause();
  }

  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  resize(size: TerminalSize): void {
    if (!this.#isEnded) this.#channel.setWindow(size.rows, size.columns, 0, 0);
  }

  silenceMs(): number {
    return this.#connection.silenceMs();
  }

  /** Ends the channel; the worker's byobu or tmux keeps what runs in it. */
  close(): void {
    if (!this.#isEnded) this.#channel.close();
  }
}
