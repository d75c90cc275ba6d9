import {pollDelayMs} from '../services/platform/retry.ts';

/** How long polling waits after its failure number `failures` (1, 2, …), in milliseconds. */
export const toPollDelayMs = (error: unknown, failures: number): number | undefined =>
  pollDelayMs(error, failures, Math.random);
