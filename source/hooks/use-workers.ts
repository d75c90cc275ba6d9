import useSWR from 'swr';
import {type ClusterMember, toMembers, type WorkerReach} from '../model/cluster.ts';
import {isTerminal, type Job} from '../model/execution.ts';
import {type ListedSession, toListedSession} from '../model/listed-session.ts';
import {type SessionRecord, toTargetKey} from '../model/session.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 10_000;

/** One machine of a job with all that is known of it. */
export interface WorkerFacts extends ClusterMember {
  /** `undefined` until it was looked, and where there is nothing to look at. */
  readonly reach: WorkerReach | undefined;
  /** The last session there. */
  readonly session: ListedSession | undefined;
}

/**
 * The machines of a job, the driver first; `[]` without a job. Looks every 10 s whether their SSH ports answer.
 *
 * @param records the remembered sessions, latest first
 */
export const useWorkers = (
  job: Job | undefined,
  records: readonly SessionRecord[],
  isPaused: boolean,
): {readonly workers: readonly WorkerFacts[]; readonly probe: () => void} => {
  const {probeWorker} = useServices();
  const members = job ? toMembers(job) : [];
  const places = members.map(({worker}) => worker && `${worker.host} ${String(worker.sshPort)}`);
  const isOver = !job || isTerminal(job);
  const {data, mutate} = useSWR<readonly (WorkerReach | undefined)[], unknown>(
    isOver ? null : ['workers', job.id, ...places],
    async () => Promise.all(members.map(async ({worker}) => worker && (await probeWorker(worker)))),
    {refreshInterval: isPaused ? 0 : REFRESH_INTERVAL_MS, isPaused: () => isPaused},
  );
  return {
    workers: members.map((member) => {
      const key = job && toTargetKey({jobId: job.id, workerNumber: member.number});
      const record = records.find((other) => toTargetKey(other) === key);
      return {
        ...member,
        reach: data?.[member.number],
        session: record && toListedSession(record, job),
      };
    }),
    probe: () => void mutate(),
  };
};
