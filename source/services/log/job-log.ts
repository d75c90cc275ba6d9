import type {LogLine} from '../../model/log-line.ts';
import {type Clock, systemClock} from '../platform/clock.ts';
import {type LogFilter, type LogJob, LogLines, type PlacedLine} from './log-lines.ts';
import type {LogBufferOptions} from './log-buffer.ts';
import {type LogConnector, type LogRequest, MAX_RECENT_COUNT} from './log-socket.ts';
import {createLogStream, type LogPhase, type LogStream, type LogStreamState} from './log-stream.ts';
import {orderByTime, type TimeOrder} from './time-order.ts';

/** What a log's reader is told; a new object after each change, at most every 100 ms. */
export interface JobLogSnapshot {
  readonly phase: LogPhase;
  readonly error: unknown;
  readonly nextTryMs: number | undefined;
  readonly unreadableCount: number;
  readonly missingCount: number;
  /** Lines that had to be dropped, because neither memory nor disk has room for them. */
  readonly droppedCount: number;
  /** `partial` when the platform has older lines that were not asked for. */
  readonly history: 'partial' | 'loading' | 'whole';
  /** How many older lines have come so far, while loading. */
  readonly loadedCount: number;
  /** All lines that are here. */
  readonly totalCount: number;
  /** Those that the filter shows. */
  readonly count: number;
  /** The position behind the last line. */
  readonly end: number;
  readonly jobs: readonly LogJob[];
  readonly levels: readonly string[];
  readonly sources: readonly string[];
}

/** What a log is read from, and how. */
export interface JobLogOptions {
  readonly connector: LogConnector;
  /** One for each job, or one for a job with its tree. */
  readonly requests: readonly Omit<LogRequest, 'recentCount'>[];
  readonly isJobOver: (request: Pick<LogRequest, 'jobId'>) => Promise<boolean>;
  readonly buffer: LogBufferOptions;
  /** How many lines to begin with; 5000 by default. */
  readonly recentCount?: number;
  readonly clock?: Clock;
}

const RECENT_COUNT = 5000;
const CHANGE_MS = 100;
/** Older lines have come when nothing more comes for so long. */
const QUIET_MS = 600;
/** How long to wait on a slow link until there is at least as much as before. */
const SLOW_MS = 15_000;

/** One reading of the log: its lines, and the streams that bring them. */
interface Reading {
  readonly lines: LogLines;
  readonly states: LogStreamState[];
  readonly streams: LogStream[];
  readonly order: TimeOrder;
  first: LogLine | undefined;
  last: LogLine | undefined;
  /** Whether there is nothing older to ask for. */
  isWhole: boolean;
  close(): void;
}

/**
 * A log that is being read: all its lines as far as there is room, what is shown of them, and how it stands. For React
 * it is a store: `subscribe` and `getSnapshot`. Whoever makes it closes it.
 */
export class JobLog {
  readonly #options: JobLogOptions;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #reading: Reading;
  #older: Reading | undefined;
  #cancelQuiet = (): void => undefined;
  /** What is added to the positions of the lines, so that a line keeps its position when older ones come before it. */
  #shift = 0;
  #filter: LogFilter = {levels: undefined, sources: undefined, mutedJobs: new Set()};
  #snapshot: JobLogSnapshot;
  #cancelChange: (() => void) | undefined;
  #isClosed = false;

  constructor(options: JobLogOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#reading = this.#begin(options.recentCount ?? RECENT_COUNT, () => this.#plan());
    this.#snapshot = this.#toSnapshot();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): JobLogSnapshot => this.#snapshot;

  /** The shown lines with ranks from `from` up to but not including `to`. */
  read(from: number, to: number): PlacedLine[] {
    const placed = this.#reading.lines.read(from, to);
    return this.#shift === 0
      ? placed
      : placed.map(({position, line}) => ({position: position + this.#shift, line}));
  }

  /** How many shown lines stand before a position. */
  rankOf(position: number): number {
    return this.#reading.lines.rankOf(position - this.#shift);
  }

  /** The position of the shown line with a rank; `end` beyond the last one. */
  positionOf(rank: number): number {
    return this.#reading.lines.positionOf(rank) + this.#shift;
  }

  setFilter(filter: LogFilter): void {
    this.#filter = filter;
    this.#reading.lines.setFilter(filter);
    this.#tell();
  }

  /** Reads the log back to its start, or as far back as the platform gives it out; does nothing if that is here. */
  loadHistory(): void {
    if (this.#isClosed || this.#older || this.#reading.isWhole || !this.#isPartial()) return;
    const newestMs = this.#reading.last?.atMs ?? Number.POSITIVE_INFINITY;
    const older = this.#begin(MAX_RECENT_COUNT, () => {
      this.#plan();
      this.#cancelQuiet();
      // In a log that goes on quickly it is never quiet, but there the newest line shows that all older ones are here.
      const hasCaughtUp = older.last?.atMs !== undefined && older.last.atMs > newestMs;
      if (hasCaughtUp || areOver(older.states)) this.#take(older);
      else {
        // Less than what is here already is no history yet: the link is slow.
        const isShort = older.lines.end < this.#reading.lines.end;
        this.#cancelQuiet = this.#clock.setTimer(() => this.#take(older), isShort ? SLOW_MS : QUIET_MS);
      }
    });
    this.#older = older;
    this.#tell();
  }

  retryNow(): void {
    for (const stream of this.#reading.streams) stream.retryNow();
  }

  /** Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    this.#cancelQuiet();
    this.#cancelChange?.();
    this.#older?.close();
    this.#reading.close();
  }

  #begin(recentCount: number, onChange: () => void): Reading {
    const lines = new LogLines(this.#options.buffer);
    const {requests, connector, isJobOver} = this.#options;
    const isMixed = requests.length > 1 || requests[0]?.isTree === true;
    const order = orderByTime({
      onLine: (line) => {
        reading.first ??= line;
        reading.last = line;
        lines.append(line);
      },
      onHandedOn: onChange,
      isMixed,
      clock: this.#clock,
    });
    const states: LogStreamState[] = requests.map(() => INITIAL);
    const streams: LogStream[] = [];
    const handleLine = (line: LogLine): void => {
      order.add(line);
      onChange();
    };
    // The streams tell of themselves only later, never from within.
    for (const [index, request] of requests.entries()) {
      streams.push(
        createLogStream({
          connector,
          request: {...request, recentCount},
          onLine: handleLine,
          onChange: (state) => {
            states[index] = state;
            order.expect(states.some(({phase}) => phase === 'connecting'));
            if (areOver(states)) order.flush();
            if (streams.length === requests.length) onChange();
          },
          isJobOver: () => isJobOver(request),
          clock: this.#clock,
        }),
      );
    }
    const reading: Reading = {
      lines,
      states,
      streams,
      order,
      first: undefined,
      last: undefined,
      isWhole: recentCount >= MAX_RECENT_COUNT,
      close: () => {
        order.close();
        for (const stream of streams) stream.close();
        lines.close();
      },
    };
    return reading;
  }

  /** Goes on with the reading that has the older lines as well. */
  #take(older: Reading): void {
    if (this.#isClosed || this.#older !== older) return;
    this.#older = undefined;
    older.order.flush();
    // Where less came, the old reading is the better one.
    if (older.lines.end < this.#reading.lines.end) {
      this.#reading.isWhole = areOver(older.states) && older.states.every(({phase}) => phase !== 'failed');
      older.close();
    } else {
      this.#shift += this.#reading.lines.end - older.lines.end;
      this.#reading.close();
      this.#reading = older;
      older.lines.setFilter(this.#filter);
    }
    this.#tell();
  }

  #isPartial(): boolean {
    const {lines, isWhole, first} = this.#reading;
    if (isWhole) return false;
    const {recentCount = RECENT_COUNT, requests} = this.#options;
    const isFull = lines.end >= recentCount;
    const isMixed = requests.length > 1 || requests[0]?.isTree === true;
    // One log numbers its lines from 1; of several each does, and then only their sum tells.
    return isMixed || first?.number === undefined ? isFull : first.number > 1;
  }

  #plan(): void {
    this.#cancelChange ??= this.#clock.setTimer(() => this.#tell(), CHANGE_MS);
  }

  #tell(): void {
    this.#cancelChange?.();
    this.#cancelChange = undefined;
    if (this.#isClosed) return;
    this.#snapshot = this.#toSnapshot();
    for (const listener of this.#listeners) listener();
  }

  #toSnapshot(): JobLogSnapshot {
    const {lines, states} = this.#reading;
    const {phase, error, nextTryMs} = mergeStates(states);
    return {
      phase,
      error,
      nextTryMs,
      unreadableCount: sum(states.map(({unreadableCount}) => unreadableCount)),
      missingCount: sum(states.map(({missingCount}) => missingCount)),
      droppedCount: lines.start,
      history: this.#older ? 'loading' : this.#isPartial() ? 'partial' : 'whole',
      loadedCount: this.#older?.lines.end ?? 0,
      totalCount: lines.end - lines.start,
      count: lines.count,
      end: lines.end + this.#shift,
      jobs: lines.jobs,
      levels: [...lines.levels],
      sources: [...lines.sources],
    };
  }
}

const INITIAL: LogStreamState = {
  phase: 'connecting',
  error: undefined,
  nextTryMs: undefined,
  unreadableCount: 0,
  missingCount: 0,
};

/** Whether nothing more comes of any. */
const areOver = (states: readonly LogStreamState[]): boolean =>
  states.every(({phase}) => phase === 'ended' || phase === 'failed');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How several streams stand together: the one that is worst off counts, and the end only when it is that of all. */
const mergeStates = (states: readonly LogStreamState[]): LogStreamState => {
  for (const phase of ['failed', 'waiting', 'connecting', 'live'] as const) {
    const found = states.find((state) => state.phase === phase);
    if (found) return found;
  }
  return states[0] ?? {...INITIAL, phase: 'ended'};
};
