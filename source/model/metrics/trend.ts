import type {MetricsSample, Usage} from './sample.ts';

/** What may run out. */
export type Shortage = 'memory' | 'disk';

/** Something that runs out soon, if it goes on as in the last minutes. */
export interface MetricsWarning {
  readonly kind: Shortage;
  /** Milliseconds from the last measurement until nothing is left. */
  readonly untilFullMs: number;
  /** Bytes; `total` is `undefined` where only what is left was told. */
  readonly left: number;
  readonly total: number | undefined;
}

const MINUTE_MS = 60_000;
/** How far a trend looks back, and of how many measurements it must be. */
const WINDOW_MS = 20 * MINUTE_MS;
const FEWEST = 5;
/** Enough for a robust line, few enough for the pairs of them. */
const MOST = 60;
/** What is further away than this is no warning. */
const HORIZON_MS = 60 * MINUTE_MS;
/** While more than half is left, only what is this near: programs load their data, and then go on with what they have. */
const NEAR_MS = 15 * MINUTE_MS;
/** Measurements older than this say nothing of now. */
const STALE_MS = 5 * MINUTE_MS;
/** Memory is told in MB and wavers; the disk is told in whole GB, of which one is no rise yet. */
const SMALLEST_RISE: Readonly<Record<Shortage, number>> = {memory: 64 * 1024 ** 2, disk: 3 * 1024 ** 3};
const SMALLEST_SHARE = 0.02;
/** How many times the rise must be larger than what the measurements typically stand off the line. */
const CLEARNESS = 6;

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

/** A point of a course: a time, and how much is left then. */
interface Point {
  readonly atMs: number;
  readonly left: number;
}

const medianSlopeOf = (points: readonly Point[]): number => {
  const slopes: number[] = [];
  for (const [index, first] of points.entries())
    for (const second of points.slice(index + 1))
      slopes.push((first.left - second.left) / (second.atMs - first.atMs));
  return medianOf(slopes);
};

/**
 * How fast something goes by, in units per millisecond: the median of the slopes between all pairs (Theil and Sen), so
 * that a few outliers turn nothing. `undefined` when it does not go by clearly.
 */
const fallOf = (points: readonly Point[], smallestRise: number): number | undefined => {
  const fall = medianSlopeOf(points);
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const rise = fall * spanMs;
  if (!(rise >= smallestRise)) return undefined;
  const offsets = points.map(({atMs, left}) => left + fall * atMs);
  const middle = medianOf(offsets);
  const deviation = medianOf(offsets.map((offset) => Math.abs(offset - middle)));
  if (rise < CLEARNESS * deviation) return undefined;
  // What has come to rest meanwhile does not run out.
  return medianSlopeOf(points.slice(points.length >> 1)) >= fall / 2 ? fall : undefined;
};

const thin = <Item>(items: readonly Item[]): readonly Item[] => {
  const step = Math.ceil(items.length / MOST);
  return step <= 1 ? items : items.filter((_, index) => (items.length - 1 - index) % step === 0);
};

const findWarning = (kind: Shortage, samples: readonly MetricsSample[]): MetricsWarning | undefined => {
  const last = samples.at(-1);
  if (!last) return undefined;
  const usage: Usage = last[kind];
  // A machine without any total says nothing of it, rather than that it is full.
  if (usage.total === 0) return undefined;
  const points = thin(samples.map((sample) => ({atMs: sample.atMs, left: sample[kind].left})));
  const fall = fallOf(points, Math.max(SMALLEST_RISE[kind], SMALLEST_SHARE * (usage.total ?? 0)));
  if (fall === undefined) return undefined;
  const untilFullMs = usage.left / fall;
  const isFarFromFull = usage.total !== undefined && usage.left > usage.total / 2;
  return untilFullMs > (isFarFromFull ? NEAR_MS : HORIZON_MS)
    ? undefined
    : {kind, untilFullMs, left: usage.left, total: usage.total};
};

/**
 * What of a running job's machine runs out within the hour, by the trend of the last 20 minutes, the soonest first.
 * `[]` when there are fewer than five measurements, when they do not lie on a line or have come to rest, and when the
 * last one is old. While more than half is left, only what runs out within 15 minutes is told.
 *
 * @param samples of one try, in the order of their times
 */
export const findMetricsWarnings = (
  samples: readonly MetricsSample[],
  nowMs: number,
): readonly MetricsWarning[] => {
  const last = samples.at(-1);
  if (!last || nowMs - last.atMs > STALE_MS) return [];
  const recent = samples.filter(({atMs}) => atMs >= last.atMs - WINDOW_MS);
  if (recent.length < FEWEST) return [];
  return (['memory', 'disk'] as const)
    .flatMap((kind) => findWarning(kind, recent) ?? [])
    .sort((a, b) => a.untilFullMs - b.untilFullMs);
};
