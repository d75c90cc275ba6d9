import {isTerminal, type ExecutionRecord} from './execution-record.ts';
import {metricsHeader} from './log-metrics.ts';
import {maximumRecentMessages, type LogRequest} from './log-request.ts';
import type {LogLine, LogStore} from './logs.ts';
import type {PlatformState} from './state.ts';

/** One frame of a log as it is sent. Footing: documented, reference section G.3. */
export interface LogMessage extends Omit<LogLine, 'csv'> {
  readonly job: string;
  readonly jobTry: number;
}

/** A log as one reader sees it: the history first, then what comes, to the end. */
export class LogStream {
  readonly #state: PlatformState;
  readonly #store: LogStore;
  readonly #jobId: string;
  readonly #request: LogRequest;
  /** By job and try: the number of the next line to send. */
  readonly #nextLines = new Map<string, number>();
  /** The try of each job that was read last. */
  readonly #tries = new Map<string, number>();
  #isFirst = true;
  #hasSent = false;
  #hasEnded = false;

  /** `jobId` must exist. */
  constructor(state: PlatformState, store: LogStore, jobId: string, request: LogRequest) {
    this.#state = state;
    this.#store = store;
    this.#jobId = jobId;
    this.#request = request;
  }

  /** Whether END_LOG has been given out. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The jobs whose logs are read, the tree's as it is now. */
  jobs(): ExecutionRecord[] {
    const root = this.#state.executions.get(this.#jobId);
    if (root === undefined) return [];
    const records = [root];
    if (!this.#request.recurseJobs) return records;
    for (const record of records) {
      records.push(...this.#state.executions.children(record.id).filter((child) => child.class === 'job'));
    }
    return records;
  }

  /** What there is to send now, in the order of time; the first time it is the history. */
  take(): LogMessage[] {
    if (this.#hasEnded) return [];
    const {numRecentMessages, levels, tail} = this.#request;
    const records = this.jobs();
    // Decided before the lines are read, so that none can come between.
    const isOver = records.every((record) => this.#isOver(record));
    let messages = records.flatMap((record) => this.#readAll(record));
    messages.sort((left, right) => left.timestamp - right.timestamp);
    const isDumb = numRecentMessages > maximumRecentMessages;
    if (this.#isFirst) messages = numRecentMessages === 0 || isDumb ? [] : messages.slice(-numRecentMessages);
    if (this.#isFirst && this.#request.metrics === 'csv' && (levels?.has('METRICS') ?? true) && !isDumb)
      messages.unshift(this.#toHeader());
    this.#isFirst = false;
    if (messages.length > 0) this.#hasSent = true;
    // Footing: assumed, without a tail it is over with the history, or with the first message when there is none.
    if (isOver || isDumb || (!tail && this.#hasSent)) {
      this.#hasEnded = true;
      messages.push(this.#toEnd(messages.at(-1)));
    }
    return messages;
  }

  #isOver(record: ExecutionRecord): boolean {
    const wanted = this.#request.try;
    return isTerminal(record) || (wanted !== undefined && wanted < record.try);
  }

  /** Footing: assumed, a reader of the latest try goes on with the next one. */
  #readAll(record: ExecutionRecord): LogMessage[] {
    const wanted = this.#request.try ?? record.try;
    const first = this.#tries.get(record.id) ?? wanted;
    this.#tries.set(record.id, wanted);
    const messages: LogMessage[] = [];
    for (let jobTry = first; jobTry <= wanted; jobTry++) messages.push(...this.#readTry(record.id, jobTry));
    return messages;
  }

  #readTry(job: string, jobTry: number): LogMessage[] {
    const key = `${job} ${jobTry}`;
    const lines = this.#store.read(job, jobTry, this.#nextLines.get(key));
    const last = lines.at(-1);
    if (last) this.#nextLines.set(key, last.line + 1);
    const {levels, metrics} = this.#request;
    return lines
      .filter(({level}) => (levels?.has(level) ?? true) && (level !== 'METRICS' || metrics !== 'none'))
      .map(({timestamp, source, level, line, msg, csv}) => ({
        timestamp,
        source,
        level,
        job,
        jobTry,
        line,
        msg: metrics === 'csv' && csv !== undefined ? csv : msg,
      }));
  }

  /** Footing: documented, the header row is part of the stream; that it has the line number 0 is assumed. */
  #toHeader(): LogMessage {
    const timestamp = this.#state.executions.get(this.#jobId)?.created ?? 0;
    const place = {job: this.#jobId, jobTry: this.#request.try ?? 0, line: 0};
    return {timestamp, source: 'SYSTEM', level: 'METRICS', ...place, msg: metricsHeader};
  }

  /** Footing: documented, the end marker; its level and number are assumed. */
  #toEnd(last: LogMessage | undefined): LogMessage {
    const record = this.#state.executions.get(this.#jobId);
    const jobTry = this.#request.try ?? record?.try ?? 0;
    const line = this.#nextLines.get(`${this.#jobId} ${jobTry}`) ?? 1;
    const timestamp = last?.timestamp ?? record?.wire.modified ?? record?.created ?? 0;
    return {timestamp, source: 'SYSTEM', level: 'INFO', job: this.#jobId, jobTry, line, msg: 'END_LOG'};
  }
}
