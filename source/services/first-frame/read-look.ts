import type {UserSettings} from '../settings/user-settings.ts';

/** What of the user's settings the empty list shows. */
export type Look = Pick<UserSettings['display'], 'theme' | 'ascii'>;

/**
 * Reads from the settings file, `undefined` where there is none, how the empty list looks.
 *
 * Shape: `undefined` where only the dashboard can tell: what is wrong with the file stands above the list, other keys in
 * its footer, and for a screen reader nothing is drawn. Never throws.
 */
export const readLook = async (file: Buffer | undefined): Promise<Look | undefined> => {
  if (file === undefined) return {theme: 'auto', ascii: false};
  // A file of its own, for which nobody waits who has no settings.
  const {parseUserSettings} = await import('../settings/user-settings.ts');
  const {settings, notices} = await parseUserSettings(file.toString('utf8'), 'the settings');
  const {plain, theme, ascii} = settings.display;
  return notices.length > 0 || plain || settings.keys.size > 0 ? undefined : {theme, ascii};
};
