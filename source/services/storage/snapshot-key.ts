import {createHash} from 'node:crypto';
import type {ApiServer} from '../settings/api-server.ts';
import type {Secret} from '../settings/secret.ts';
import {toServerKey} from './server-key.ts';

/**
 * Under what the snapshot of an account is kept. Half of a hash of more than the token: nothing can be done with it, and
 * it is not what the platform itself calls the token.
 *
 * @param scope which of the account's executions
 */
export const toSnapshotKey = (server: ApiServer, token: Secret, scope: string): string => {
  const hash = createHash('sha256').update(`dxtop snapshot\n${token.reveal()}`).digest('hex');
  return `${toServerKey(server)} ${hash.slice(0, 32)} ${scope}`;
};
