import {nastyStrings} from '../../source/emulator/scenarios/nasty-strings.ts';
import type {Random} from '../../source/emulator/random.ts';
import type {Services} from '../../source/hooks/services.ts';
import {isJobId} from '../../source/model/ids.ts';
import {clean, type SafeText} from '../../source/model/safe-text.ts';
import {toRecord} from '../services/storage/state-folder.ts';

const OUTCOMES = ['attached', 'detached', 'exited', 'given-up', 'left', 'job-over', 'refused'] as const;
/** More than a window has rows for. */
const MOST_SESSIONS = 90;

/**
 * Remembers sessions with nasty names and hosts: on the newest jobs of the platform, with other host keys among them, and on
 * jobs that there are not.
 */
export const saveHostileSessions = async (
  {platform, registry}: Pick<Services, 'platform' | 'registry'>,
  random: Random,
): Promise<void> => {
  const text = (): SafeText => clean(random.pick(Object.values(nastyStrings)), 120);
  const {executions} = await platform.findExecutionsPage({class: 'job'}, {limit: MOST_SESSIONS});
  for (const [number, {id}] of executions.entries()) {
    if (!isJobId(id)) continue;
    registry.save({
      ...toRecord(number),
      ...(random.chance(0.9) && {jobId: id}),
      workerNumber: random.int(0, 2),
      jobName: text(),
      host: text(),
      persistence: random.pick(['login', 'dxtop', 'none'] as const),
      outcome: random.pick(OUTCOMES),
      lastSeenMs: Date.now() - random.int(-1e6, 1e9),
      tryNumber: random.chance(0.3) ? undefined : random.pick([0, 3]),
      fingerprint: random.chance(0.5) ? undefined : toRecord(number).fingerprint,
    });
  }
};
