import {randomUUID} from 'node:crypto';
import {ApiError, NetworkError} from '../../model/errors.ts';
import type {ExecutionId} from '../../model/ids.ts';
import type {RunPlan} from '../../model/run-plan.ts';
import type {PlatformClient} from '../platform/platform-client.ts';

/** Starts what was planned, and answers its ID. Throws what `runExecutable` throws. */
export type RunStarter = (plan: RunPlan) => Promise<ExecutionId>;

/**
 * How long the platform remembers what it answered, less what a call may take.
 * Source: https://documentation.dnanexus.com/developer/api/nonces
 */
const REMEMBERED_MS = 55 * 60_000;

/** Whether something may have been started although no answer came: the request was sent, and then lost. */
export const isUncertain = (error: unknown): boolean =>
  error instanceof NetworkError
    ? !['refused', 'dns', 'tls'].includes(error.kind)
    : error instanceof ApiError && error.status >= 500;

/** Makes what starts runs, such that the same plan, asked for again after an answer was lost, is still started once. */
export const createRunStarter = (
  platform: Pick<PlatformClient, 'runExecutable'>,
  now: () => number,
): RunStarter => {
  const unanswered = new Map<string, {readonly nonce: string; readonly sinceMs: number}>();
  return async (plan) => {
    const key = JSON.stringify(plan);
    const last = unanswered.get(key);
    const attempt =
      last && now() - last.sinceMs < REMEMBERED_MS ? last : {nonce: randomUUID(), sinceMs: now()};
    unanswered.delete(key);
    try {
      return await platform.runExecutable(plan, {nonce: attempt.nonce});
    } catch (error) {
      if (isUncertain(error)) unanswered.set(key, attempt);
      throw error;
    }
  };
};
