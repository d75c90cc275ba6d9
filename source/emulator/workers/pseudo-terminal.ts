import {existsSync, write} from 'node:fs';
import {createRequire} from 'node:module';
import {constants} from 'node:os';
import {dirname, join} from 'node:path';
import {Duplex} from 'node:stream';
import {ReadStream} from 'node:tty';

/** Output that follows the last within this time is a flood, and is collected up to so many bytes. */
const floodMs = 2;
const collectBytes = 16 * 1024;

type Done = (error?: Error | null) => void;

/** The part of node-pty 1.1's binding that is used. */
interface NativeBinding {
  fork(
    ...options: [
      file: string,
      args: string[],
      environment: string[],
      directory: string,
      columns: number,
      rows: number,
      uid: number,
      gid: number,
      isUtf8: boolean,
      helperPath: string,
      onExit: (code: number, signal: number) => void,
    ]
  ): {readonly fd: number; readonly pid: number; readonly pty: string};
  resize(fd: number, columns: number, rows: number): void;
}

/** How a program ended: its status, or the name of the signal that ended it, such as `SIGTERM`. */
export interface Ending {
  readonly code: number;
  readonly signal: string | undefined;
}

/** Size of a terminal in character cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A size that the kernel accepts: SSH allows 0 for "unknown", which becomes 80 by 24. */
export const toTerminalSize = (columns: number, rows: number): TerminalSize => {
  const bound = (value: number, standard: number): number => (value > 0 ? Math.min(value, 65_535) : standard);
  return {columns: bound(columns, 80), rows: bound(rows, 24)};
};

/** What runs in a terminal. */
export interface TerminalProgram {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly size: TerminalSize;
}

const NO_BINDING = {
  summary:
    'The emulated workers have no shell: node-pty, which is optional, is not installed or not built here.',
  remedy: 'Run `npm rebuild node-pty` (it needs make, a C++ compiler and Python 3), then start again.',
};

/** Why terminals cannot be had on this computer, and what to do; `undefined` when they can. Loads node-pty. */
export const findTerminalObstacle = (): typeof NO_BINDING | undefined => {
  try {
    loadBinding();
    return undefined;
  } catch {
    // The reason is one for developers; the remedy is the same for all.
    return NO_BINDING;
  }
};

/**
 * Loaded at the first terminal only, because the dependency is optional. `require`, because loaders differ in
 * how they import it.
 */
const loadBinding = (): {binding: NativeBinding; helperPath: string} => {
  const require = createRequire(import.meta.url);
  try {
    const {native} = require('node-pty') as {native: NativeBinding};
    const root = dirname(dirname(require.resolve('node-pty')));
    const folders = ['build/Release', 'build/Debug', `prebuilds/${process.platform}-${process.arch}`];
    const helpers = folders.map((folder) => join(root, folder, 'spawn-helper'));
    // Only macOS has and needs the helper.
    return {binding: native, helperPath: helpers.find((path) => existsSync(path)) ?? ''};
  } catch (error) {
    throw new Error(`${NO_BINDING.summary} ${NO_BINDING.remedy}`, {cause: error});
  }
};

const toSignalName = (signal: number): string | undefined =>
  Object.entries(constants.signals).find(([, value]) => value === signal)?.[0];

/**
 * The master side of a terminal, as a stream of bytes in both directions with back-pressure. It ends when the
 * program has ended and everything it wrote has been read. Destroying it hangs the terminal up, as a lost
 * modem line would.
 *
 * It stands on node-pty's binding rather than on its `spawn`: that one discards output that is still unread
 * 200 ms after the program ended (which back-pressure makes common), and spins at full CPU while a program
 * does not read its input. The binding is exported but not promised, hence the `~1.1.0` in package.json.
 */
export class PseudoTerminal extends Duplex {
  readonly pid: number;
  /** Settles when the program has ended, which may be before its last output has been read. Never rejects. */
  readonly ended: Promise<Ending>;
  readonly #fd: number;
  readonly #binding: NativeBinding;
  readonly #input: ReadStream;
  /** Output that is being collected. */
  #read: Buffer[] = [];
  #readBytes = 0;
  #passing: NodeJS.Timeout | undefined;
  #passedOnMs = 0;
  #isWriting = false;
  #retry: NodeJS.Timeout | undefined;
  #afterWrite: (() => void) | undefined;

  constructor(binding: NativeBinding, helperPath: string, program: TerminalProgram) {
    super({allowHalfOpen: true, highWaterMark: 64 * 1024});
    const {command, environment, directory, size} = program;
    const [file, ...args] = command;
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const {promise, resolve} = Promise.withResolvers<Ending>();
    this.ended = promise;
    const onExit = (code: number, signal: number): void => resolve({code, signal: toSignalName(signal)});
    // The user is changed by the command itself: the binding would keep root's supplementary groups.
    const terminal = binding.fork(
      ...[file, args, variables, directory, size.columns, size.rows, -1, -1, true, helperPath, onExit],
    );
    this.#binding = binding;
    this.#fd = terminal.fd;
    this.pid = terminal.pid;
    this.#input = new ReadStream(terminal.fd);
    this.#input.on('data', (chunk: Buffer) => {
      this.#collect(chunk);
    });
    this.#input.pause();
    // Linux reports the end of a terminal as EIO, and other systems as an end.
    this.#input.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EIO') this.#passEnd();
      else this.destroy(error);
    });
    this.#input.on('end', () => this.#passEnd());
  }

  /** Tells the programs in the terminal its new size. Does nothing when it is closed. */
  resize({columns, rows}: TerminalSize): void {
    if (!this.destroyed && !this.#input.destroyed) this.#binding.resize(this.#fd, columns, rows);
  }

  override _read(): void {
    this.#input.resume();
  }

  /**
   * The kernel gives a terminal's output in pieces of a line or so, and each would cost an encrypted packet.
   * The first piece after a pause goes on at once, because it may be the echo of a key; in a flood they are
   * collected for a millisecond or up to 16 KiB, which makes it several times as fast.
   */
  #collect(chunk: Buffer): void {
    this.#read.push(chunk);
    this.#readBytes += chunk.length;
    if (this.#readBytes >= collectBytes) {
      this.#passOn();
    } else if (this.#read.length === 1) {
      const isFlood = performance.now() - this.#passedOnMs < floodMs;
      if (isFlood) this.#passing = setTimeout(() => this.#passOn(), 1);
      else this.#passOn();
    }
  }

  #passOn(): void {
    clearTimeout(this.#passing);
    if (this.#read.length === 0 || this.destroyed) return;
    const chunk = Buffer.concat(this.#read);
    this.#read = [];
    this.#readBytes = 0;
    this.#passedOnMs = performance.now();
    if (!this.push(chunk)) this.#input.pause();
  }

  #passEnd(): void {
    this.#passOn();
    this.push(null);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#writeFrom(chunk, 0, 1, done);
  }

  override _destroy(error: Error | null, done: Done): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#passing);
    const close = (): void => {
      this.#input.destroy();
      done(error);
    };
    // The number of a closed descriptor may be given to another file at once, so a write under way is waited
    // for.
    if (this.#isWriting) this.#afterWrite = close;
    else close();
  }

  /** Writes what the kernel takes, and tries again after 1, 2, 4 … 16 ms while it takes nothing. */
  #writeFrom(chunk: Buffer, offset: number, delayMs: number, done: Done): void {
    if (this.#input.destroyed || this.destroyed) {
      done();
      return;
    }
    this.#isWriting = true;
    write(this.#fd, chunk, offset, chunk.length - offset, null, (error, written) => {
      this.#isWriting = false;
      if (this.#afterWrite) {
        this.#afterWrite();
        return;
      }
      if (error?.code === 'EAGAIN') {
        const again = (): void => this.#writeFrom(chunk, offset, Math.min(delayMs * 2, 16), done);
        this.#retry = setTimeout(again, delayMs);
        return;
      }
      // EIO: the program is gone, nobody reads this. Its end is reported by the reading side.
      if (error) done(error.code === 'EIO' ? null : error);
      else if (offset + written < chunk.length) this.#writeFrom(chunk, offset + written, 1, done);
      else done();
    });
  }
}

/**
 * Starts a program in a terminal of its own: a new session, whose controlling terminal it is.
 *
 * Throws: an `Error` when node-pty is not installed or no terminal can be had. The caller destroys the
 * result.
 */
export const openPseudoTerminal = (program: TerminalProgram): PseudoTerminal => {
  const {binding, helperPath} = loadBinding();
  return new PseudoTerminal(binding, helperPath, program);
};
