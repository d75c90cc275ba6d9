import {ApiError, type DxtopError, NetworkError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {toErrorCode, toNetworkError} from '../platform/network-errors.ts';

/** The status that the API answers with for each type of error; a close reason names only the type. */
const STATUSES: Readonly<Record<string, number>> = {
  InvalidAuthentication: 401,
  PermissionDenied: 401,
  ResourceNotFound: 404,
  InvalidInput: 422,
  InvalidState: 422,
  InvalidType: 422,
  RateLimitConditional: 429,
  ServiceUnavailable: 503,
};

const readReason = (reason: string): {type: string; message: string} | undefined => {
  try {
    const {type, message} = JSON.parse(reason) as {type?: unknown; message?: unknown};
    return typeof type === 'string' ? {type, message: typeof message === 'string' ? message : ''} : undefined;
  } catch {
    // A plain reason, or one that was cut at 123 bytes; the caller shows it as it is.
    return undefined;
  }
};

/**
 * The error that a close frame stands for: the platform's own one where the reason is JSON, else a lost connection.
 *
 * Source: reference section G.4, from the official client.
 *
 * @param place `host:port`, for the sentence
 */
export const toCloseError = (code: number, reason: string, place: string): DxtopError => {
  const refusal = readReason(reason);
  if (refusal) {
    const status = Object.hasOwn(STATUSES, refusal.type) ? STATUSES[refusal.type] : 500;
    return new ApiError(
      clean(refusal.type, 200),
      status ?? 500,
      clean(refusal.message),
      undefined,
      undefined,
    );
  }
  const words = reason === '' ? '' : `, ${clean(reason, 200)}`;
  return new NetworkError('reset', place, `${clean(place)} closed the log (code ${code}${words}).`, '');
};

/**
 * Tells in plain words why a log's connection broke: what the network or TLS did, or a message that is no WebSocket's.
 *
 * @param proxy the proxy in between, as `host:port`, without credentials
 */
export const toSocketError = (error: unknown, place: string, proxy: string | undefined): NetworkError => {
  const code = toErrorCode(error);
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return new NetworkError(
      'size',
      place,
      `${clean(place)} sent a log message that is too large to read.`,
      '',
    );
  }
  const isProtocol =
    code.startsWith('WS_ERR_') || (error instanceof Error && /^Invalid |^Server sent /.test(error.message));
  if (!isProtocol) return toNetworkError(error, place, proxy);
  return new NetworkError(
    'protocol',
    place,
    `${clean(place)} answered something that is not a WebSocket.`,
    'Check the proxy settings, and whether this network asks you to sign in first.',
    {cause: error},
  );
};
