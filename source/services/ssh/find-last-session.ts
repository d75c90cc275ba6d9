import {type ListedSession, toLastSession, toListedSessions} from '../../model/listed-session.ts';
import {isResumable} from '../../model/session.ts';
import {findSessionJobs, toKnownJob} from '../platform/find-session-jobs.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import type {SessionRegistry} from '../storage/session-registry.ts';

/** One try, and soon given up: an attach asks again by itself. */
const LIMITS = {tries: 1, deadlineMs: 5000};

/**
 * Finds the session to go back to: the latest whose job still has the worker that it was on.
 *
 * Shape: the latest that is remembered where none is alive, or where the platform could not be asked; `undefined` when
 * there is none that could be gone back to. Never throws: what is wrong with the platform is for the attach to tell.
 */
export const findLastSession = async (
  registry: Pick<SessionRegistry, 'list'>,
  platform: Pick<PlatformClient, 'findExecutionsPage'>,
): Promise<ListedSession | undefined> => {
  const records = registry.list().filter(isResumable);
  if (records.length === 0) return undefined;
  const ids = [...new Set(records.map(({jobId}) => jobId))];
  // The attach that follows asks the platform too, and tells what is wrong with it.
  const jobs = await findSessionJobs(platform, ids, LIMITS).catch(() => undefined);
  const sessions = toListedSessions(records, (id) => jobs && toKnownJob(jobs, id));
  return toLastSession(sessions) ?? sessions.find(({record}) => record === records[0]);
};
