import {type Measure, MEASURES, type TimeWindow} from '../../model/metrics/measures.ts';
import type {KeyTable} from '../keys.ts';

/** What a key can do on the metrics page. */
export type MetricsAction =
  'next' | 'previous' | 'zoomIn' | 'zoomOut' | 'whole' | 'earlier' | 'later' | 'start' | 'end' | 'retry';

/** The keys of the metrics page. */
export const METRICS_TABLE: KeyTable<MetricsAction> = {
  name: 'metrics',
  title: 'On the metrics page of an execution',
  bindings: [
    {action: 'next', keys: ['down', 'j'], shown: 'j, down', label: 'chart of the next measure'},
    {action: 'previous', keys: ['up', 'k'], shown: 'k, up', label: 'chart of the previous measure'},
    {action: 'zoomIn', keys: ['+', '='], shown: '+', label: 'half as much time'},
    {action: 'zoomOut', keys: ['-'], shown: '-', label: 'twice as much time'},
    {action: 'whole', keys: ['0'], shown: '0', label: 'all of its time'},
    {action: 'earlier', keys: ['['], shown: '[', label: 'earlier'},
    {action: 'later', keys: [']'], shown: ']', label: 'later'},
    {action: 'start', keys: ['g', 'home'], shown: 'g', label: 'the start'},
    {action: 'end', keys: ['G', 'end'], shown: 'G', label: 'the latest, and follow it'},
    {action: 'retry', keys: ['r'], shown: 'r', label: 'connect again now'},
  ],
};

/** What of the measurements is looked at. */
export interface MetricsState {
  /** The measure that the chart shows. */
  readonly measure: Measure;
  /** How much time is shown; `undefined` for all of it. */
  readonly spanMs: number | undefined;
  /** Where the shown time ends; `undefined` to follow the latest measurement. */
  readonly endMs: number | undefined;
}

/** The start: all of its time. */
export const INITIAL_METRICS_STATE: MetricsState = {measure: 'cpu', spanMs: undefined, endMs: undefined};

const MINUTE_MS = 60_000;
const SHORTEST_MS = 5 * MINUTE_MS;

/** The time that is shown of measurements that go from one moment to another; it is never empty. */
export const toWindow = ({spanMs, endMs}: MetricsState, {fromMs, toMs}: TimeWindow): TimeWindow => {
  const end = endMs ?? toMs;
  return {fromMs: spanMs === undefined ? Math.min(fromMs, end - MINUTE_MS) : end - spanMs, toMs: end};
};

/** The state after an action, with the measurements going from one moment to another. */
export const reduceMetrics = (
  state: MetricsState,
  {action, known}: {readonly action: MetricsAction; readonly known: TimeWindow},
): MetricsState => {
  const wholeMs = known.toMs - known.fromMs;
  const spanMs = state.spanMs ?? wholeMs;
  const step = (count: number): MetricsState => {
    const at = MEASURES.indexOf(state.measure) + count + MEASURES.length;
    return {...state, measure: MEASURES[at % MEASURES.length] ?? 'cpu'};
  };
  const endAt = (endMs: number): MetricsState => {
    if (state.spanMs === undefined || endMs >= known.toMs) return {...state, endMs: undefined};
    return {...state, endMs: Math.max(endMs, known.fromMs + spanMs)};
  };
  switch (action) {
    case 'next':
      return step(1);
    case 'previous':
      return step(-1);
    case 'zoomIn': {
      const half = Math.max(SHORTEST_MS, spanMs / 2);
      return half >= wholeMs ? state : {...state, spanMs: half};
    }

    case 'zoomOut': {
      const isWhole = spanMs * 2 >= wholeMs;
      const endMs = isWhole || state.endMs === undefined ? undefined : state.endMs + spanMs / 2;
      const wider = {...state, spanMs: isWhole ? undefined : spanMs * 2};
      return endMs === undefined || endMs >= known.toMs
        ? {...wider, endMs: undefined}
        : {...wider, endMs: Math.max(endMs, known.fromMs + spanMs * 2)};
    }

    case 'whole':
      return {...state, spanMs: undefined, endMs: undefined};
    case 'earlier':
      return endAt((state.endMs ?? known.toMs) - spanMs / 2);
    case 'later':
      return endAt((state.endMs ?? known.toMs) + spanMs / 2);
    case 'start':
      return endAt(known.fromMs + spanMs);
    case 'end':
      return {...state, endMs: undefined};
    case 'retry':
      return state;
  }
};
