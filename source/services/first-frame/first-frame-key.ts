import {createHash} from 'node:crypto';
import {readDxSettings} from '../settings/dx-settings.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import {type DirectoryOptions, toSettingsPath} from '../settings/state-directory.ts';
import {toSnapshotKey} from '../storage/snapshot-key.ts';

declare const DXTOP_VERSION: string | undefined;

/** A larger settings file is not used either; see `readUserSettings`. */
const MAX_BYTES = 256 * 1024;
/** What a frame looks like also depends on these. */
const VARIABLES = [
  'TERM',
  'COLORTERM',
  'TERM_PROGRAM',
  'NO_COLOR',
  'FORCE_COLOR',
  'LC_ALL',
  'LC_CTYPE',
  'LANG',
  'TZ',
] as const;

/**
 * Under what a frame may be shown: a hash of all that it depends on besides the time and the size of the terminal. That
 * is this version of dxtop, the account and the server, every setting, and the variables about terminals.
 *
 * Shape: hexadecimal; `undefined` when nobody is logged in, or the settings cannot be used: then the start itself says
 * so. Nothing can be done with the token's part in it. Never throws.
 */
export const findFirstFrameKey = (
  places: DirectoryOptions & {readonly parentProcessId: number},
): string | undefined => {
  const file = readRegularFile(toSettingsPath(places), MAX_BYTES);
  if (file.kind === 'unusable') return undefined;
  try {
    const {apiServer, token, username} = readDxSettings(places);
    if (token === undefined) return undefined;
    const parts = [
      typeof DXTOP_VERSION === 'undefined' ? 'from source' : DXTOP_VERSION,
      toSnapshotKey(apiServer, token, 'self'),
      username ?? null,
      file.kind === 'read' ? file.content.toString('latin1') : null,
      ...VARIABLES.map((name) => places.environment[name] ?? null),
    ];
    return createHash('sha256')
      .update(`dxtop first frame\n${JSON.stringify(parts)}`)
      .digest('hex');
  } catch {
    // An API server that is none: the start reads the same settings again, and tells.
    return undefined;
  }
};
