import type {MetricsSample} from './sample.ts';

/** From when on a processor that does nothing is worth a word. */
export interface UnusedLimits {
  /** The highest share of the processor, 0 to 1, that counts as nothing. */
  readonly cpuShare: number;
  /** For how long, in milliseconds. */
  readonly unusedMs: number;
}

/** Measurements older than this say nothing of now; the short reports are ten minutes apart. */
const STALE_MS = 15 * 60_000;
/** So far from each other, nobody knows what was between two measurements. */
const GAP_MS = 15 * 60_000;
/** Two measurements are no habit. */
const FEWEST = 4;

/**
 * Since when a job's processor has done next to nothing, in milliseconds since the Unix epoch: from the first of the
 * measurements, without a gap up to the last one, that are all as low as the limit says. `undefined` when that is not
 * long enough, when it works, and when nothing is known of now.
 *
 * @param samples of one try, in the order of their times
 */
export const findUnusedSince = (
  samples: readonly MetricsSample[],
  {cpuShare, unusedMs}: UnusedLimits,
  nowMs: number,
): number | undefined => {
  const last = samples.at(-1);
  if (!last || nowMs - last.atMs > STALE_MS) return undefined;
  let sinceMs: number | undefined;
  let count = 0;
  for (let index = samples.length - 1; index >= 0; index--) {
    const sample = samples[index];
    // Time that cores wait for disks is work as well.
    if (!sample || sample.cpu + (sample.wait ?? 0) > cpuShare) break;
    if (sinceMs !== undefined && sinceMs - sample.atMs > GAP_MS) break;
    sinceMs = sample.atMs;
    count++;
  }

  return sinceMs !== undefined && count >= FEWEST && last.atMs - sinceMs >= unusedMs ? sinceMs : undefined;
};
