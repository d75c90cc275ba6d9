import {readdirSync, readFileSync, writeSync} from 'node:fs';
import {spawn} from 'node-pty';

/** What to run on a terminal. */
export interface ClientOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const COLUMNS = 120;
const ROWS = 40;
const WAIT_LIMIT_MS = 60_000;
const KEPT_BYTES = 64 * 1024;

/**
 * A program on a terminal that only reads, as cheaply as Node can: what it costs is in every figure, on both sides of a
 * ratio. Whoever starts it closes it.
 */
export class Client {
  readonly pid: number;
  /** When it was started, as `performance.now()` tells the time. */
  readonly startedMs: number;
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>;
  readonly #terminal: ReturnType<typeof spawn>;
  readonly #descriptor: number;
  readonly #name: string;
  #listener: ((bytes: Buffer) => void) | undefined;
  #kept = Buffer.alloc(0);
  #isEnded = false;

  constructor({file, args, env}: ClientOptions) {
    this.#name = [file, ...args].join(' ');
    this.startedMs = performance.now();
    this.#terminal = spawn(file, [...args], {
      name: 'xterm-256color',
      cols: COLUMNS,
      rows: ROWS,
      env,
      encoding: null,
    });
    this.pid = this.#terminal.pid;
    this.#descriptor = (this.#terminal as unknown as {readonly fd: number}).fd;
    this.ended = new Promise((resolve) => {
      this.#terminal.onExit(() => {
        this.#isEnded = true;
        resolve();
      });
    });
    this.#terminal.onData((data) => {
      // With `encoding: null` these are bytes, whatever the types say.
      const bytes = data as unknown as Buffer;
      if (this.#listener) this.#listener(bytes);
      else this.#kept = Buffer.concat([this.#kept, bytes]).subarray(-KEPT_BYTES);
    });
  }

  /** Types, with nothing between us and the terminal. */
  send(text: string): void {
    writeSync(this.#descriptor, text);
  }

  /** Hands every chunk of output to `listener` instead of keeping it, until `undefined` is given. */
  listen(listener: ((bytes: Buffer) => void) | undefined): void {
    this.#listener = listener;
  }

  /** Forgets what was printed so far. */
  forget(): void {
    this.#kept = Buffer.alloc(0);
  }

  /**
   * Waits until a text has been printed since the last `waitFor` or `forget`, and answers when that was. What came
   * with it is forgotten. Rejects after a minute, or when the program ends before.
   */
  async waitFor(text: string): Promise<number> {
    const {promise, resolve, reject} = Promise.withResolvers<number>();
    const look = () => {
      const at = this.#kept.indexOf(text);
      if (at === -1) return;
      resolve(performance.now());
      this.#kept = this.#kept.subarray(at + text.length);
    };
    const fail = (why: string) => {
      reject(new Error(`${this.#name}: ${why} before ${JSON.stringify(text)}; last: ${this.#tail()}`));
    };
    const timer = setTimeout(() => {
      fail('a minute passed');
    }, WAIT_LIMIT_MS);
    void this.ended.then(() => {
      fail('it ended');
    });
    this.listen((bytes) => {
      this.#kept = Buffer.concat([this.#kept, bytes]).subarray(-KEPT_BYTES);
      look();
    });
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.listen(undefined);
    }
  }

  /** The processor time of all its threads, in milliseconds; `undefined` where the system does not say (no `/proc`). */
  cpuMs(): number | undefined {
    try {
      const tasks = readdirSync(`/proc/${this.pid}/task`);
      return tasks.reduce((sum, task) => {
        const [nanoseconds = ''] = readFileSync(`/proc/${this.pid}/task/${task}/schedstat`, 'utf8').split(
          ' ',
        );
        return sum + Number(nanoseconds) / 1e6;
      }, 0);
    } catch {
      return undefined;
    }
  }

  /** The memory it holds, in megabytes; `undefined` where the system does not say. */
  memoryMb(): number | undefined {
    try {
      const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the program: TERM, then KILL after two seconds. Safe to call twice. */
  async close(): Promise<void> {
    if (!this.#isEnded) this.#terminal.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.#terminal.kill('SIGKILL');
    }, 2000);
    await this.ended;
    clearTimeout(timer);
  }

  #tail(): string {
    return JSON.stringify(this.#kept.subarray(-500).toString('latin1'));
  }
}
