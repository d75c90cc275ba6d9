import {join} from 'node:path';
import {readRegularFile} from '../settings/regular-file.ts';
import {replaceFile} from '../settings/replace-file.ts';
import {ensureDirectory} from '../settings/state-directory.ts';
import {formatStoredFrame, parseStoredFrame, type StoredFrame} from './stored-frame.ts';

/** A terminal of 400 columns and 120 rows with a colour for each word stays below it. */
const MAX_BYTES = 256 * 1024;
const OTHERS = 0o077;

/** The last frame of one account, for the next start to begin with. */
export interface FrameFile {
  /** `undefined` when there is none, or none that may be shown: not ours, open to others, or with anything odd in it. */
  read(): StoredFrame | undefined;
  /** Stores a frame in place of the last one. Throws nothing: without it the next start is merely slower. */
  write(frame: StoredFrame): void;
}

/** The frame in the state folder, under a key; see `findFirstFrameKey`. */
export const openFrameFile = (stateDirectory: string, key: string): FrameFile => {
  const path = join(stateDirectory, 'first-frame.json');
  return {
    read() {
      const file = readRegularFile(path, MAX_BYTES);
      if (file.kind !== 'read') return undefined;
      const {uid, mode} = file.stats;
      const own = process.getuid?.();
      // Windows has neither owners nor modes in this form; the folder is the user's.
      if (own !== undefined && (uid !== own || (mode & OTHERS) !== 0)) return undefined;
      return parseStoredFrame(file.content.toString('utf8'), key);
    },
    write(frame) {
      const text = formatStoredFrame(key, frame);
      if (Buffer.byteLength(text) > MAX_BYTES) return;
      try {
        ensureDirectory(stateDirectory);
        replaceFile(path, text);
      } catch {
        // A full disk, or a folder that cannot be written: the state file is there too, and says so.
      }
    },
  };
};
