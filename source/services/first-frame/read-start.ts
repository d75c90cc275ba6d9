import {type DxSettings, readDxSettings} from '../settings/dx-settings.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import type {Secret} from '../settings/secret.ts';
import {type DirectoryOptions, toSettingsPath} from '../settings/state-directory.ts';

/** A larger settings file is not used either; see `readUserSettings`. */
const MAX_BYTES = 256 * 1024;

/** Who starts the dashboard, and how it is set, as far as that can be told before anything is loaded. */
export interface Start {
  readonly settings: DxSettings & {readonly token: Secret};
  /** The user's own settings as they are in their file, unread; `undefined` where there is no file. */
  readonly userSettings: Buffer | undefined;
}

/**
 * Reads who starts the dashboard. `undefined` when nobody is logged in, or the settings cannot be used: then the start
 * itself says so. Never throws.
 */
export const readStart = (
  places: DirectoryOptions & {readonly parentProcessId: number},
): Start | undefined => {
  const file = readRegularFile(toSettingsPath(places), MAX_BYTES);
  if (file.kind === 'unusable') return undefined;
  try {
    const settings = readDxSettings(places);
    const {token} = settings;
    if (token === undefined) return undefined;
    return {settings: {...settings, token}, userSettings: file.kind === 'read' ? file.content : undefined};
  } catch {
    // An API server that is none: the start reads the same settings again, and tells.
    return undefined;
  }
};
