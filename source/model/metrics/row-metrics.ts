import type {JobId} from '../ids.ts';
import type {MetricsSample} from './sample.ts';
import {findMetricsWarnings, type MetricsWarning} from './trend.ts';

/** What a row of the list says of a job's machine. */
export interface RowMetrics {
  /** The last measurement. */
  readonly sample: MetricsSample;
  /** What runs out first, as of that measurement. */
  readonly warning: MetricsWarning | undefined;
}

/** What the rows say, of the jobs whose measurements are known; computed when these change, not when a row is drawn. */
export const toRowMetrics = (
  known: ReadonlyMap<JobId, readonly MetricsSample[]>,
): ReadonlyMap<string, RowMetrics> =>
  new Map(
    [...known].flatMap(([id, samples]) => {
      const sample = samples.at(-1);
      return sample ? [[id, {sample, warning: findMetricsWarnings(samples, sample.atMs)[0]}] as const] : [];
    }),
  );
