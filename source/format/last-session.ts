import type {ListedSession} from '../model/listed-session.ts';
import {cut} from './fit.ts';
import {formatAge} from './time.ts';
import {formatBriefWorkerChange} from './worker-change.ts';

const HEAD = 'Last session: ';
/** How much of a name stays at least, where a line is narrow. */
const SHORTEST_NAME = 10;

/**
 * The session that can be picked up, or is gone although its job goes on, in one line of at most `columns`: the keys are
 * never cut off, the name before the rest.
 */
export const formatLastSession = (
  {record, change}: Pick<ListedSession, 'record' | 'change'>,
  {nowMs, columns, isPlain}: {readonly nowMs: number; readonly columns: number; readonly isPlain: boolean},
): string => {
  const when = isPlain ? '' : `, ${formatAge(nowMs - record.lastSeenMs)} ago`;
  const [tail, keys] = change
    ? [` is gone, ${formatBriefWorkerChange(change)}.`, ' S F forgets it.']
    : [`${when}.`, ' S Enter picks it up.'];
  const room = columns - HEAD.length - tail.length - keys.length;
  const name = cut(record.jobName, Math.max(SHORTEST_NAME, room));
  return `${cut(`${HEAD}${name}${tail}`, Math.max(0, columns - keys.length))}${keys}`;
};
