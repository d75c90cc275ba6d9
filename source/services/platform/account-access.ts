import {createHash} from 'node:crypto';
import {ApiError} from '../../model/errors.ts';
import type {User} from '../../model/user.ts';
import type {ApiServer} from '../settings/api-server.ts';
import type {Secret} from '../settings/secret.ts';
import {createHttpClient, type HttpSettings} from './http-client.ts';
import {createPlatformClient} from './create-platform-client.ts';
import type {PlatformClient} from './platform-client.ts';

/** Whose token it is. Throws `ApiError` when it is nobody's, `NetworkError`. */
export const describeSelf = async (
  platform: Pick<PlatformClient, 'whoami' | 'describeUser'>,
): Promise<User> => {
  const {id} = await platform.whoami();
  return await platform.describeUser(id);
};

/**
 * Opens the API with other settings than those that are saved, for as long as `work` takes.
 *
 * Throws what `work` throws, and `ConfigError` for a proxy that cannot be used.
 */
export const withPlatform = async <Result>(
  settings: HttpSettings,
  work: (platform: PlatformClient) => Promise<Result>,
): Promise<Result> => {
  const http = createHttpClient(settings);
  try {
    return await work(createPlatformClient({http, settings}));
  } finally {
    http.close();
  }
};

/** The name under which the platform knows a token without being told it: its SHA-256, in hexadecimal. */
export const toTokenSignature = (token: Secret): string =>
  createHash('sha256').update(token.reveal()).digest('hex');

/**
 * Has the platform forget a token, so that nobody can use a copy of it either.
 *
 * Shape: `revoked`, or `unknown` when the platform does not know it any more. Throws `NetworkError` when there is no
 * answer, and `ApiError` for other refusals; the token is as it was then.
 * Source: the official client, `dx logout`.
 */
export const revokeToken = async (
  settings: HttpSettings,
  authServer: ApiServer,
  token: Secret,
): Promise<'revoked' | 'unknown'> => {
  const http = createHttpClient({...settings, apiServer: authServer, token});
  try {
    await http.post('/system/destroyAuthToken', {tokenSignature: toTokenSignature(token)});
    return 'revoked';
  } catch (error) {
    if (error instanceof ApiError && (error.isAuthentication || error.status === 404)) return 'unknown';
    throw error;
  } finally {
    http.close();
  }
};
