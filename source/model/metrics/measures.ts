import type {MetricsSample} from './sample.ts';

/** What is shown of a machine, each over time. */
export type Measure = 'cpu' | 'memory' | 'disk' | 'networkIn' | 'networkOut';

/** All of them, in the order in which they stand. */
export const MEASURES: readonly Measure[] = ['cpu', 'memory', 'disk', 'networkIn', 'networkOut'];

/** The value of a measure: a share for the CPU, else bytes; of a disk whose size nobody told, what is left. */
export const valueOf = (sample: MetricsSample, measure: Measure): number => {
  switch (measure) {
    case 'cpu':
      return sample.cpu;
    case 'memory':
      return sample.memory.used ?? sample.memory.left;
    case 'disk':
      return sample.disk.used ?? sample.disk.left;
    case 'networkIn':
      return sample.networkIn;
    case 'networkOut':
      return sample.networkOut;
  }
};

/** What the value cannot exceed; `undefined` for rates, and where nobody told. */
export const limitOf = (sample: MetricsSample, measure: Measure): number | undefined => {
  if (measure === 'cpu') return 1;
  return measure === 'memory' || measure === 'disk' ? sample[measure].total : undefined;
};

/** A stretch of time, in milliseconds since the Unix epoch. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A gap of so many usual distances between measurements is one: nothing was measured then. */
const GAP = 3;

/** How far measurements usually are from each other; a minute when there are too few to tell. */
const usualGapMs = (samples: readonly MetricsSample[]): number => {
  if (samples.length < 3) return 60_000;
  const gaps = samples.slice(1).map(({atMs}, index) => atMs - (samples[index]?.atMs ?? atMs));
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 60_000;
};

/**
 * A measure over a window in `count` equal parts: in each its highest value, or the one before where a part is shorter
 * than the distance of two measurements; `undefined` where nothing was measured.
 */
export const toParts = (
  samples: readonly MetricsSample[],
  measure: Measure,
  {fromMs, toMs}: TimeWindow,
  count: number,
): readonly (number | undefined)[] => {
  const parts: (number | undefined)[] = Array.from({length: count}, () => undefined);
  const partMs = (toMs - fromMs) / count;
  if (!(partMs > 0)) return parts;
  for (const sample of samples) {
    if (sample.atMs < fromMs || sample.atMs > toMs) continue;
    const index = Math.min(count - 1, Math.floor((sample.atMs - fromMs) / partMs));
    parts[index] = Math.max(parts[index] ?? 0, valueOf(sample, measure));
  }

  const gapMs = GAP * usualGapMs(samples);
  let next = samples.length - 1;
  for (let index = count - 1; index >= 0; index--) {
    if (parts[index] !== undefined) continue;
    const startMs = fromMs + index * partMs;
    while (next >= 0 && (samples[next]?.atMs ?? 0) > startMs) next -= 1;
    const before = samples[next];
    const after = samples[next + 1];
    // Between two that belong together the earlier one goes on; behind the last one nothing is known.
    if (before && after && after.atMs - before.atMs <= gapMs) parts[index] = valueOf(before, measure);
  }

  return parts;
};
