import {randomBytes} from 'node:crypto';
import {closeSync, constants, ftruncateSync, openSync, readSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {ensureDirectory} from '../settings/state-directory.ts';

/** A place in the file. */
export interface SpillPlace {
  readonly position: number;
  readonly bytes: number;
}

/** A file that only this process sees, for what does not fit into memory. */
export interface SpillFile {
  /** Appends, and says where. Throws Node's error when the disk takes nothing. */
  append(data: string): SpillPlace;
  /** Throws when the place cannot be read any more. */
  read(place: SpillPlace): string;
  readonly bytes: number;
  /** Removes it. Safe to call twice. */
  close(): void;
}

/**
 * Makes the file in a directory of our own: 0600, and without a name from the first moment on, so that nothing is left
 * however this process ends. Where a file in use must keep its name, it goes when it is closed.
 *
 * Throws: `ConfigError` when the directory cannot be used, Node's error when the file cannot be made.
 */
export const createSpillFile = (directory: string): SpillFile => {
  ensureDirectory(directory);
  const path = join(directory, `log-${randomBytes(12).toString('hex')}.spill`);
  const {O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW} = constants;
  const descriptor = openSync(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  const removeName = (): boolean => {
    try {
      rmSync(path);
      return true;
    } catch {
      // Windows removes no file that is open; it is tried again on closing.
      return false;
    }
  };
  let isNameless = removeName();
  let bytes = 0;
  let isClosed = false;
  return {
    get bytes() {
      return bytes;
    },
    append: (data) => {
      const buffer = Buffer.from(data);
      const place = {position: bytes, bytes: buffer.length};
      for (let written = 0; written < buffer.length;)
        written += writeSync(descriptor, buffer, written, buffer.length - written, bytes + written);
      bytes += buffer.length;
      return place;
    },
    read: ({position, bytes: wanted}) => {
      const buffer = Buffer.alloc(wanted);
      for (let got = 0; got < wanted;) {
        const count = readSync(descriptor, buffer, got, wanted - got, position + got);
        if (count === 0) throw new Error('the spill file is shorter than it was');
        got += count;
      }
      return buffer.toString('utf8');
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      ftruncateSync(descriptor);
      closeSync(descriptor);
      if (!isNameless) isNameless = removeName();
    },
  };
};
