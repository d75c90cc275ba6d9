import {createHash} from 'node:crypto';
import {toSnapshotKey} from '../storage/snapshot-key.ts';
import type {Start} from './read-start.ts';

declare const DXTOP_VERSION: string | undefined;

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
 * Shape: hexadecimal. Nothing can be done with the token's part in it.
 */
export const toFirstFrameKey = (
  {settings: {apiServer, token, username}, userSettings}: Start,
  environment: NodeJS.ProcessEnv,
): string => {
  const parts = [
    typeof DXTOP_VERSION === 'undefined' ? 'from source' : DXTOP_VERSION,
    toSnapshotKey(apiServer, token, 'self'),
    username ?? null,
    userSettings?.toString('latin1') ?? null,
    ...VARIABLES.map((name) => environment[name] ?? null),
  ];
  return createHash('sha256')
    .update(`dxtop first frame\n${JSON.stringify(parts)}`)
    .digest('hex');
};
