import type {MetricsSample} from './sample.ts';

/** More than a day at one measurement a minute in full; of longer runs the older part is kept more coarsely. */
const MAX_SAMPLES = 3000;

/**
 * The measurements of one try of a job, in the order of their times and bounded. Detailed ones are worth more than the
 * short reports: with the first detailed one the short ones go, and no other is taken.
 */
export class MetricsSeries {
  #samples: MetricsSample[] = [];
  #isDetailed = false;

  /** Whether the measurements are the detailed ones. */
  get isDetailed(): boolean {
    return this.#isDetailed;
  }

  /** Oldest first; a new array that does not change. */
  toSamples(): readonly MetricsSample[] {
    return [...this.#samples];
  }

  /** Takes one in; says whether anything has changed by it. */
  add(sample: MetricsSample): boolean {
    const isDetailed = sample.wait !== undefined;
    if (this.#isDetailed && !isDetailed) return false;
    if (isDetailed && !this.#isDetailed) {
      this.#isDetailed = true;
      this.#samples = [];
    }
    const last = this.#samples.at(-1);
    if (last === undefined || sample.atMs > last.atMs) this.#samples.push(sample);
    else {
      const index = this.#samples.findIndex(({atMs}) => atMs >= sample.atMs);
      if (this.#samples[index]?.atMs === sample.atMs) return false;
      this.#samples.splice(index, 0, sample);
    }
    if (this.#samples.length > MAX_SAMPLES) this.#thin();
    return true;
  }

  /** Of each two in the older half the one with the higher use of memory stays, so that a peak is not forgotten; the very first stays too. */
  #thin(): void {
    const middle = this.#samples.length >> 1;
    const older = this.#samples.slice(0, middle);
    const kept = older.slice(0, 1);
    for (let index = 1; index < older.length; index += 2) {
      const first = older[index];
      const second = older[index + 1];
      if (!first) break;
      kept.push(second && second.memory.left < first.memory.left ? second : first);
    }
    this.#samples = [...kept, ...this.#samples.slice(middle)];
  }
}
