import type {Job} from '../../model/execution.ts';

/** The job came to its end: there is nothing left to connect to. */
export class JobOverError extends Error {
  override readonly name = 'JobOverError';

  constructor(readonly job: Job) {
    super(`${job.id} is ${job.state}`);
  }
}
