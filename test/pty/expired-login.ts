import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {CommandEnd, DxtopOptions, Place} from './start-dxtop.ts';

/** A user whose token is not accepted any more. */
export interface ExpiredLogin {
  /** With what dxtop finds that token, and the next one. */
  readonly env: NonNullable<DxtopOptions['env']>;
  /** Logs in with one that is, as in another window. */
  readonly logIn: () => Promise<CommandEnd>;
}

/** Puts a token that nobody knows in the place of the user's own. */
export const expireLogin = (place: Place): ExpiredLogin => {
  const directory = path.join(place.home.path, '.dnanexus_config');
  const [, token = ''] = /"auth_token":"([^"]+)"/.exec(place.env['DX_SECURITY_CONTEXT'] ?? '') ?? [];
  const env = {DX_USER_CONF_DIR: directory, DX_SECURITY_CONTEXT: undefined};
  mkdirSync(directory);
  writeFileSync(
    path.join(directory, 'environment.json'),
    JSON.stringify({DX_SECURITY_CONTEXT: '{"auth_token": "expired", "auth_token_type": "Bearer"}'}),
  );
  return {env, logIn: () => place.run(['login', '--no-projects'], {env, input: `${token}\n`})};
};
