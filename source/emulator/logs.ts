/** Levels of log lines. Footing: documented, the levels that the official client's `watch` offers. */
export const logLevels = [
  'EMERG',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFO',
  'DEBUG',
  'STDERR',
  'STDOUT',
  'METRICS',
] as const;

export type LogLevel = (typeof logLevels)[number];

/** What somebody has to say in a job's log; `msg` may have several lines. */
export interface LogEntry {
  /** `APP` for the job's own output, `DX_APP` for the worker's, `SYSTEM` for the platform's. */
  source: string;
  level: LogLevel;
  msg: string;
  /** Milliseconds since the Unix epoch; the emulator's present when absent. */
  timestamp?: number;
  /** The try that says it; the first one, 0, when absent. */
  jobTry?: number;
  /** For `METRICS` lines: the same measurement as a row of the CSV form. */
  csv?: string;
}

/** What a source yields: an entry with its time. */
export type TimedLogEntry = Omit<LogEntry, 'jobTry'> & {timestamp: number};

/** One line of a log, as the wire has it but for the job and its try. */
export interface LogLine {
  readonly timestamp: number;
  readonly source: string;
  readonly level: LogLevel;
  /** Counts from 1 in the log of one try of one job. */
  readonly line: number;
  readonly msg: string;
  readonly csv?: string;
}

/** Where the lines come from that nobody appends: everything that is due by `untilMs`, each line once. */
export type LogSource = (untilMs: number, hasOwnOutput: boolean) => Iterable<TimedLogEntry>;

/** How much a store keeps, and what it knows about time and jobs. */
export interface LogStoreOptions {
  /** The emulator's present in milliseconds since the Unix epoch. */
  now?: () => number;
  /** Makes the source of one log, when it is first asked for. */
  toSource?: (jobId: string, jobTry: number) => LogSource | undefined;
  /** How many lines one log keeps: the latest. */
  lineLimit?: number;
  /** How many bytes of messages all logs keep together. */
  byteLimit?: number;
}

interface Log {
  readonly jobId: string;
  readonly source: LogSource | undefined;
  lines: LogLine[];
  bytes: number;
  nextLine: number;
  /** Whether a program of the job has written: then none of its output is invented any more. */
  hasOwnOutput: boolean;
  /** Whether anything was appended: then it cannot be made again. */
  isAppended: boolean;
}

const maximumBytes = 8_000;
const cutMark = '... [truncated]';

/** Cuts a message to 8,000 bytes and a mark, at a character. Footing: documented, reference section G.8. */
const toCutMessage = (msg: string): string => {
  if (Buffer.byteLength(msg) <= maximumBytes) return msg;
  const cut = Buffer.from(msg).subarray(0, maximumBytes).toString();
  // What was cut within a character ends in the mark of a wrong one.
  return `${cut.replace(/\uFFFD+$/, '')}${cutMark}`;
};

/** The logs of all jobs. */
export class LogStore {
  readonly #now: () => number;
  readonly #toSource: LogStoreOptions['toSource'];
  readonly #lineLimit: number;
  readonly #byteLimit: number;
  /** By job and try; the one used last is at the end. */
  readonly #logs = new Map<string, Log>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #bytes = 0;

  constructor(options: LogStoreOptions = {}) {
    this.#now = options.now ?? Date.now;
    this.#toSource = options.toSource;
    this.#lineLimit = options.lineLimit ?? 50_000;
    this.#byteLimit = options.byteLimit ?? 64 * 1024 * 1024;
  }

  /** Writes into a job's log. Text of several lines becomes several; an empty one is a line too. */
  append(jobId: string, entry: LogEntry): void {
    const {source, level, msg, timestamp = this.#now(), jobTry = 0} = entry;
    const log = this.#open(jobId, jobTry);
    this.#pull(log, timestamp);
    log.isAppended = true;
    if (source === 'APP') log.hasOwnOutput = true;
    this.#push(log, {source, level, msg, timestamp});
    this.#limit(log);
    for (const listener of this.#listeners.get(jobId) ?? []) listener();
  }

  /** From now on a program writes the job's own output, and none of it is invented any more. */
  claim(jobId: string, jobTry = 0): void {
    const log = this.#open(jobId, jobTry);
    this.#pull(log, this.#now());
    log.isAppended = true;
    log.hasOwnOutput = true;
  }

  /** The lines of one try that are there by now, from line number `from` on, oldest first; the latest only when there were many. */
  read(jobId: string, jobTry: number, from = 1): readonly LogLine[] {
    const log = this.#open(jobId, jobTry);
    this.#pull(log, this.#now());
    this.#limit(log);
    const first = log.nextLine - log.lines.length;
    return log.lines.slice(Math.max(0, from - first));
  }

  /** Calls back after each `append` to a job's log; the result ends that. Invented lines come without a call. */
  subscribe(jobId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(jobId) ?? new Set();
    this.#listeners.set(jobId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(jobId);
    };
  }

  /** Forgets a job's logs of all tries. */
  remove(jobId: string): void {
    for (const [key, log] of this.#logs) if (log.jobId === jobId) this.#drop(key, log);
  }

  #open(jobId: string, jobTry: number): Log {
    const key = `${jobId} ${jobTry}`;
    let log = this.#logs.get(key);
    if (log === undefined) {
      const source = this.#toSource?.(jobId, jobTry);
      log = {jobId, source, lines: [], bytes: 0, nextLine: 1, hasOwnOutput: false, isAppended: false};
    }
    this.#logs.delete(key);
    this.#logs.set(key, log);
    return log;
  }

  #pull(log: Log, untilMs: number): void {
    for (const entry of log.source?.(untilMs, log.hasOwnOutput) ?? []) this.#push(log, entry);
  }

  #push(log: Log, {source, level, msg, timestamp, csv}: TimedLogEntry): void {
    for (const text of msg.split(/\r?\n/)) {
      const cut = toCutMessage(text);
      log.lines.push({
        timestamp,
        source,
        level,
        line: log.nextLine++,
        msg: cut,
        ...(csv !== undefined && {csv}),
      });
      log.bytes += cut.length;
      this.#bytes += cut.length;
    }
  }

  /** Drops the oldest lines of this log in strides, and then logs that were not used for long; those that can be made again first. */
  #limit(log: Log): void {
    if (log.lines.length > 1.25 * this.#lineLimit) this.#dropLines(log, log.lines.length - this.#lineLimit);
    if (this.#bytes <= this.#byteLimit) return;
    for (const mayBeAppended of [false, true]) {
      for (const [key, other] of this.#logs) {
        if (this.#bytes <= this.#byteLimit) return;
        if (other !== log && other.isAppended === mayBeAppended) this.#drop(key, other);
      }
    }
    while (this.#bytes > this.#byteLimit && log.lines.length > 1) {
      this.#dropLines(log, Math.ceil(log.lines.length / 4));
    }
  }

  #dropLines(log: Log, count: number): void {
    const bytes = log.lines.splice(0, count).reduce((sum, {msg}) => sum + msg.length, 0);
    log.bytes -= bytes;
    this.#bytes -= bytes;
  }

  #drop(key: string, log: Log): void {
    this.#logs.delete(key);
    this.#bytes -= log.bytes;
  }
}

/** Creates the logs of one emulator. Bounded: the oldest is forgotten first. */
export const createLogStore = (options: LogStoreOptions = {}): LogStore => new LogStore(options);
