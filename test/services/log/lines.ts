import type {LogLine} from '../../../source/model/log-line.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {JOB} from './log-fixture.ts';

/** A line of a log, with what a test does not care about filled in. */
export const toLine = (
  number: number | undefined,
  text = `line ${number ?? ''}`,
  changes: Partial<LogLine> & {readonly word?: string} = {},
): LogLine => {
  const {word, ...rest} = changes;
  return {
    jobId: JOB,
    jobTry: 0,
    number,
    atMs: 1_790_000_000_000 + (number ?? 0),
    source: clean('APP'),
    level: clean(word ?? 'STDOUT'),
    text: clean(text),
    spans: [],
    ...rest,
  };
};
