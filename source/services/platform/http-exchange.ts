import type {ClientRequest, IncomingHttpHeaders, IncomingMessage} from 'node:http';
import {NetworkError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {createDepthWatch} from './json-depth.ts';
import {toErrorCode} from './network-errors.ts';

/** A complete answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What an answer may be like at most (threat-model H-1). */
export interface AnswerLimits {
  /** `host:port`, for messages. */
  readonly host: string;
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** What was answered the last time, and has passed these limits. */
  readonly known?: Buffer | undefined;
}

/** Reads the answer. As long as it says what is known it is only compared, and when it says no more and no less `known` itself is the result. */
const readBody = async (
  response: IncomingMessage,
  {host, maxBytes, maxDepth, known}: AnswerLimits,
): Promise<Buffer> => {
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    // We asked for none; decoding what we did not ask for is how a small answer becomes a huge one.
    throw new NetworkError(
      'protocol',
      host,
      `${clean(host)} sent an encoding that was not asked for (${clean(encoding, 40)}).`,
      'Check the proxy settings.',
    );
  }
  const refuse = (what: string) =>
    new NetworkError(
      'size',
      host,
      `${clean(host)} sent an answer ${what}; it was not read.`,
      'Look at fewer executions at once.',
    );
  const tooLong = () => refuse(`of more than ${Math.round(maxBytes / 2 ** 20)} MiB`);
  if (Number(response.headers['content-length']) > maxBytes) throw tooLong();
  const isShallow = createDepthWatch(maxDepth);
  const chunks: Buffer[] = [];
  let length = 0;
  let isKnown = known !== undefined;
  const leaveKnown = (knownLength: number) => {
    isKnown = false;
    const start = known?.subarray(0, knownLength) ?? Buffer.alloc(0);
    isShallow(start);
    chunks.push(start);
  };
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const from = length;
    length += chunk.length;
    if (length > maxBytes) throw tooLong();
    if (isKnown && known?.subarray(from, length).equals(chunk)) continue;
    if (isKnown) leaveKnown(from);
    if (!isShallow(chunk)) throw refuse(`that nests deeper than ${maxDepth} levels`);
    chunks.push(chunk);
  }
  if (isKnown && known?.length === length) return known;
  if (isKnown) leaveKnown(length);
  return Buffer.concat(chunks, length);
};

/** So many connections wait for the next request at most; each of them may have been closed meanwhile. */
export const MAX_KEPT_CONNECTIONS = 2;

const closedEarly = (): Error => Object.assign(new Error('closed without an answer'), {code: 'ECONNRESET'});

/**
 * Sends a request and reads its whole answer. A request that meets a kept connection which the server had just closed
 * is sent once more, and over a new one at the latest when all kept ones were such, as after a sleep: as a rule nobody
 * has read it, and every call that dxtop makes may be repeated.
 *
 * Throws: `NetworkError` when the answer breaks a limit; Node's own error when the connection fails, or `signal` is aborted.
 * Source: https://nodejs.org/api/http.html#requestreusedsocket
 *
 * @param send starts the request anew each time
 */
export const exchange = async (
  send: () => ClientRequest,
  limits: AnswerLimits,
  signal: AbortSignal,
): Promise<Answer> => {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const request = send();
    const onAbort = () => request.destroy();
    signal.addEventListener('abort', onAbort, {once: true});
    let isAnswered = false;
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request.once('response', resolve);
        request.on('error', reject);
        request.once('close', () => reject(closedEarly()));
      });
      isAnswered = true;
      const body = await readBody(response, limits);
      return {status: response.statusCode ?? 0, headers: response.headers, body};
    } catch (error) {
      request.destroy();
      const isStale =
        request.reusedSocket && !isAnswered && ['ECONNRESET', 'EPIPE'].includes(toErrorCode(error));
      if (!isStale || tries > MAX_KEPT_CONNECTIONS || signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
};
