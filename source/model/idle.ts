import type {Job} from './execution.ts';

/** When the last session from this computer on a job ended; `open` while there may be one, `undefined` if there was none. */
export type LastSession = number | 'open' | undefined;

/** The one executable that is there to be used in sessions. Source: reference of the platform, H.4. */
const WORKSTATION = 'cloud_workstation';

/**
 * Since when a job that is there to be used over SSH is paid for without anybody there: a workstation, or a job that is
 * held for debugging. In milliseconds since the Unix epoch; `undefined` for all others, because what a program does with
 * its worker is not known here, and while there is a session. Sessions from other computers are not known either.
 *
 * @param heldSinceMs since when it is held
 */
export const idleSinceMs = (
  job: Job,
  lastSession: LastSession,
  heldSinceMs: number | undefined,
): number | undefined => {
  if (lastSession === 'open') return undefined;
  const isWorkstation = job.state === 'running' && job.executableName === WORKSTATION;
  const begunMs = isWorkstation ? job.startedRunningMs : job.state === 'debug_hold' ? heldSinceMs : undefined;
  return begunMs === undefined ? undefined : Math.max(begunMs, lastSession ?? 0);
};
