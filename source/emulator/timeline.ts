/** Something that will happen: `run` gets the moment it was planned for. */
interface PlannedEvent {
  readonly atMs: number;
  readonly order: number;
  readonly run: (atMs: number) => void;
}

const isBefore = (left: PlannedEvent, right: PlannedEvent) =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);

/**
 * The emulator's clock with the events planned on it. Times are milliseconds since the Unix epoch.
 *
 * Events run in the order of their times, each seeing its own time as `currentMs`, however late they are
 * reached. What happened until a moment is therefore the same whether one looked often or once.
 */
export class Timeline {
  #events: PlannedEvent[] = [];
  #currentMs: number;
  #order = 0;
  #onChange: (() => void) | undefined;

  constructor(startMs: number) {
    this.#currentMs = startMs;
  }

  /** The moment up to which everything has happened. */
  get currentMs(): number {
    return this.#currentMs;
  }

  /** When the next event is due; infinity when there is none. */
  get nextMs(): number {
    return this.#events[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Calls back when the next due time may have changed; undefined ends that. */
  onChange(listener: (() => void) | undefined): void {
    this.#onChange = listener;
  }

  /** Plans an event; one in the past runs at the next `advance`. Infinity plans nothing. */
  schedule(atMs: number, run: (atMs: number) => void): void {
    if (!Number.isFinite(atMs)) return;
    this.#push({atMs: Math.max(atMs, this.#currentMs), order: this.#order++, run});
    this.#onChange?.();
  }

  /** Runs everything due until `toMs`. A clock that went backwards is ignored. */
  advance(toMs: number): void {
    while (this.nextMs <= toMs) {
      const event = this.#pop();
      this.#currentMs = event.atMs;
      event.run(event.atMs);
    }
    if (toMs > this.#currentMs) this.#currentMs = toMs;
  }

  /** Forgets every planned event. */
  clear(): void {
    this.#events = [];
  }

  #push(event: PlannedEvent): void {
    const heap = this.#events;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = event;
  }

  #pop(): PlannedEvent {
    const heap = this.#events;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) throw new Error('no event is planned');
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const sibling = heap[childIndex + 1];
      if (sibling !== undefined && isBefore(sibling, child)) {
        child = sibling;
        childIndex += 1;
      }
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
    return first;
  }
}
