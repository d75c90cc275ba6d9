import {isJobId} from './ids.ts';
import type {WorkerTarget} from './session.ts';

/** What may follow a job's ID: the official client's name for its host, or a worker of a cluster. */
const NAME = /^(?<jobId>job-[0-9A-Za-z]{24})(?:\.dnanex\.us|\.worker-(?<workerNumber>\d{1,4}))?$/;

/**
 * Reads a worker's name as plain ssh, scp and their like are given it: `job-xxxx`, `job-xxxx.dnanex.us` as the official
 * client writes it into known-hosts files, or `job-xxxx.worker-2` for a worker of a cluster. `undefined` for any other.
 */
export const parseWorkerName = (name: string): WorkerTarget | undefined => {
  const {jobId, workerNumber = '0'} = NAME.exec(name)?.groups ?? {};
  if (jobId === undefined || !isJobId(jobId)) return undefined;
  return {jobId, workerNumber: Number(workerNumber)};
};

/** Such a name, as `parseWorkerName` reads it. */
export const formatWorkerName = ({jobId, workerNumber}: WorkerTarget): string =>
  workerNumber === 0 ? jobId : `${jobId}.worker-${String(workerNumber)}`;
