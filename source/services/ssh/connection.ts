import type {Socket} from 'node:net';
import type ssh2 from 'ssh2';
import {SshError} from '../../model/errors.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {ShellChannel} from './shell-channel.ts';
import type {CommandResult, WorkerConnection} from './transport.ts';

const CHANNEL_TIMEOUT_MS = 10_000;
const COMMAND_OUTPUT_LIMIT_BYTES = 64 * 1024;

/**
 * One SSH transport to a worker, with any number of channels on it. Whoever made it closes it.
 */
export class Connection implements WorkerConnection {
  readonly #client: ssh2.Client;
  readonly #socket: Socket;
  #lastReceivedMs = performance.now();
  #isDown = false;
  #downReason = 'the link was closed';
  readonly #lost: Promise<string>;
  readonly #channelTimeoutMs: number;

  constructor(client: ssh2.Client, socket: Socket, channelTimeoutMs = CHANNEL_TIMEOUT_MS) {
    this.#client = client;
    this.#socket = socket;
    this.#channelTimeoutMs = channelTimeoutMs;
    // Every byte is a sign of life, whatever channel it belongs to.
    socket.on('data', () => {
      this.#lastReceivedMs = performance.now();
    });
    this.#lost = new Promise((resolve) => {
      const handleDown = (reason?: string) => {
        if (reason && !this.#isDown) this.#downReason = reason;
        this.#isDown = true;
        resolve(this.#downReason);
      };
      client.on('error', (error: Error & {level?: string; code?: string}) => {
        handleDown(
          error.level === 'client-timeout'
            ? 'the worker did not answer for 15 s'
            : error.code === 'ECONNRESET'
              ? 'the connection was reset'
              : 'the network failed',
        );
      });
      client.on('end', () => {
        handleDown('the worker closed the connection');
      });
      client.on('close', () => {
        handleDown();
      });
    });
  }

  /** Whether the transport is gone. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Resolves with the reason once the transport is gone. */
  get lost(): Promise<string> {
    return this.#lost;
  }

  /** How long nothing at all has come from the worker, in milliseconds; it is asked for a sign of life each second. */
  silenceMs(): number {
    return performance.now() - this.#lastReceivedMs;
  }

  /**
   * Opens a terminal with a login shell, or with `command` in place of the shell.
   *
   * Throws `SshError` (level `channel`) when the worker refuses or does not answer within 10 s.
   */
  async openTerminal(size: TerminalSize, term: string, command?: string): Promise<ShellChannel> {
    const pty = toPty(size, term);
    return await this.#open(
      (callback) => {
        if (command === undefined) this.#client.shell(pty, callback);
        else this.#client.exec(command, {pty}, callback);
      },
      (channel) => new ShellChannel(channel, this),
    );
  }

  /** Runs a short command without a terminal. Throws as `openTerminal`, also when it takes longer than 10 s. */
  async run(command: string): Promise<CommandResult> {
    return await this.#open(
      (callback) => {
        this.#client.exec(command, callback);
      },
      (channel) => this.#collect(channel),
    );
  }

  /**
   * Opens a channel for a command, or for the user's shell, and gives it to `take` at once, before its first byte. It
   * has no terminal unless `terminal` asks for one. Throws as `openTerminal`.
   */
  async openPlain<Result>(
    command: string | undefined,
    terminal: {readonly size: TerminalSize; readonly term: string} | undefined,
    take: (channel: ssh2.ClientChannel) => Result,
  ): Promise<Result> {
    const pty = terminal && toPty(terminal.size, terminal.term);
    // In an object, so that a promise that `take` makes is not waited for here: it lives longer than the opening.
    const {result} = await this.#open(
      (callback) => {
        if (command === undefined) this.#client.shell(pty ?? false, callback);
        else this.#client.exec(command, pty ? {pty} : {}, callback);
      },
      (channel) => ({result: take(channel)}),
    );
    return result;
  }

  /** Opens a channel to a port that the worker reaches. Throws `SshError` (level `channel`) when it does not. */
  async forward(host: string, port: number): Promise<ssh2.ClientChannel> {
    return await this.#open(
      (callback) => {
        this.#client.forwardOut('127.0.0.1', 0, host, port, callback);
      },
      (channel) => channel,
      `The worker does not reach ${host} port ${String(port)}.`,
    );
  }

  #collect(channel: ssh2.ClientChannel): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let status: number | undefined;
      let hasExited = false;
      const timer = setTimeout(() => {
        channel.close();
        reject(channelError(`A command on the worker did not end within ${this.#channelLimit}.`));
      }, this.#channelTimeoutMs);
      channel.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= COMMAND_OUTPUT_LIMIT_BYTES) chunks.push(chunk);
      });
      channel.stderr.resume();
      channel.on('exit', (code: number | null) => {
        hasExited = true;
        status = code ?? undefined;
      });
      channel.on('close', () => {
        clearTimeout(timer);
        if (hasExited || !this.#isDown) resolve({status, output: Buffer.concat(chunks).toString('utf8')});
        else reject(channelError(`The connection was lost: ${this.#downReason}.`));
      });
    });
  }

  /** Ends the transport and every channel on it. Safe to call twice. */
  close(): void {
    this.#isDown = true;
    this.#client.end();
    this.#socket.destroy();
  }

  get #channelLimit(): string {
    return `${String(this.#channelTimeoutMs / 1000)} s`;
  }

  /**
   * Opens a channel, and gives it to `take` at once: its whole output and its end may follow in the same packet, and
   * ssh2 tells them to whoever listens by then.
   */
  #open<Result>(
    start: (callback: (error: Error | undefined, channel: ssh2.ClientChannel) => void) => void,
    take: (channel: ssh2.ClientChannel) => Result | Promise<Result>,
    refusal = 'The worker refused to open a terminal.',
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#isDown) {
        reject(channelError(`The connection is gone: ${this.#downReason}.`));
        return;
      }

      let isGivenUp = false;
      const timer = setTimeout(() => {
        isGivenUp = true;
        reject(channelError(`The worker did not open a terminal within ${this.#channelLimit}.`));
      }, this.#channelTimeoutMs);
      void this.#lost.then((reason) => {
        clearTimeout(timer);
        reject(channelError(`The connection was lost: ${reason}.`));
      });
      try {
        start((error, channel) => {
          clearTimeout(timer);
          if (error) reject(channelError(refusal, error));
          else if (isGivenUp) channel.close();
          else resolve(take(channel));
        });
      } catch (error) {
        // ssh2 throws when its socket has ended, which it may know before we do.
        clearTimeout(timer);
        reject(channelError('The connection is gone.', error instanceof Error ? error : undefined));
      }
    });
  }
}

const toPty = (size: TerminalSize, term: string) => ({
  term,
  cols: size.columns,
  rows: size.rows,
  width: 0,
  height: 0,
});

const channelError = (summary: string, cause?: Error) =>
  new SshError(
    'channel',
    summary,
    'Try again; if it stays so, the worker may be out of memory or processes.',
    {cause},
  );
