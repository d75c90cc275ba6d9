import type {JobId} from '../ids.ts';
import {toParts} from './measures.ts';
import type {MetricsSample} from './sample.ts';
import {findMetricsWarnings, type MetricsWarning} from './trend.ts';

/** What a row of the list says of a job's machine. */
export interface RowMetrics {
  /** The last measurement. */
  readonly sample: MetricsSample;
  /** What runs out first, as of that measurement. */
  readonly warning: MetricsWarning | undefined;
  /** The last half hour in `COURSE_PARTS` parts: the share of the processor, and of the memory where its size is known. */
  readonly courses: Readonly<Record<'cpu' | 'memory', readonly (number | undefined)[]>>;
}

/** How many parts the courses have. */
export const COURSE_PARTS = 6;
const COURSE_MS = 30 * 60_000;

const toCourses = (samples: readonly MetricsSample[], sample: MetricsSample): RowMetrics['courses'] => {
  const window = {fromMs: sample.atMs - COURSE_MS, toMs: sample.atMs};
  const {total} = sample.memory;
  return {
    cpu: toParts(samples, 'cpu', window, COURSE_PARTS),
    memory: total
      ? toParts(samples, 'memory', window, COURSE_PARTS).map((used) => used && used / total)
      : Array.from({length: COURSE_PARTS}, () => undefined),
  };
};

/** What the rows say, of the jobs whose measurements are known; computed when these change, not when a row is drawn. */
export const toRowMetrics = (
  known: ReadonlyMap<JobId, readonly MetricsSample[]>,
): ReadonlyMap<string, RowMetrics> =>
  new Map(
    [...known].flatMap(([id, samples]) => {
      const sample = samples.at(-1);
      if (!sample) return [];
      const [warning] = findMetricsWarnings(samples, sample.atMs);
      return [[id, {sample, warning, courses: toCourses(samples, sample)}] as const];
    }),
  );
