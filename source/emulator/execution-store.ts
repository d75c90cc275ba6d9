import type {ExecutionRecord} from './execution-record.ts';

/** A place in the list, newest first. */
export type ListPosition = readonly [created: number, sequence: number, tryNumber: number];

const comparePositions = (left: ListPosition, right: ListPosition) =>
  left[0] - right[0] || left[1] - right[1] || left[2] - right[2];

const toPosition = (record: ExecutionRecord): ListPosition => [record.created, record.sequence, record.try];

/** All executions, by ID, by parent and by time of creation. */
export class ExecutionStore {
  readonly #latest = new Map<string, ExecutionRecord>();
  readonly #earlierTries = new Map<string, ExecutionRecord[]>();
  readonly #children = new Map<string, string[]>();
  /** Ascending by position: new executions are pushed at the end. */
  readonly #sorted: ExecutionRecord[] = [];

  /** How many executions there are, earlier tries not counted. */
  get size(): number {
    return this.#latest.size;
  }

  /** The latest try of a job, or an analysis. */
  get(id: string): ExecutionRecord | undefined {
    return this.#latest.get(id);
  }

  /** One try of a job. */
  getTry(id: string, tryNumber: number): ExecutionRecord | undefined {
    const latest = this.#latest.get(id);
    if (latest?.try === tryNumber) return latest;
    return this.#earlierTries.get(id)?.find((record) => record.try === tryNumber);
  }

  /** Whether a record is the latest try of its job. */
  isLatest(record: ExecutionRecord): boolean {
    return this.#latest.get(record.id) === record;
  }

  add(record: ExecutionRecord): void {
    this.#latest.set(record.id, record);
    const parent = record.wire.parentJob ?? record.wire.parentAnalysis;
    if (typeof parent === 'string') {
      const children = this.#children.get(parent);
      if (children) children.push(record.id);
      else this.#children.set(parent, [record.id]);
    }
    this.#insert(record);
  }

  /** Keeps a copy of the record's present try, and raises the record itself to the next try. */
  startNextTry(record: ExecutionRecord): void {
    const earlier = {...record, wire: {...record.wire}, wantsWorker: false};
    const tries = this.#earlierTries.get(record.id);
    if (tries) tries.push(earlier);
    else this.#earlierTries.set(record.id, [earlier]);
    this.#takeOut(record);
    record.try += 1;
    this.#insert(earlier);
    this.#insert(record);
  }

  /** Takes an execution away with its earlier tries; its children stay. */
  remove(id: string): void {
    const latest = this.#latest.get(id);
    if (latest === undefined) return;
    for (const record of [...(this.#earlierTries.get(id) ?? []), latest]) this.#takeOut(record);
    this.#latest.delete(id);
    this.#earlierTries.delete(id);
    this.#children.delete(id);
    const parent = latest.wire.parentJob ?? latest.wire.parentAnalysis;
    const siblings = typeof parent === 'string' ? this.#children.get(parent) : undefined;
    const index = siblings?.indexOf(id) ?? -1;
    if (index >= 0) siblings?.splice(index, 1);
  }

  /** The executions whose parent job, or else parent analysis, this is. */
  children(id: string): readonly ExecutionRecord[] {
    const records: ExecutionRecord[] = [];
    for (const child of this.#children.get(id) ?? []) {
      const record = this.#latest.get(child);
      if (record) records.push(record);
    }
    return records;
  }

  /** Everything, newest first, earlier tries included; from just behind `position` when given. */
  *newestFirst(position?: ListPosition): Generator<ExecutionRecord> {
    let index = position === undefined ? this.#sorted.length : this.#findIndex(position);
    while (--index >= 0) {
      const record = this.#sorted[index];
      if (record) yield record;
    }
  }

  /** The first index whose record is not before `position`. */
  #findIndex(position: ListPosition): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = this.#sorted[middle];
      if (record && comparePositions(toPosition(record), position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(record: ExecutionRecord): void {
    const last = this.#sorted.at(-1);
    if (last === undefined || comparePositions(toPosition(last), toPosition(record)) < 0) {
      this.#sorted.push(record);
      return;
    }
    this.#sorted.splice(this.#findIndex(toPosition(record)), 0, record);
  }

  #takeOut(record: ExecutionRecord): void {
    const index = this.#findIndex(toPosition(record));
    if (this.#sorted[index] === record) this.#sorted.splice(index, 1);
  }
}
