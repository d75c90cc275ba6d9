import {closeSync, constants, fstatSync, openSync, readSync, type Stats} from 'node:fs';

/** What `readRegularFile` found; `problem` is a phrase that follows the file's name, such as `is not a regular file`. */
export type RegularFile =
  | {readonly kind: 'read'; readonly content: Buffer; readonly stats: Stats}
  | {readonly kind: 'missing'}
  | {readonly kind: 'unusable'; readonly problem: string};

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

/**
 * Reads a small file that somebody else may have put anything in the place of (threat-model K-5): follows symbolic
 * links, never waits for a pipe, reads nothing but regular files, and at most `maxBytes` bytes.
 *
 * Shape: `missing` when there is no such file; `unusable` for everything that is there and cannot be read. Never throws.
 */
export const readRegularFile = (path: string, maxBytes: number): RegularFile => {
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer that may never come. Windows has neither, and there
    // the missing flag counts as 0.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {kind: 'missing'};
    return {kind: 'unusable', problem: `cannot be opened (${code})`};
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return {kind: 'unusable', problem: 'is not a regular file'};
    // One byte more than allowed shows a file that grew, or one whose size is not told, as those in /proc.
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    while (length <= maxBytes) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    if (length > maxBytes) return {kind: 'unusable', problem: `is larger than ${maxBytes} bytes`};
    return {kind: 'read', content: buffer.subarray(0, length), stats};
  } catch (error) {
    return {kind: 'unusable', problem: `cannot be read (${errorCode(error)})`};
  } finally {
    closeSync(descriptor);
  }
};
