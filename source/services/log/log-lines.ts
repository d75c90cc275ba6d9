import type {JobId} from '../../model/ids.ts';
import type {LogLine} from '../../model/log-line.ts';
import {LogBuffer, type LogBufferOptions} from './log-buffer.ts';

/** Which lines are shown; `undefined` for all. */
export interface LogFilter {
  readonly levels: ReadonlySet<string> | undefined;
  readonly sources: ReadonlySet<string> | undefined;
  readonly mutedJobs: ReadonlySet<string>;
}

/** One job that wrote lines, in the order of their first lines. */
export interface LogJob {
  readonly jobId: JobId;
  readonly lineCount: number;
}

/** A line and its position. */
export interface PlacedLine {
  readonly position: number;
  readonly line: LogLine;
}

/** Bits of a line's description: its level, its source, its job. */
const LEVEL_BITS = 6;
const SOURCE_BITS = 10;
const MAX_JOBS = 2 ** 16;
const FIRST_CAPACITY = 4096;

/** Gives each word a small number; the last number is shared by all words beyond. */
class Vocabulary {
  readonly words: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  numberOf(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = Math.min(this.words.length, this.#limit - 1);
      if (this.words.length < this.#limit) {
        this.words.push(word);
        this.#numbers.set(word, number);
      }
    }
    return number;
  }
}

/** Whole numbers in order, of which the first ones can be dropped. */
class NumberList {
  #values = new Int32Array(FIRST_CAPACITY);
  #first = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#first;
  }

  at(index: number): number {
    return this.#values[this.#first + index] ?? 0;
  }

  push(value: number): void {
    if (this.#end === this.#values.length) {
      const kept = this.#values.subarray(this.#first, this.#end);
      const grown = new Int32Array(Math.max(FIRST_CAPACITY, 2 * kept.length));
      grown.set(kept);
      this.#values = grown;
      this.#end -= this.#first;
      this.#first = 0;
    }
    this.#values[this.#end++] = value;
  }

  drop(count: number): void {
    this.#first += Math.min(count, this.length);
  }

  clear(): void {
    this.#first = 0;
    this.#end = 0;
  }

  /** How many values are below `value`; they are in order. */
  countBelow(value: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const NO_FILTER: LogFilter = {levels: undefined, sources: undefined, mutedJobs: new Set()};

/**
 * The lines of a log with a filter over them. Four bytes are kept for each line that is not in memory, so that a filter
 * needs no line to be read again. A line has a position among all lines, and a rank among those that are shown.
 */
export class LogLines {
  readonly #buffer: LogBuffer;
  readonly #descriptions = new NumberList();
  /** Where the descriptions begin. */
  #describedFrom = 0;
  readonly #levels = new Vocabulary(2 ** LEVEL_BITS);
  readonly #sources = new Vocabulary(2 ** SOURCE_BITS);
  readonly #jobs = new Vocabulary(MAX_JOBS);
  readonly #jobCounts: number[] = [];
  /** The positions that are shown; unused without a filter. */
  readonly #shown = new NumberList();
  #filter = NO_FILTER;
  #isFiltered = false;

  constructor(options: LogBufferOptions) {
    this.#buffer = new LogBuffer(options);
  }

  get start(): number {
    return this.#buffer.start;
  }

  get end(): number {
    return this.#buffer.end;
  }

  get spillProblem(): unknown {
    return this.#buffer.spillProblem;
  }

  /** How many lines are shown. */
  get count(): number {
    return this.#isFiltered ? this.#shown.length : this.end - this.start;
  }

  /** The words that occur as levels, in the order of their first lines. */
  get levels(): readonly string[] {
    return this.#levels.words;
  }

  get sources(): readonly string[] {
    return this.#sources.words;
  }

  get jobs(): readonly LogJob[] {
    return this.#jobs.words.map((jobId, index) => ({
      jobId: jobId as JobId,
      lineCount: this.#jobCounts[index] ?? 0,
    }));
  }

  append(line: LogLine): void {
    const position = this.#buffer.end;
    this.#buffer.append(line);
    const job = this.#jobs.numberOf(line.jobId);
    this.#jobCounts[job] = (this.#jobCounts[job] ?? 0) + 1;
    const description =
      (job << (LEVEL_BITS + SOURCE_BITS)) |
      (this.#sources.numberOf(line.source) << LEVEL_BITS) |
      this.#levels.numberOf(line.level);
    this.#descriptions.push(description);
    if (this.#isFiltered && this.#isShown(description)) this.#shown.push(position);
    this.#forgetDropped();
  }

  /** Shows other lines from now on. Takes a moment in proportion to the number of lines, but reads none. */
  setFilter(filter: LogFilter): void {
    this.#filter = filter;
    this.#isFiltered =
      filter.levels !== undefined || filter.sources !== undefined || filter.mutedJobs.size > 0;
    this.#shown.clear();
    if (!this.#isFiltered) return;
    for (let index = 0; index < this.#descriptions.length; index++)
      if (this.#isShown(this.#descriptions.at(index))) this.#shown.push(this.#describedFrom + index);
  }

  /** How many shown lines stand before a position. */
  rankOf(position: number): number {
    if (this.#isFiltered) return this.#shown.countBelow(position);
    return Math.min(Math.max(position, this.start), this.end) - this.start;
  }

  /** The position of the shown line with a rank; `end` beyond the last one. */
  positionOf(rank: number): number {
    if (rank >= this.count) return this.end;
    return this.#isFiltered ? this.#shown.at(Math.max(0, rank)) : this.start + Math.max(0, rank);
  }

  /** The shown lines with ranks from `from` up to but not including `to`, as far as there are. */
  read(from: number, to: number): PlacedLine[] {
    const first = Math.max(0, from);
    const last = Math.min(to, this.count);
    if (first >= last) return [];
    if (!this.#isFiltered)
      return this.#buffer
        .read(this.start + first, this.start + last)
        .map((line, index) => ({position: this.start + first + index, line}));
    const placed: PlacedLine[] = [];
    for (let rank = first; rank < last; rank++) {
      const position = this.#shown.at(rank);
      const [line] = this.#buffer.read(position, position + 1);
      if (line) placed.push({position, line});
    }
    return placed;
  }

  close(): void {
    this.#buffer.close();
  }

  #isShown(description: number): boolean {
    const {levels, sources, mutedJobs} = this.#filter;
    const job = this.#jobs.words[description >>> (LEVEL_BITS + SOURCE_BITS)] ?? '';
    const source = this.#sources.words[(description >>> LEVEL_BITS) & (2 ** SOURCE_BITS - 1)] ?? '';
    const level = this.#levels.words[description & (2 ** LEVEL_BITS - 1)] ?? '';
    return (levels?.has(level) ?? true) && (sources?.has(source) ?? true) && !mutedJobs.has(job);
  }

  #forgetDropped(): void {
    const dropped = this.start - this.#describedFrom;
    if (dropped === 0) return;
    this.#descriptions.drop(dropped);
    this.#describedFrom = this.start;
    if (this.#isFiltered) this.#shown.drop(this.#shown.countBelow(this.start));
  }
}
