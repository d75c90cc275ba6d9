import type {IncomingMessage} from 'node:http';
import {ApiFailure, InvalidAuthentication, MalformedJson} from './errors.ts';
import {toTokenSignature, type PlatformState} from './state.ts';

/** A refusal that the platform does not know: it keeps web pages and neighbours out. Footing: ours (E-2). */
class Refusal extends ApiFailure {
  constructor(status: number, message: string) {
    super(status, 'PermissionDenied', message);
  }
}

/** The caller's user ID; throws for a missing, unknown or revoked token. Footing: both messages observed. */
export const requireUser = (authorization: string | undefined, state: PlatformState): string => {
  if (authorization === undefined) {
    throw new InvalidAuthentication('You need to be logged in to use this method');
  }
  const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
  // Only hashes are compared, so the time it takes says nothing about the token.
  const userId = token === undefined ? undefined : state.tokenOwners.get(toTokenSignature(token));
  if (userId === undefined) throw new InvalidAuthentication('The token could not be found');
  return userId;
};

/** Throws unless the Host header names this server. */
export const requireOurHost = ({headers}: IncomingMessage, port: number): void => {
  if (headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`) return;
  throw new Refusal(403, 'This Host is not served here');
};

/** Throws unless it is a POST to this server that no web page makes. */
export const requireOwnPost = (request: IncomingMessage, port: number): void => {
  requireOurHost(request, port);
  if (request.headers.origin !== undefined)
    throw new Refusal(403, 'Requests of web pages are not served here');
  if (request.method !== 'POST') throw new Refusal(405, 'Only POST is served here');
};

/** Throws unless the body is declared as JSON. Footing: documented, any parameters after the type are fine. */
export const requireJson = ({headers}: IncomingMessage): void => {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new MalformedJson('Expected the Content-Type header to be "application/json"');
  }
};

/**
 * Lets a request through and says who makes it, or throws before anything of it is looked at.
 *
 * Host must name this server, no page may be its origin, it must be a POST of JSON, and it must carry a token.
 */
export const requireCaller = (request: IncomingMessage, port: number, state: PlatformState): string => {
  requireOwnPost(request, port);
  const userId = requireUser(request.headers.authorization, state);
  requireJson(request);
  return userId;
};
