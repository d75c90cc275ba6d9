import {CancelError, DxtopError, KeyError, SshError, toSentence} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {SessionOutcome} from '../../model/session.ts';
import {JobOverError} from './job-over-error.ts';

/** What an error means for the attach as a whole. */
export const toOutcome = (error: unknown): SessionOutcome => {
  if (error instanceof CancelError) return {kind: 'cancelled'};
  if (error instanceof JobOverError) {
    const {job} = error;
    return {kind: 'job-over', state: job.state, reason: job.failure?.reason, message: job.failure?.message};
  }

  if (error instanceof DxtopError) {
    const needsKey =
      error instanceof KeyError ||
      (error instanceof SshError && ['client-authentication', 'key'].includes(error.level));
    return {kind: 'refused', summary: clean(error.summary), remedy: clean(error.remedy), needsKey};
  }

  return {kind: 'refused', summary: clean(toSentence(error)), remedy: clean('')};
};
