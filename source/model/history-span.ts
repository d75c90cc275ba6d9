/** How far back the list goes, in milliseconds, or everything there is. */
export type HistorySpan = number | 'all';

const DAY_MS = 24 * 3_600_000;

/** How far back the list goes at the start. */
export const FIRST_SPAN: HistorySpan = DAY_MS;

/** How far back one can ask it to go: the key of the menu, and the span. */
export const HISTORY_SPANS: readonly (readonly [key: string, span: HistorySpan])[] = [
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
  ['m', 30 * DAY_MS],
  ['q', 90 * DAY_MS],
  ['a', 'all'],
];

/** Whether one goes back further than another. */
export const isFurther = (span: HistorySpan, than: HistorySpan): boolean =>
  than !== 'all' && (span === 'all' || span > than);

/** A span as it was kept; `undefined` when it is none. */
export const toKeptSpan = (value: unknown): HistorySpan | undefined =>
  value === 'all' || (typeof value === 'number' && value > 0 && Number.isFinite(value)) ? value : undefined;

/** When a span begins, in milliseconds since the Unix epoch; 0 for everything. */
export const toSinceMs = (span: HistorySpan, nowMs: number): number => (span === 'all' ? 0 : nowMs - span);
