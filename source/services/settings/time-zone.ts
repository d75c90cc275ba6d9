import type {UserSettings} from './settings-table.ts';

/**
 * Makes the wished time zone that of the whole program. Node reads `TZ` anew when it is set, so that every date is
 * written in it, wherever that is done.
 */
export const setTimeZone = (timeZone: UserSettings['display']['timeZone']): void => {
  if (timeZone !== 'local') process.env['TZ'] = timeZone === 'utc' ? 'UTC' : timeZone;
};
