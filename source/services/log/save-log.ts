import {open} from 'node:fs/promises';
import {ConfigError} from '../../model/errors.ts';
import {toPlainLine} from '../../model/log-line.ts';
import {clean} from '../../model/safe-text.ts';
import type {JobLog} from './job-log.ts';

const LINES_AT_ONCE = 500;
const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is there already',
  ENOENT: 'is in a directory that is not there',
  EACCES: 'cannot be written',
  EISDIR: 'is a directory',
  ENOSPC: 'has no room on the disk',
};

/**
 * Writes the shown lines of a log to a new file (0600), one line each: time, level, text; with the job's ID where there
 * are several jobs. Answers how many.
 *
 * Throws: `ConfigError` when the file is there already, or cannot be written.
 */
export const saveLog = async (log: Pick<JobLog, 'read' | 'getSnapshot'>, path: string): Promise<number> => {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const {count, jobs} = log.getSnapshot();
      let written = 0;
      while (written < count) {
        const lines = log.read(written, Math.min(count, written + LINES_AT_ONCE));
        if (lines.length === 0) break;
        const texts = lines.map(
          ({line}) => `${toPlainLine(line, {hasTime: true, hasJob: jobs.length > 1})}\n`,
        );
        await file.write(texts.join(''));
        written += lines.length;
      }
      return written;
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(
      `${clean(path, 200)} ${REASONS[code] ?? `cannot be written (${clean(code, 40)})`}.`,
      'Give another name.',
      {cause: error},
    );
  }
};
