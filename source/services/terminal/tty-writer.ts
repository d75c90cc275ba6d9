import {closeSync, constants, openSync, write, writeSync} from 'node:fs';

const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 128 * 1024;

/**
 * Writes bytes to the terminal without ever blocking the program.
 *
 * `process.stdout` on a terminal is synchronous: one that stops reading would stop our timers, and the link would be
 * taken for dead. This has two descriptors of its own. What the terminal takes at once goes through one that never
 * waits, so that an echo needs no other thread; the rest waits its turn on the thread pool.
 */
export interface TtyWriter {
  /** Queues bytes. False when more than 1 MiB is waiting: stop until `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /** Called each time the queue has become short again after `write` said false. */
  onDrain: () => void;
  /** Called once when the terminal can't be written any more, such as after its window was closed. */
  onError: (error: Error) => void;
  /** Resolves when all that was queued is written, or the terminal is gone, or `timeoutMs` has passed. */
  flush(timeoutMs: number): Promise<void>;
  /** Throws away what is queued and closes the descriptor. Safe to call twice. */
  close(): void;
}

/** Opens the terminal that the program runs on. Throws when there is none. The caller closes what it returns. */
export const createTtyWriter = (path = '/dev/tty'): TtyWriter => {
  const descriptor = openSync(path, 'r+');
  let eagerDescriptor: number;
  try {
    eagerDescriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }

  let queue: Uint8Array[] = [];
  let queuedBytes = 0;
  let isWriting = false;
  let isClosed = false;
  let wasRefused = false;
  let hasFailed = false;
  let waiters: (() => void)[] = [];

  const closeDescriptor = () => {
    closeSync(descriptor);
    closeSync(eagerDescriptor);
  };
  /** How many bytes the terminal takes without waiting. An error is left to the other descriptor to tell. */
  const writeEagerly = (bytes: Uint8Array): number => {
    try {
      return writeSync(eagerDescriptor, bytes);
    } catch {
      return 0;
    }
  };
  const settle = () => {
    for (const resolve of waiters) resolve();
    waiters = [];
  };
  const next = () => {
    if (isClosed) {
      closeDescriptor();
      settle();
      return;
    }

    if (queue.length === 0) {
      isWriting = false;
      settle();
      return;
    }

    isWriting = true;
    const bytes = queue.length === 1 ? (queue[0] ?? new Uint8Array()) : Buffer.concat(queue);
    queue = [];
    writeFully(bytes, 0);
  };
  const writeFully = (bytes: Uint8Array, offset: number) => {
    write(descriptor, bytes, offset, bytes.length - offset, null, (error, written) => {
      if (error) {
        // A descriptor that another program made non-blocking: the terminal is full, not gone.
        if (error.code === 'EAGAIN' && !isClosed) {
          setTimeout(() => {
            writeFully(bytes, offset);
          }, 5);
          return;
        }

        queue = [];
        queuedBytes = 0;
        if (!isClosed && !hasFailed) writer.onError(error);
        hasFailed = true;
        next();
        return;
      }

      queuedBytes -= written;
      if (offset + written < bytes.length && !isClosed) {
        writeFully(bytes, offset + written);
        return;
      }

      next();
      if (wasRefused && queuedBytes < LOW_WATER_BYTES && !isClosed) {
        wasRefused = false;
        writer.onDrain();
      }
    });
  };

  const writer: TtyWriter = {
    write(bytes) {
      if (isClosed || hasFailed || bytes.length === 0) return true;
      const rest = isWriting ? bytes : bytes.subarray(writeEagerly(bytes));
      if (rest.length === 0) return true;
      queue.push(rest);
      queuedBytes += rest.length;
      if (!isWriting) next();
      if (queuedBytes <= HIGH_WATER_BYTES) return true;
      wasRefused = true;
      return false;
    },
    onDrain: () => undefined,
    onError: () => undefined,
    async flush(timeoutMs) {
      if (!isWriting) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      queue = [];
      queuedBytes = 0;
      if (!isWriting) closeDescriptor();
    },
  };
  return writer;
};
