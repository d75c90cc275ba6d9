import type {IPty} from 'node-pty';
import type {ChannelEnd} from '../../terminal/lend-terminal.ts';
import type {TerminalSize} from '../../terminal/terminal.ts';
import type {WorkerTerminal} from '../transport.ts';
import {TerminalWriter} from './terminal-writer.ts';

/** What ssh ends with when it has no connection, or lost it; the remote command may end with it too. */
const EXIT_NO_CONNECTION = 255;
/**
 * How much is kept for a terminal that does not take it. node-pty closes a terminal that was stopped 200 ms after its
 * program's end, and what was not read by then is lost, so that it is stopped only by a flood.
 */
const MAX_KEPT_BYTES = 1024 * 1024;

/** A terminal on the worker, carried by an ssh process on a terminal of ours. What it prints is kept until it is received. */
export class OpenSshTerminal implements WorkerTerminal {
  readonly ended: Promise<ChannelEnd>;
  onDrain: () => void = () => undefined;
  readonly #pty: IPty;
  readonly #writer: TerminalWriter;
  readonly #silenceMs: () => number;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #listener: ((bytes: Buffer) => void) | undefined;
  #isFlowing = false;
  #isEnded = false;
  #onEmpty: () => void = () => undefined;

  constructor(
    pty: IPty,
    connection: {
      readonly silenceMs: () => number;
      readonly onReceived: () => void;
      /** The reason once the link is gone; `undefined` when it lives on although ssh ended with 255. */
      readonly findLoss: () => Promise<string | undefined>;
      readonly lost: Promise<string>;
    },
  ) {
    this.#pty = pty;
    this.#writer = new TerminalWriter(pty, () => {
      this.onDrain();
    });
    this.#silenceMs = connection.silenceMs;
    pty.onData((data) => {
      connection.onReceived();
      // Without an encoding these are bytes, whatever the types say.
      this.#take(data as unknown as Buffer);
    });
    const exited = new Promise<number>((resolve) => {
      pty.onExit(({exitCode}) => {
        this.#isEnded = true;
        resolve(exitCode);
      });
    });
    const delivered = exited.then(async (status): Promise<ChannelEnd> => {
      const reason = status === EXIT_NO_CONNECTION ? await connection.findLoss() : undefined;
      if (reason !== undefined) return {kind: 'lost', reason};
      if (this.#kept.length > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
      return {kind: 'exited', status, signal: undefined};
    });
    const lost = connection.lost.then((reason): ChannelEnd => {
      this.#isEnded = true;
      this.#writer.close();
      return {kind: 'lost', reason};
    });
    this.ended = Promise.race([delivered, lost]);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  write(bytes: Uint8Array): boolean {
    return this.#writer.write(bytes);
  }

  receive(listener: ((bytes: Buffer) => void) | undefined): void {
    this.#listener = listener;
    if (!listener) this.pause();
  }

  pause(): void {
    this.#isFlowing = false;
  }

  resume(): void {
    this.#isFlowing = true;
    // Whoever receives may stop it again.
    for (let bytes = this.#next(); bytes; bytes = this.#next()) this.#listener?.(bytes);

    if (this.#kept.length > 0) return;
    if (!this.#isEnded) this.#pty.resume();
    this.#onEmpty();
  }

  resize({columns, rows}: TerminalSize): void {
    if (!this.#isEnded) this.#pty.resize(columns, rows);
  }

  silenceMs(): number {
    return this.#silenceMs();
  }

  close(): void {
    this.#writer.close();
    if (!this.#isEnded) this.#pty.kill();
  }

  #next(): Buffer | undefined {
    if (!this.#isFlowing || !this.#listener) return undefined;
    const bytes = this.#kept.shift();
    this.#keptBytes -= bytes?.length ?? 0;
    return bytes;
  }

  #take(bytes: Buffer): void {
    if (this.#isFlowing && this.#listener && this.#kept.length === 0) {
      this.#listener(bytes);
      return;
    }

    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > MAX_KEPT_BYTES) this.#pty.pause();
  }
}
