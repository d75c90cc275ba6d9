import type {LogLine} from '../../../source/model/log-line.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toStyledText} from '../../../source/model/styled-text.ts';
import type {LogSource} from '../../../source/screens/log/log-window.ts';
import {toTestJobId} from '../../helpers/executions.ts';

/** A line as it comes from the platform. */
export const toLogLine = (msg: string, changes: Partial<LogLine> = {}): LogLine => ({
  jobId: toTestJobId(1),
  jobTry: 0,
  number: 1,
  atMs: 1_790_000_000_000,
  source: clean('APP'),
  level: clean('STDOUT'),
  ...toStyledText(msg),
  ...changes,
});

/** Lines as a source: each at its own position; counts how many were read. */
export const toSource = (lines: readonly LogLine[], toRows: LogSource['toRows']) => {
  const source = {
    readCount: 0,
    count: lines.length,
    read: (from: number, to: number) => {
      const found = lines.slice(Math.max(0, from), Math.max(0, to));
      source.readCount += found.length;
      return found.map((line, index) => ({position: Math.max(0, from) + index, line}));
    },
    rankOf: (position: number) => Math.max(0, Math.min(lines.length, position)),
    positionOf: (rank: number) => Math.min(rank, lines.length),
    toRows,
  };
  return source;
};
