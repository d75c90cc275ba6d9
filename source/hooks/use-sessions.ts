import {useCallback, useMemo, useState} from 'react';
import useSWR from 'swr';
import {isTerminal, withLatest} from '../model/execution.ts';
import type {ExecutionTree} from '../model/execution-tree.ts';
import type {JobId} from '../model/ids.ts';
import {type KnownJob, type ListedSession, toListedSessions} from '../model/listed-session.ts';
import {isResumable, type SessionRecord, type WorkerTarget} from '../model/session.ts';
import {findSessionJobs, type SessionJobs, toKnownJob} from '../services/platform/find-session-jobs.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 10_000;

/** All sessions that are remembered. */
export interface Sessions {
  /** As they are remembered, latest first. */
  readonly records: readonly SessionRecord[];
  /** Those that may be gone back to first, the latest of them at the top. */
  readonly sessions: readonly ListedSession[];
  /** Why the platform could not be asked about their jobs. */
  readonly error: unknown;
  /** Forgets one, whatever it is; nothing happens on its worker. */
  readonly forget: (target: WorkerTarget) => void;
  /** Reads them again, also those of other dxtops, and asks about their jobs. */
  readonly reload: () => void;
}

/** What the platform has told, and after how many visits it was asked. */
interface Answer {
  readonly jobs: SessionJobs;
  readonly visits: number;
}

/**
 * The remembered sessions and what became of their jobs: all jobs that the list does not know to have ended are asked for
 * in one request, every 10 s until they have. It tells which worker a job has now, which the list does not.
 *
 * @param visits how often an attach has ended: sessions are remembered anew then
 * @param isShown whether somebody looks at all of them; otherwise only those that may be gone back to are asked about
 */
export const useSessions = (
  {tree, shape}: {readonly tree: ExecutionTree; readonly shape: number},
  visits: number,
  {isShown, isPaused}: {readonly isShown: boolean; readonly isPaused: boolean},
): Sessions => {
  const {registry, platform} = useServices();
  const [reloadCount, setReloadCount] = useState(0);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the registry's rows change with each visit, and from outside
  const records = useMemo(() => registry.list(), [registry, visits, reloadCount]);
  const asked = useMemo(() => {
    const ids = records.filter((record) => isShown || isResumable(record)).map(({jobId}) => jobId);
    return [...new Set(ids)].filter((id) => {
      const listed = tree.find(id)?.execution;
      return !listed || !isTerminal(listed);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape
  }, [records, isShown, tree, shape]);
  const refreshInterval = useCallback(
    (latest: Answer | undefined) =>
      isPaused || (latest?.jobs.isWhole === true && [...latest.jobs.found.values()].every(isTerminal))
        ? 0
        : REFRESH_INTERVAL_MS,
    [isPaused],
  );
  const {data, error, mutate} = useSWR<Answer, unknown>(
    asked.length > 0 ? ['jobs of sessions', visits, ...asked] : null,
    async () => ({jobs: await findSessionJobs(platform, asked), visits}),
    // SWR's own comparison does not look into maps and sets: it takes every answer for the first one.
    {refreshInterval, isPaused: () => isPaused, keepPreviousData: true, compare: Object.is},
  );
  const sessions = useMemo(() => {
    const findJob = (id: JobId): KnownJob => {
      const listed = tree.find(id)?.execution;
      const told = data && toKnownJob(data.jobs, id);
      // An answer from before a visit does not know the worker that was visited.
      const known =
        typeof told === 'object' && data?.visits !== visits
          ? {...told, worker: undefined, clusterWorkers: []}
          : told;
      if (listed?.class !== 'job') return known;
      if (typeof known !== 'object') return listed;
      const latest = withLatest(known, listed);
      return latest.class === 'job' ? latest : listed;
    };
    return toListedSessions(records, findJob);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape
  }, [records, data, visits, tree, shape]);
  const reload = useCallback(() => {
    setReloadCount((count) => count + 1);
    void mutate();
  }, [mutate]);
  const forget = useCallback(
    (target: WorkerTarget) => {
      registry.forget(target);
      setReloadCount((count) => count + 1);
    },
    [registry],
  );
  return {records, sessions, error: isShown ? error : undefined, forget, reload};
};
