import {isJobId} from '../../model/ids.ts';
import type {LogLine} from '../../model/log-line.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {toStyledText} from '../../model/styled-text.ts';
import {type Fields, toFields, toText, toTimeMs} from '../platform/field-readers.ts';

/** What one message of the log's server is. */
export type LogFrame =
  | {readonly kind: 'line'; readonly line: LogLine}
  /** The end of the log: there will be no further line. */
  | {readonly kind: 'end'}
  /** An error in place of a line. */
  | {readonly kind: 'error'; readonly type: SafeText; readonly message: SafeText}
  /** Something that nobody can read: binary, broken JSON, wrong types. */
  | {readonly kind: 'unreadable'};

const UNREADABLE: LogFrame = {kind: 'unreadable'};
const toWord = (value: unknown): SafeText => toText(value, 40) ?? clean('?');

const toCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const toErrorFrame = (fields: Fields): LogFrame => {
  const inner = toFields(fields['error']) ?? fields;
  return {
    kind: 'error',
    type:
      toText(inner['type'], 200) ??
      toText(fields['reason'], 200) ??
      clean(`code ${String(fields['code']).slice(0, 40)}`),
    message: toText(inner['message']) ?? clean('the log server reported an error'),
  };
};

/**
 * Reads one message. Text that is not UTF-8 gets `�`; the line itself is cut at 8,192 characters, as the worker cuts it
 * at 8,000 bytes. Never throws.
 *
 * Source: reference section G.3; that a message with `code` is an error was seen in another client of the platform.
 *
 * @param isBinary whether it came as a binary frame, which the platform never sends
 */
export const toLogFrame = (data: Buffer, isBinary: boolean): LogFrame => {
  if (isBinary) return UNREADABLE;
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch {
    // Counted by the caller; its content is nobody's words.
    return UNREADABLE;
  }
  const fields = toFields(value);
  if (fields === undefined) return UNREADABLE;
  const {msg, job, jobTry, line, timestamp, source, level} = fields;
  if (typeof msg !== 'string')
    return 'code' in fields || 'error' in fields ? toErrorFrame(fields) : UNREADABLE;
  if (source === 'SYSTEM' && msg === 'END_LOG') return {kind: 'end'};
  if (typeof job !== 'string' || !isJobId(job)) return UNREADABLE;
  return {
    kind: 'line',
    line: {
      jobId: job,
      jobTry: toCount(jobTry),
      number: toCount(line),
      atMs: toTimeMs(timestamp),
      source: toWord(source),
      level: toWord(level),
      ...toStyledText(msg),
    },
  };
};
