import {closeSync, constants, openSync, writeSync, writev, writevSync} from 'node:fs';

const HIGH_WATER_BYTES = 1024 * 1024;
const LOW_WATER_BYTES = 128 * 1024;
/** What is longer is no echo of a key. */
const ECHO_BYTES = 256;

/**
 * Writes bytes to the terminal without ever blocking the program.
 *
 * `process.stdout` on a terminal is synchronous: one that stops reading would stop our timers, and the link would be
 * taken for dead. This has two descriptors of its own. What is queued in one turn of the event loop goes together, at
 * the turn's end: what the terminal takes at once through the descriptor that never waits, so that an echo needs no
 * other thread; the rest waits its turn on the thread pool. A short piece that nothing is before goes at once.
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

  /** What is still to be written, oldest first; what the thread pool is writing stays here until that is done. */
  let queue: Uint8Array[] = [];
  let queuedBytes = 0;
  let isTurnEndAwaited = false;
  let isWriting = false;
  let isClosed = false;
  let wasRefused = false;
  let hasFailed = false;
  let waiters: (() => void)[] = [];

  const closeDescriptors = () => {
    closeSync(descriptor);
    closeSync(eagerDescriptor);
  };
  const settle = () => {
    for (const resolve of waiters) resolve();
    waiters = [];
  };
  const empty = () => {
    queue = [];
    queuedBytes = 0;
  };
  const drop = (writtenBytes: number) => {
    queuedBytes -= writtenBytes;
    let pieces = 0;
    let rest = writtenBytes;
    for (const {length} of queue) {
      if (length > rest) break;
      rest -= length;
      pieces += 1;
    }

    queue.splice(0, pieces);
    const [first] = queue;
    if (rest > 0 && first) queue[0] = first.subarray(rest);
    if (!wasRefused || queuedBytes >= LOW_WATER_BYTES) return;
    wasRefused = false;
    writer.onDrain();
  };
  /** How much the terminal takes without waiting. An error is left to the other descriptor to tell. */
  const tryNow = (write: () => number): number => {
    try {
      return write();
    } catch {
      // Full, or gone.
      return 0;
    }
  };
  const writeEagerly = () => {
    isTurnEndAwaited = false;
    if (isWriting || isClosed || queue.length === 0) return;
    drop(tryNow(() => writevSync(eagerDescriptor, queue)));
    writePatiently();
  };
  const writePatiently = () => {
    isWriting = !isClosed && queue.length > 0;
    if (!isWriting) {
      if (isClosed) closeDescriptors();
      settle();
      return;
    }

    writev(descriptor, queue, (error, writtenBytes) => {
      if (isClosed) {
        writePatiently();
      } else if (error?.code === 'EAGAIN') {
        // A descriptor that another program made non-blocking: the terminal is full, not gone.
        setTimeout(writePatiently, 5);
      } else if (error) {
        empty();
        if (!hasFailed) writer.onError(error);
        hasFailed = true;
        writePatiently();
      } else {
        drop(writtenBytes);
        writePatiently();
      }
    });
  };

  const writer: TtyWriter = {
    write(bytes) {
      if (isClosed || hasFailed || bytes.length === 0) return true;
      const isFirst = !isWriting && !isTurnEndAwaited;
      if (isFirst) {
        isTurnEndAwaited = true;
        queueMicrotask(writeEagerly);
      }

      const isEcho = isFirst && queue.length === 0 && bytes.length <= ECHO_BYTES;
      const writtenBytes = isEcho ? tryNow(() => writeSync(eagerDescriptor, bytes)) : 0;
      if (writtenBytes === bytes.length) return true;
      queue.push(bytes.subarray(writtenBytes));
      queuedBytes += bytes.length - writtenBytes;

      if (queuedBytes <= HIGH_WATER_BYTES) return true;
      wasRefused = true;
      return false;
    },
    onDrain: () => undefined,
    onError: () => undefined,
    async flush(timeoutMs) {
      if (queuedBytes === 0) return;
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
      empty();
      if (!isWriting) closeDescriptors();
    },
  };
  return writer;
};
