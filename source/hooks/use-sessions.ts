import {useCallback, useMemo, useState} from 'react';
import useSWR from 'swr';
import {isTerminal, type Job} from '../model/execution.ts';
import type {ExecutionTree} from '../model/execution-tree.ts';
import type {JobId} from '../model/ids.ts';
import {type KnownJob, type ListedSession, toListedSessions} from '../model/listed-session.ts';
import type {WorkerTarget} from '../model/session.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 10_000;
/** More than the registry remembers. */
const MOST_JOBS = 1000;

/** All sessions that are remembered. */
export interface Sessions {
  /** Those that may be gone back to first, the latest of them at the top. */
  readonly sessions: readonly ListedSession[];
  /** Why the platform could not be asked about their jobs. */
  readonly error: unknown;
  /** Another number each time that the remembered sessions may have changed. */
  readonly revision: number;
  /** Forgets one, whatever it is; nothing happens on its worker. */
  readonly forget: (target: WorkerTarget) => void;
  /** Reads them again, also those of other dxtops, and asks about their jobs. */
  readonly reload: () => void;
}

/** What one question about several jobs has told. */
interface Answer {
  readonly asked: ReadonlySet<JobId>;
  readonly found: ReadonlyMap<string, Job>;
  /** Whether those that were not found do not exist. */
  readonly isWhole: boolean;
}

/**
 * The remembered sessions and what became of their jobs: what the list knows is taken from there, and all others are asked
 * for in one request, every 10 s until they have ended.
 *
 * @param visits how often an attach has ended: sessions are remembered anew then
 * @param isAsked whether somebody looks; without that the platform is not asked
 */
export const useSessions = (
  {tree, shape}: {readonly tree: ExecutionTree; readonly shape: number},
  visits: number,
  isAsked: boolean,
): Sessions => {
  const {registry, platform} = useServices();
  const [reloadCount, setReloadCount] = useState(0);
  const revision = visits + reloadCount;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the registry's rows change with each revision
  const records = useMemo(() => registry.list(), [registry, revision]);
  const unlisted = useMemo(
    () => [...new Set(records.map(({jobId}) => jobId))].filter((id) => tree.find(id) === undefined),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape
    [records, tree, shape],
  );
  const refreshInterval = useCallback(
    (latest: Answer | undefined) =>
      latest && latest.isWhole && [...latest.found.values()].every(isTerminal) ? 0 : REFRESH_INTERVAL_MS,
    [],
  );
  const {data, error, mutate} = useSWR<Answer, unknown>(
    isAsked && unlisted.length > 0 ? ['jobs of sessions', ...unlisted] : null,
    async () => {
      const {executions, next} = await platform.findExecutionsPage({ids: unlisted}, {limit: MOST_JOBS});
      const jobs = executions.filter((execution) => execution.class === 'job');
      return {
        asked: new Set(unlisted),
        found: new Map(jobs.map((job) => [job.id, job])),
        isWhole: next === undefined || next === null,
      };
    },
    {refreshInterval, keepPreviousData: true},
  );
  const sessions = useMemo(() => {
    const findJob = (id: JobId): KnownJob => {
      const listed = tree.find(id)?.execution;
      if (listed?.class === 'job') return listed;
      return data?.found.get(id) ?? (data?.isWhole === true && data.asked.has(id) ? 'gone' : undefined);
    };
    return toListedSessions(records, findJob);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape
  }, [records, data, tree, shape]);
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
  return {sessions, error: isAsked ? error : undefined, revision, forget, reload};
};
