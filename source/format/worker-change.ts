import type {WorkerChange} from '../model/worker-change.ts';

/** Why a session is gone although its job runs, to go on with: `the job was restarted since (try 2)`. */
export const formatWorkerChange = (change: WorkerChange): string =>
  change.kind === 'restarted'
    ? `the job was restarted since (try ${String(change.tryNumber)})`
    : 'the job has another worker now, with another host key';

/** The same in a few words, about the job: `restarted since (try 2)`. */
export const formatBriefWorkerChange = (change: WorkerChange): string =>
  change.kind === 'restarted'
    ? `restarted since (try ${String(change.tryNumber)})`
    : 'it has another worker now';
