const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number): string => String(value).padStart(2, '0');

/** A running time to the second, such as `0:03:12` or `2d 04:05:06`. Negative ones are zero. */
export const formatDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${String(days)}d ${two(hours)}:${rest}` : `${String(hours)}:${rest}`;
};

/** An age in its largest unit, at most four characters: `12s`, `5m`, `3h`, `9d`. Negative ones are zero. */
export const formatAge = (ms: number): string => {
  if (ms < MINUTE_MS) return `${String(Math.max(0, Math.floor(ms / SECOND_MS)))}s`;
  if (ms < HOUR_MS) return `${String(Math.floor(ms / MINUTE_MS))}m`;
  if (ms < 2 * DAY_MS) return `${String(Math.floor(ms / HOUR_MS))}h`;
  return `${String(Math.floor(ms / DAY_MS))}d`;
};

/** How old it is what the last run of dxtop has stored, such as `as of 3h ago, loading`. */
export const formatStoredAge = (ageMs: number, {isLoading}: {readonly isLoading: boolean}): string =>
  `as of ${formatAge(ageMs)} ago${isLoading ? ', loading' : ''}`;

/** A moment in local time, `2026-11-23 04:05:06`; `?` for one that no calendar has. */
export const formatMoment = (ms: number): string => {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '?';
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${formatClock(ms)}`;
};

/** The time of day, `04:05:06`, in local time. */
export const formatClock = (ms: number): string => {
  const date = new Date(ms);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};

/** A span between two moments, in words: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 days`. Negative ones are zero. */
export const formatSpan = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span < 10 * SECOND_MS) return `${String(Math.round(span / 100) / 10)} s`;
  if (span < 2 * MINUTE_MS) return `${String(Math.round(span / SECOND_MS))} s`;
  if (span < 2 * HOUR_MS) return `${String(Math.round(span / MINUTE_MS))} min`;
  if (span < 2 * DAY_MS) return `${String(Math.round(span / HOUR_MS))} h`;
  return `${String(Math.round(span / DAY_MS))} days`;
};
