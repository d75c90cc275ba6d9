import type {LogLine} from '../../model/log-line.ts';
import {createSpillFile, type SpillFile, type SpillPlace} from './spill-file.ts';

/** What a buffer keeps, and where. */
export interface LogBufferOptions {
  /** Where the rest goes; `undefined` keeps in memory what fits there, and drops the rest. */
  readonly directory: string | undefined;
  /** Lines in memory; 20,000 by default. */
  readonly maxLines?: number;
  /** Characters in memory, whatever the number of lines; 8 million by default. */
  readonly maxCharacters?: number;
  /** Bytes on disk; 512 MiB by default. Beyond, the oldest lines are dropped. */
  readonly maxSpillBytes?: number;
}

/** Lines that go in and out of memory together. */
const BLOCK_LINES = 500;
const CACHED_BLOCKS = 8;
/** Files of a modest size, so that the oldest can be given back to the disk. */
const SPILL_FILE_SHARE = 8;

interface Block {
  /** The number of its first line. */
  readonly start: number;
  readonly lines: LogLine[];
  characters: number;
}

interface SpilledBlock {
  readonly start: number;
  readonly count: number;
  readonly file: SpillFile;
  readonly place: SpillPlace;
}

/**
 * The lines of a log, in the order in which they came: the latest in memory, older ones in a file, the oldest dropped
 * when there are too many. A line is found by its position, which never changes. Appending and reading cost the same
 * however many lines there are.
 */
export class LogBuffer {
  readonly #directory: string | undefined;
  readonly #maxLines: number;
  readonly #maxCharacters: number;
  readonly #maxSpillBytes: number;
  #spilled: SpilledBlock[] = [];
  #blocks: Block[] = [];
  #files: SpillFile[] = [];
  readonly #cache = new Map<SpilledBlock, readonly LogLine[]>();
  #characters = 0;
  #start: number;
  #end: number;
  #spillProblem: unknown;

  /** @param start the position of the first line */
  constructor(options: LogBufferOptions, start = 0) {
    this.#directory = options.directory;
    this.#maxLines = options.maxLines ?? 20_000;
    this.#maxCharacters = options.maxCharacters ?? 8_000_000;
    this.#maxSpillBytes = options.maxSpillBytes ?? 512 * 2 ** 20;
    this.#start = start;
    this.#end = start;
  }

  /** The position of the oldest line that is still here. */
  get start(): number {
    return this.#start;
  }

  /** The position behind the latest line. */
  get end(): number {
    return this.#end;
  }

  /** Why older lines could not be kept on disk; `undefined` while they could. */
  get spillProblem(): unknown {
    return this.#spillProblem;
  }

  append(line: LogLine): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.lines.length === BLOCK_LINES) {
      block = {start: this.#end, lines: [], characters: 0};
      this.#blocks.push(block);
    }
    block.lines.push(line);
    block.characters += line.text.length;
    this.#characters += line.text.length;
    this.#end++;
    while (
      this.#blocks.length > 1 &&
      (this.#end - (this.#blocks[0]?.start ?? 0) > this.#maxLines || this.#characters > this.#maxCharacters)
    )
      this.#spillOldest();
  }

  /** The lines from `from` up to but not including `to`, as far as they are here. */
  read(from: number, to: number): LogLine[] {
    const lines: LogLine[] = [];
    let position = Math.max(from, this.#start);
    const end = Math.min(to, this.#end);
    while (position < end) {
      const {start, lines: found} = this.#blockAt(position);
      const part = found.slice(position - start, end - start);
      if (part.length === 0) break;
      lines.push(...part);
      position += part.length;
    }
    return lines;
  }

  /** Gives up the lines and their files. */
  close(): void {
    for (const file of this.#files) file.close();
    this.#files = [];
    this.#spilled = [];
    this.#blocks = [];
    this.#cache.clear();
    this.#start = this.#end;
  }

  #blockAt(position: number): {start: number; lines: readonly LogLine[]} {
    const first = this.#blocks[0];
    if (first && position >= first.start) {
      // All but the last block in memory have the same length.
      const block = this.#blocks[Math.floor((position - first.start) / BLOCK_LINES)];
      return block ?? {start: position, lines: []};
    }
    const spilled = findBlock(this.#spilled, position);
    return spilled ? {start: spilled.start, lines: this.#load(spilled)} : {start: position, lines: []};
  }

  #load(block: SpilledBlock): readonly LogLine[] {
    const cached = this.#cache.get(block);
    // Written by ourselves, into a file that nobody else can open.
    const lines = cached ?? (JSON.parse(block.file.read(block.place)) as LogLine[]);
    this.#cache.delete(block);
    this.#cache.set(block, lines);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= CACHED_BLOCKS) break;
      this.#cache.delete(oldest);
    }
    return lines;
  }

  #spillOldest(): void {
    const block = this.#blocks.shift();
    if (block === undefined) return;
    this.#characters -= block.characters;
    const isKept = this.#spill(block);
    if (isKept) return;
    this.#dropSpilled();
    this.#start = block.start + block.lines.length;
  }

  #spill(block: Block): boolean {
    if (this.#directory === undefined || this.#spillProblem !== undefined) return false;
    try {
      let file = this.#files.at(-1);
      if (file === undefined || file.bytes >= this.#maxSpillBytes / SPILL_FILE_SHARE) {
        file = createSpillFile(this.#directory);
        this.#files.push(file);
      }
      const place = file.append(JSON.stringify(block.lines));
      this.#spilled.push({start: block.start, count: block.lines.length, file, place});
    } catch (error) {
      this.#spillProblem = error;
      return false;
    }
    while (this.#files.length > 1 && sumBytes(this.#files) > this.#maxSpillBytes) this.#dropFile();
    return true;
  }

  #dropFile(): void {
    const file = this.#files.shift();
    file?.close();
    for (const block of this.#spilled) if (block.file === file) this.#cache.delete(block);
    this.#spilled = this.#spilled.filter((block) => block.file !== file);
    this.#start = this.#spilled[0]?.start ?? this.#blocks[0]?.start ?? this.#end;
  }

  #dropSpilled(): void {
    while (this.#files.length > 0) this.#dropFile();
  }
}

const sumBytes = (files: readonly SpillFile[]): number => files.reduce((sum, {bytes}) => sum + bytes, 0);

const findBlock = (blocks: readonly SpilledBlock[], position: number): SpilledBlock | undefined => {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((blocks[middle]?.start ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
};
