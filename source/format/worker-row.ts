import {nameMember, type WorkerReach} from '../model/cluster.ts';
import type {Worker} from '../model/execution.ts';
import type {ListedSession} from '../model/listed-session.ts';
import {cut, fit} from './fit.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {type SignStyle, toSign} from './state.ts';
import {type RowStyle, toRowStart} from './row-style.ts';
import {formatAge} from './time.ts';

/** What a row of the workers screen is made from. */
export interface WorkerRow {
  readonly number: number;
  readonly worker: Worker | undefined;
  readonly reach: WorkerReach | undefined;
  readonly session: ListedSession | undefined;
}

const NAME_COLUMNS = 12;
const STATE_COLUMNS = 15;
const SESSION_COLUMNS = 19;

/** The heading above the rows. */
export const formatWorkerHeading = (columns: number): string =>
  cut(
    ` ${fit('WORKER', NAME_COLUMNS)}${fit('STATE', STATE_COLUMNS)}${fit('SESSION', SESSION_COLUMNS)}HOST`,
    columns,
  );

/** Why nobody can attach to a machine of a running job now, as a short phrase; `undefined` when one can. */
export const workerObstacle = ({worker}: Pick<WorkerRow, 'worker'>): string | undefined => {
  if (!worker) return 'its host is not known';
  return worker.sshHostKey === undefined ? 'no host key is published for it' : undefined;
};

/** One machine of a job on one line. */
export const formatWorkerRow = (row: WorkerRow, style: RowStyle): string => {
  const {columns, nowMs, palette} = style;
  const {text, colour} = toState(row, style);
  const session = fit(toSession(row.session, nowMs, style.isPlain ?? false), SESSION_COLUMNS);
  const host = row.worker ? `${row.worker.host}:${String(row.worker.sshPort)}` : '';
  const rest = columns - 1 - NAME_COLUMNS - STATE_COLUMNS - SESSION_COLUMNS;
  const name = fit(nameMember(row.number), NAME_COLUMNS);
  return (
    toRowStart(name, style) +
    palette.colour(colour, fit(text, STATE_COLUMNS)) +
    session +
    cut(host, Math.max(0, rest))
  );
};

const toState = (row: WorkerRow, signs: SignStyle) => {
  const [good, bad, open] = [toSign('●', '+', signs), toSign('✗', 'x', signs), toSign('○', 'o', signs)];
  const {worker, reach} = row;
  if (!worker) return {text: `${open}no host yet`, colour: 'grey'} as const;
  if (worker.sshHostKey === undefined) return {text: `${bad}no host key`, colour: 'yellow'} as const;
  if (!reach) return {text: `${open}looking`, colour: 'grey'} as const;
  return reach.kind === 'answers'
    ? ({text: `${good}answers`, colour: 'green'} as const)
    : ({text: `${bad}no answer`, colour: 'red'} as const);
};

const toSession = (session: ListedSession | undefined, nowMs: number, isPlain: boolean): string => {
  if (!session) return isPlain ? 'no session' : '-';
  const ageMs = nowMs - session.record.lastSeenMs;
  const age = isPlain ? formatCoarseSpan(ageMs) : formatAge(ageMs);
  return session.standing === 'alive' ? `alive, ${age} ago` : `over, ${age} ago`;
};
