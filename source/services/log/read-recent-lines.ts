import {CancelError} from '../../model/errors.ts';
import type {LogLine} from '../../model/log-line.ts';
import {toTimeoutError} from '../platform/network-errors.ts';
import type {LogConnector, LogRequest} from './log-socket.ts';

/** How to read. */
export interface ReadLinesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs: number;
  /** A log that goes on is read until nothing came for so long; a finished one until its end. */
  readonly quietMs?: number;
}

/** Some lines of a log as they were at one moment. */
export interface RecentLines {
  readonly lines: readonly LogLine[];
  /** False when the deadline came first or nothing at all was said, so that the latest may be missing. */
  readonly isComplete: boolean;
}

/**
 * Reads the last lines of a log over one connection, and closes it. Shape: oldest first, the tree's in the order in
 * which they came; `[]` for a log without lines.
 *
 * Throws: `ApiError` when the platform refuses; `NetworkError` when nothing came within `deadlineMs`; `CancelError` when
 * `signal` is aborted.
 */
export const readRecentLines = async (
  connector: LogConnector,
  request: LogRequest,
  {signal, deadlineMs, quietMs = 700}: ReadLinesOptions,
): Promise<RecentLines> => {
  const lines: LogLine[] = [];
  const {promise: stopped, resolve: stop} = Promise.withResolvers<'quiet' | 'deadline'>();
  /** Written by the listener only. */
  const seen = {isOpen: false, hasMessage: false};
  let quietTimer: NodeJS.Timeout | undefined;
  const restartQuiet = (): void => {
    seen.hasMessage = true;
    clearTimeout(quietTimer);
    quietTimer = setTimeout(() => stop('quiet'), quietMs);
  };
  const deadlineTimer = setTimeout(() => stop('deadline'), deadlineMs);
  const socket = connector.open(request, {
    // The first message may take the platform longer than those after it, but a log may also have none.
    onOpen: () => {
      seen.isOpen = true;
      quietTimer = setTimeout(() => stop('quiet'), Math.max(quietMs, deadlineMs / 2));
    },
    onLine: (line) => {
      lines.push(line);
      // Never more than were asked for, also when lines go on coming.
      if (lines.length > 2 * request.recentCount) lines.splice(0, lines.length - request.recentCount);
      restartQuiet();
    },
    onUnreadable: restartQuiet,
  });
  const onAbort = () => socket.close();
  signal?.addEventListener('abort', onAbort, {once: true});
  try {
    if (signal?.aborted) throw new CancelError('Cancelled.');
    const why = await Promise.race([socket.done, stopped]);
    if (why === 'deadline' && lines.length === 0 && !seen.isOpen)
      throw toTimeoutError(connector.place, deadlineMs);
    return {
      lines: lines.slice(-request.recentCount),
      isComplete: why === 'end' || (why === 'quiet' && seen.hasMessage),
    };
  } finally {
    clearTimeout(quietTimer);
    clearTimeout(deadlineTimer);
    signal?.removeEventListener('abort', onAbort);
    socket.close();
  }
};
