import {once} from 'node:events';
import {writeSync} from 'node:fs';
import tty from 'node:tty';
import type {ExecutionContext} from 'ava';
import pty from 'node-pty';
import {openKeyboard} from '../../../source/services/terminal/open-keyboard.ts';
import {Terminal} from '../../../source/services/terminal/terminal.ts';
import {createScreen} from '../../helpers/screen.ts';
import type {Screen} from '../../helpers/screen.ts';

/** A terminal's two ends in one process: what a user sees and types, and the device that a program is given. */
export interface PseudoTerminal {
  /** What the user sees. */
  readonly screen: Screen;
  /** The device file of the program's end. */
  readonly devicePath: string;
  /** The program's end. */
  readonly device: tty.ReadStream & {readonly fd: number};
  /** Everything that was printed, as it came. */
  printed(): Buffer;
  /** Forgets what was printed. */
  clear(): void;
  /** Resolves when this many bytes have been printed since the last `clear`. */
  waitForBytes(count: number): Promise<Buffer>;
  type(bytes: string | Uint8Array): void;
  /** Stops reading what is printed, as a terminal does that was stopped with Ctrl-s. */
  pause(): void;
  resume(): void;
  /** Closes the window: the device fails from then on. Safe to call twice. */
  readonly hangUp: () => Promise<void>;
}

interface NativeTerminal {
  open(
    columns: number,
    rows: number,
  ): {readonly master: number; readonly slave: number; readonly pty: string};
  resize(fd: number, columns: number, rows: number): void;
}

const native = (pty as unknown as {readonly native: NativeTerminal}).native;

/** Writes to a terminal's user end in order. libuv itself would block on it, and with it whoever is to read. */
const createKeyQueue = (descriptor: number, isOpen: () => boolean): ((bytes: Buffer) => void) => {
  let queue = Buffer.alloc(0);
  let isWriting = false;
  const next = (): void => {
    if (queue.length === 0 || !isOpen()) {
      isWriting = false;
      return;
    }
    isWriting = true;
    // Never in the thread pool: a write of it could be waiting there while its descriptor is closed.
    try {
      queue = queue.subarray(writeSync(descriptor, queue));
      setImmediate(next);
    } catch {
      // EAGAIN: nobody has read yet.
      setTimeout(next, 1);
    }
  };
  return (bytes) => {
    queue = Buffer.concat([queue, bytes]);
    if (!isWriting) next();
  };
};

/** Opens a terminal of 80x24 cells with a screen behind it; both are closed with the test. */
export const openPseudoTerminal = (t: ExecutionContext): PseudoTerminal => {
  const {master, slave, pty: devicePath} = native.open(80, 24);
  const screen = createScreen();
  // The streams own the descriptors. A second descriptor for the device would have to be opened with `openSync`, which
  // Node counts in worker threads, and closes a second time when the thread ends.
  const stream = new tty.ReadStream(master);
  const device = Object.assign(openKeyboard(slave), {fd: slave});
  device.on('error', () => undefined);
  let chunks: Buffer[] = [];
  let byteCount = 0;
  let isOpen = true;
  const waiting = new Set<() => void>();
  stream.on('data', (bytes: Buffer) => {
    chunks.push(bytes);
    byteCount += bytes.length;
    void screen.write(bytes);
    for (const check of waiting) check();
  });
  stream.on('error', () => undefined);
  const keys = createKeyQueue(master, () => isOpen);
  const write = (bytes: Uint8Array | string): void => {
    keys(Buffer.from(bytes));
  };
  screen.onReply(write);
  const hangUp = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    const closed = once(stream, 'close');
    stream.destroy();
    await closed;
  };
  t.teardown(async () => {
    await hangUp();
    device.destroy();
    screen.close();
  });
  return {
    screen,
    devicePath,
    device,
    printed: () => Buffer.concat(chunks),
    clear: () => {
      chunks = [];
      byteCount = 0;
    },
    waitForBytes: (count) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (byteCount < count) return;
          clearTimeout(deadline);
          waiting.delete(check);
          resolve(Buffer.concat(chunks));
        };
        const deadline = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${byteCount} of ${count} bytes were printed in 20 s`));
        }, 20_000);
        waiting.add(check);
        check();
      }),
    type: write,
    pause: () => {
      stream.pause();
    },
    resume: () => {
      stream.resume();
    },
    hangUp,
  };
};

/** A terminal as the program holds it. */
export interface TestTerminal extends PseudoTerminal {
  readonly terminal: Terminal;
  /** Types, and resolves once the program has read it, whoever it gave it to: the kernel may take its time. */
  typeUntilRead(text: string): Promise<void>;
  resize(columns: number, rows: number): void;
}

/** A real `Terminal` on a pseudo-terminal of its own, closed with the test. */
export const openTestTerminal = (t: ExecutionContext): TestTerminal => {
  const outer = openPseudoTerminal(t);
  const {device, devicePath} = outer;
  const stdout = Object.assign(device, {columns: 80, rows: 24}) as unknown as tty.WriteStream;
  const terminal = new Terminal(device, stdout, devicePath);
  t.teardown(() => {
    terminal.input.stop();
  });
  return {
    ...outer,
    terminal,
    typeUntilRead: (text) =>
      new Promise((resolve) => {
        let read = '';
        const check = (bytes: Buffer): void => {
          read += bytes.toString('latin1');
          if (!read.includes(text)) return;
          device.off('data', check);
          resolve();
        };
        device.on('data', check);
        outer.type(text);
      }),
    resize: (columns, rows) => {
      outer.screen.resize(columns, rows);
      native.resize(device.fd, columns, rows);
      Object.assign(stdout, {columns, rows});
      stdout.emit('resize');
    },
  };
};
