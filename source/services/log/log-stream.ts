import {CancelError, NetworkError} from '../../model/errors.ts';
import type {LogLine} from '../../model/log-line.ts';
import {type Clock, systemClock} from '../platform/clock.ts';
import {type Random, retryDelayMs} from '../platform/retry.ts';
import {createLineSieve} from './line-sieve.ts';
import {type LogConnector, type LogRequest, type LogSocket, MAX_RECENT_COUNT} from './log-socket.ts';

/** Where a log's stream stands. */
export type LogPhase =
  /** The first connection, or another one, is being made. */
  | 'connecting'
  | 'live'
  /** The connection was lost; the next try has a time. */
  | 'waiting'
  /** The end of the log has come. */
  | 'ended'
  /** It was refused for good, or given up. */
  | 'failed';

/** What a stream has to say of itself; a new object after each change. */
export interface LogStreamState {
  readonly phase: LogPhase;
  /** Why it waits or has failed. */
  readonly error: unknown;
  /** Milliseconds since the Unix epoch; while waiting. */
  readonly nextTryMs: number | undefined;
  /** Messages that nobody could read. */
  readonly unreadableCount: number;
  /** Lines that the platform did not give out again after a loss. */
  readonly missingCount: number;
}

/** What a stream is made of. */
export interface LogStreamOptions {
  readonly connector: Pick<LogConnector, 'open' | 'place'>;
  readonly request: LogRequest;
  /** Gets each line once. */
  readonly onLine: (line: LogLine) => void;
  readonly onChange: (state: LogStreamState) => void;
  /**
   * Whether the job has ended. Asked when nothing has come for `quietMs`, and then again every minute of silence: the
   * platform may have forgotten to end the log of a finished job, and nobody is to wait for it for ever.
   */
  readonly isJobOver: () => Promise<boolean>;
  /** After so many failures in a row it gives up; never by default. */
  readonly maxFailures?: number | undefined;
  readonly quietMs?: number;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A log that goes on over lost connections. */
export interface LogStream {
  /** Stops reading, so that the platform has to wait; see `LogSocket.pause`. */
  pause(): void;
  resume(): void;
  /** Tries at once instead of waiting, also after a failure. */
  retryNow(): void;
  /** Safe to call twice. */
  close(): void;
}

const RESTART_MS = 1000;
const SILENCE_MS = 60_000;

/**
 * Reads a log to its end, over as many connections as it takes, without a repeated line. Each further connection asks
 * for the whole history, because a line that came while there was none may be anywhere in it.
 */
export const createLogStream = ({
  connector,
  request,
  onLine,
  onChange,
  isJobOver,
  maxFailures = Number.POSITIVE_INFINITY,
  quietMs = 10_000,
  clock = systemClock,
  random = Math.random,
}: LogStreamOptions): LogStream => {
  const sieve = createLineSieve();
  let state: LogStreamState = {
    phase: 'connecting',
    error: undefined,
    nextTryMs: undefined,
    unreadableCount: 0,
    missingCount: 0,
  };
  let socket: LogSocket | undefined;
  let connectionCount = 0;
  let failures = 0;
  let isPaused = false;
  let isClosed = false;
  let cancelTimer = (): void => undefined;

  const change = (changes: Partial<LogStreamState>): void => {
    if (isClosed) return;
    state = {...state, ...changes};
    onChange(state);
  };

  const waitFor = (delayMs: number, callback: () => void): void => {
    cancelTimer();
    cancelTimer = clock.setTimer(callback, delayMs);
  };

  const finish = (changes: Partial<LogStreamState>): void => {
    cancelTimer();
    change({...changes, nextTryMs: undefined});
  };

  const handleQuiet = async (asked: LogSocket): Promise<void> => {
    let isOver: boolean;
    try {
      isOver = await isJobOver();
    } catch {
      // Whoever asks the platform for its jobs is told why; here it only means to ask later.
      isOver = false;
    }
    if (isClosed || socket !== asked) return;
    if (!isOver) {
      watchQuiet(asked, SILENCE_MS);
      return;
    }
    socket = undefined;
    asked.close();
    finish({phase: 'ended'});
  };

  /** Set again by each message: what was said last decides when it has been quiet for long. */
  let lastMessageMs = 0;
  const watchQuiet = (asked: LogSocket, delayMs: number): void =>
    waitFor(delayMs, () => {
      if (socket !== asked) return;
      const silentMs = clock.now() - lastMessageMs;
      if (isPaused || silentMs < delayMs)
        watchQuiet(asked, Math.max(50, isPaused ? delayMs : delayMs - silentMs));
      else void handleQuiet(asked);
    });

  const handleLoss = (error: unknown, isRestart = false): void => {
    if (isClosed || error instanceof CancelError) return;
    socket = undefined;
    failures++;
    // A server that restarts says so, and is back soon; one that says so again and again is not.
    const delayMs = isRestart && failures === 1 ? RESTART_MS : retryDelayMs(error, failures, random);
    if (delayMs === undefined || failures >= maxFailures) {
      finish({phase: 'failed', error});
      return;
    }
    change({phase: 'waiting', error, nextTryMs: clock.now() + delayMs});
    waitFor(delayMs, connect);
  };

  const connect = (): void => {
    cancelTimer();
    change({phase: 'connecting', nextTryMs: undefined});
    sieve.beginConnection();
    connectionCount++;
    const opened = connector.open(
      connectionCount === 1 ? request : {...request, recentCount: MAX_RECENT_COUNT},
      {
        onOpen: () => {
          if (isPaused) opened.pause();
          lastMessageMs = clock.now();
          change({phase: 'live', error: undefined});
          watchQuiet(opened, quietMs);
        },
        onLine: (line) => {
          lastMessageMs = clock.now();
          if (sieve.judge(line) !== 'new') return;
          failures = 0;
          if (sieve.missingCount !== state.missingCount) change({missingCount: sieve.missingCount});
          onLine(line);
        },
        onUnreadable: () => {
          lastMessageMs = clock.now();
          change({unreadableCount: state.unreadableCount + 1});
        },
      },
    );
    socket = opened;
    opened.done.then(
      (end) => {
        if (isClosed || socket !== opened) return;
        socket = undefined;
        if (end === 'end') finish({phase: 'ended', error: undefined});
        else handleLoss(new NetworkError('reset', connector.place, 'The log server restarts.', ''), true);
      },
      (error: unknown) => handleLoss(error),
    );
  };

  connect();
  return {
    pause: () => {
      isPaused = true;
      socket?.pause();
    },
    resume: () => {
      isPaused = false;
      socket?.resume();
    },
    retryNow: () => {
      if (!isClosed && (state.phase === 'waiting' || state.phase === 'failed')) connect();
    },
    close: () => {
      isClosed = true;
      cancelTimer();
      socket?.close();
    },
  };
};
