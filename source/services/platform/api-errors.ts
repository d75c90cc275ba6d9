import type {IncomingHttpHeaders} from 'node:http';
import {ApiError, NetworkError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

const MIN_WAIT_S = 1;
const MAX_WAIT_S = 300;

/**
 * Reads `Retry-After`, as seconds or as a date, into milliseconds between 1 and 300 s (threat-model H-3); `undefined`
 * when it is absent or neither.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const toRetryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(MAX_WAIT_S, Math.max(MIN_WAIT_S, seconds)) * 1000;
};

const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** Whether a body claims to be JSON; the platform's always says so. */
export const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json\b/i.test(headers['content-type'] ?? '');

const readErrorReply = (body: Buffer): {type: string; message: string} | undefined => {
  try {
    const {error} = JSON.parse(body.toString('utf8')) as {error?: {type?: unknown; message?: unknown} | null};
    if (typeof error?.type !== 'string') return undefined;
    return {type: error.type, message: typeof error.message === 'string' ? error.message : ''};
  } catch {
    // Not the platform's words after all; the caller says so with the status.
    return undefined;
  }
};

/**
 * Makes the error for an answer that is not a 2xx. A body that is not the platform's own error, such as a gateway's
 * page, is not shown; its type is then `HTTP` and the status.
 *
 * @param nowMs for a `Retry-After` that is a date
 * @param body complete, and known to nest no deeper than allowed
 */
export const toAnswerError = (
  status: number,
  headers: IncomingHttpHeaders,
  body: Buffer,
  host: string,
  nowMs: number,
): ApiError | NetworkError => {
  if (status >= 300 && status < 400) {
    return new NetworkError(
      'redirect',
      host,
      `${clean(host)} sent us to another address (${status}), where your token must not go.`,
      'Check DX_APISERVER_HOST, and whether this network asks you to sign in first.',
    );
  }
  if (status === 407) {
    return new NetworkError(
      'protocol',
      host,
      'The proxy wants a user name and password (407).',
      'Check HTTPS_PROXY.',
    );
  }
  const reply = isJson(headers) ? readErrorReply(body) : undefined;
  const requestId = firstOf(headers['x-request-id']);
  return new ApiError(
    clean(reply?.type ?? `HTTP ${status}`, 200),
    status,
    clean(reply?.message ?? 'a gateway or proxy answered instead of the platform'),
    requestId === undefined ? undefined : clean(requestId, 100),
    toRetryAfterMs(firstOf(headers['retry-after']), nowMs),
  );
};
