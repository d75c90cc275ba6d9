import {readdirSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {readRegularFile} from '../settings/regular-file.ts';
import {replaceFile} from '../settings/replace-file.ts';
import {ensureDirectory} from '../settings/state-directory.ts';
import {formatStoredFrame, parseStoredFrame, type StoredFrame} from './stored-frame.ts';

/** A terminal of 400 columns and 120 rows with a colour for each word stays below it. */
const MAX_BYTES = 256 * 1024;
const OTHERS = 0o077;
/** Two accounts in four sizes of window: whoever has more begins with nothing now and then. */
const MOST_FILES = 8;
/** So much of the key tells the frames of some accounts apart; the whole of it is in the file. */
const KEY_LETTERS = 16;

/** The last frames of one account, for the next start to begin with. */
export interface FrameFiles {
  /**
   * The one for a terminal of this size; `undefined` when there is none, or none that may be shown: not ours, open to
   * others, or with anything odd in it.
   */
  read(size: Pick<StoredFrame, 'columns' | 'rows'>): StoredFrame | undefined;
  /**
   * Stores a frame in place of the last one of its size; of many, the ones that were stored longest ago go. Throws
   * nothing: without it the next start is merely slower.
   */
  write(frame: StoredFrame): void;
}

/** The frames in the state folder under a key, see `toFirstFrameKey`; those of other accounts are beside them. */
export const openFrameFiles = (stateDirectory: string, key: string): FrameFiles => {
  const directory = join(stateDirectory, 'first-frames');
  const toPath = ({columns, rows}: Pick<StoredFrame, 'columns' | 'rows'>) =>
    join(directory, `${key.slice(0, KEY_LETTERS)}-${String(columns)}x${String(rows)}.json`);
  return {
    read(size) {
      const file = readRegularFile(toPath(size), MAX_BYTES);
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
        ensureDirectory(directory);
        replaceFile(toPath(frame), text);
        removeOldest(directory);
      } catch {
        // A full disk, or a folder that cannot be written: the state file is there too, and says so.
      }
    },
  };
};

const removeOldest = (directory: string): void => {
  const paths = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(directory, name));
  if (paths.length <= MOST_FILES) return;
  const byAge = paths
    .flatMap((path) => {
      // Another dxtop may have removed it meanwhile.
      const stats = statSync(path, {throwIfNoEntry: false});
      return stats ? [{path, modifiedMs: stats.mtimeMs}] : [];
    })
    .sort((one, other) => other.modifiedMs - one.modifiedMs);
  for (const {path} of byAge.slice(MOST_FILES)) rmSync(path, {force: true});
};
