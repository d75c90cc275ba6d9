import type {Agent} from 'node:http';
import {CancelError, DxtopError, NetworkError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {DxSettings} from '../settings/dx-settings.ts';
import {isJson, toAnswerError} from './api-errors.ts';
import {createTransport, type OpenTunnel, type Transport} from './http-agent.ts';
import {type Answer, exchange} from './http-exchange.ts';
import {toNetworkError, toTimeoutError} from './network-errors.ts';
import {toProxy} from './proxy.ts';

/** The part of the settings that says whom to ask, and as whom. */
export type HttpSettings = Pick<
  DxSettings,
  'apiServer' | 'token' | 'tokenType' | 'caCertPath' | 'usesSystemCa' | 'proxyEnvironment'
>;

/** Limits of each exchange; the defaults are those of the threat model, H-1. */
export interface HttpClientOptions {
  readonly deadlineMs?: number;
  readonly maxBytes?: number;
  readonly maxDepth?: number;
  readonly userAgent?: string;
  /** The way to the server, in place of a direct one or the proxy's. */
  readonly openTunnel?: OpenTunnel;
  /** For a `Retry-After` that is a date, and to know of a sleep of the computer; `Date.now` by default. */
  readonly now?: () => number;
}

/** For one exchange. */
export interface PostOptions {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
}

/** An answer as it came, for those who read it piece by piece. */
export interface RawAnswer {
  /** All of it. The very `known` that was given when not a byte differs from that. */
  readonly bytes: Buffer;
  /** Parses a piece of it, or all of it. Throws `NetworkError` when that is not JSON. */
  readonly parse: (piece?: Buffer) => unknown;
}

/** Asks one API server, over connections that it keeps. */
export interface HttpClient {
  /**
   * Posts a JSON object and reads the JSON object that answers it. One exchange, nothing is retried.
   *
   * Throws: `ApiError` when the platform, or a gateway, refuses; `NetworkError` when no usable answer came in time;
   * `ConfigError` when the certificate file cannot be used; `CancelError` when `signal` is aborted or the client closed.
   *
   * @param route such as `/system/whoami`
   */
  post(route: string, body: object, options?: PostOptions): Promise<object>;
  /**
   * The same, unparsed.
   *
   * @param known the bytes of the answer before, where the question is asked again and again; the answer is only compared
   * with them for as long as it says the same
   */
  postRaw(route: string, body: object, known: Buffer | undefined, options?: PostOptions): Promise<RawAnswer>;
  /** `host:port`, for messages. */
  readonly host: string;
  /** Ends all connections, and with them what is under way; safe to call twice. */
  close(): void;
}

/**
 * Kept connections that nobody has used for so long are not trusted: in a sleep of the computer, which no timer counts,
 * routers on the way forget them, and what is sent over such a one is not even refused.
 */
const MAX_IDLE_MS = 30_000;

const dropKept = ({freeSockets}: Agent): void => {
  for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
};

const toRefusal = (status: number, host: string, what: string) =>
  new NetworkError(
    'protocol',
    host,
    `${clean(host)} answered ${status} with ${what}.`,
    'Check whether this network asks you to sign in first, and the proxy settings.',
  );

const toRawAnswer = ({status, headers, body}: Answer, host: string): RawAnswer => {
  if (!isJson(headers)) throw toRefusal(status, host, 'something that is not JSON');
  return {
    bytes: body,
    parse(piece = body): unknown {
      try {
        return JSON.parse(piece.toString('utf8')) as unknown;
      } catch {
        // The parser's message would quote the answer, so our own sentence stands alone.
        throw toRefusal(status, host, 'broken JSON');
      }
    },
  };
};

const toObject = (answer: Answer, host: string): object => {
  const value = toRawAnswer(answer, host).parse();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw toRefusal(answer.status, host, 'JSON of the wrong shape');
  return value;
};

/**
 * Makes the one HTTP client of the program. The token goes to the configured server only, in the `Authorization`
 * header, and over TLS only after its certificate was verified; redirects are errors.
 *
 * Throws: `ConfigError` when the proxy's URL cannot be used. The caller closes it.
 */
export const createHttpClient = (settings: HttpSettings, options: HttpClientOptions = {}): HttpClient => {
  const {
    deadlineMs = 15_000,
    maxBytes = 32 * 2 ** 20,
    maxDepth = 64,
    userAgent = 'dxtop',
    now = Date.now,
  } = options;
  const {apiServer} = settings;
  const host = `${apiServer.host.includes(':') ? `[${apiServer.host}]` : apiServer.host}:${apiServer.port}`;
  const proxy = toProxy(apiServer, settings.proxyEnvironment);
  const underWay = new Set<(reason: Error) => void>();
  let transport: Promise<Transport> | undefined;
  let isClosed = false;
  let lastAskedMs = now();

  const send = ({request, agent, tlsOptions}: Transport, route: string, payload: Buffer) =>
    request({
      ...tlsOptions,
      agent,
      method: 'POST',
      host: apiServer.host,
      port: apiServer.port,
      path: route,
      headers: {
        'Accept-Encoding': 'identity',
        'Content-Type': 'application/json',
        'Content-Length': payload.length,
        'DNAnexus-API': '1.0.0',
        'User-Agent': userAgent,
        ...(settings.token && {Authorization: `${settings.tokenType} ${settings.token.reveal()}`}),
      },
    }).end(payload);

  const ask = async (
    route: string,
    payload: Buffer,
    known: Buffer | undefined,
    signal: AbortSignal,
  ): Promise<Answer> => {
    transport ??= createTransport(settings, proxy, options.openTunnel);
    const ready = await transport;
    const askedMs = now();
    if (askedMs - lastAskedMs > MAX_IDLE_MS) dropKept(ready.agent);
    lastAskedMs = askedMs;
    const limits = {host, maxBytes, maxDepth, known};
    const answer = await exchange(() => send(ready, route, payload), limits, signal);
    if (answer.status < 200 || answer.status > 299) {
      throw toAnswerError(answer.status, answer.headers, answer.body, host, now());
    }
    return answer;
  };

  const askInTime = async (
    route: string,
    body: object,
    known: Buffer | undefined,
    {signal, deadlineMs: ownDeadlineMs = deadlineMs}: PostOptions,
  ): Promise<Answer> => {
    if (isClosed || signal?.aborted) throw new CancelError('Cancelled.');
    const controller = new AbortController();
    const {promise: stopped, reject} = Promise.withResolvers<never>();
    const stop = (reason: Error) => {
      reject(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(() => stop(toTimeoutError(host, ownDeadlineMs)), ownDeadlineMs);
    const onAbort = () => stop(new CancelError('Cancelled.'));
    signal?.addEventListener('abort', onAbort, {once: true});
    underWay.add(stop);
    try {
      // Raced, and not only aborted: some waits, such as the look-up of a name, cannot be interrupted.
      return await Promise.race([
        ask(route, Buffer.from(JSON.stringify(body)), known, controller.signal),
        stopped,
      ]);
    } catch (error) {
      throw error instanceof DxtopError ? error : toNetworkError(error, host, proxy?.host);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      underWay.delete(stop);
    }
  };

  return {
    host,
    async post(route, body, options = {}) {
      return toObject(await askInTime(route, body, undefined, options), host);
    },
    async postRaw(route, body, known, options = {}) {
      return toRawAnswer(await askInTime(route, body, known, options), host);
    },
    close() {
      isClosed = true;
      for (const stop of underWay) stop(new CancelError('Cancelled.'));
      // A transport that could not be made has nothing to end, and said so where it was used.
      transport?.then(({agent}) => agent.destroy()).catch(() => undefined);
    },
  };
};
