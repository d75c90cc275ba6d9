import type {IncomingMessage} from 'node:http';
import type {WebSocket} from 'ws';
import {ApiError, CancelError, DxtopError} from '../../model/errors.ts';
import type {JobId} from '../../model/ids.ts';
import type {LogLine} from '../../model/log-line.ts';
import type {LogRequestFrame} from '../../wire/log.ts';
import {toAnswerError} from '../platform/api-errors.ts';
import {createTransport, type Transport} from '../platform/http-agent.ts';
import type {HttpSettings} from '../platform/http-client.ts';
import {toTimeoutError} from '../platform/network-errors.ts';
import {toProxy} from '../platform/proxy.ts';
import {toCloseError, toSocketError} from './socket-errors.ts';
import {toLogFrame} from './to-log-frame.ts';

/** What to ask the log's server for. */
export interface LogRequest {
  readonly jobId: JobId;
  /** How many past lines to send first; 262,144 at most. */
  readonly recentCount: number;
  /** Whether the jobs below it are wanted too; not together with `jobTry`. */
  readonly isTree?: boolean | undefined;
  /** An older try; the latest when absent. */
  readonly jobTry?: number | undefined;
  /** All when absent. */
  readonly levels?: readonly string[] | undefined;
}

/** How one connection ended well: with the end of the log, or because the server restarts and asks us to come back. */
export type LogSocketEnd = 'end' | 'restart';

/** One connection to one log. */
export interface LogSocket {
  /**
   * Rejects with `ApiError` when the platform refuses, `NetworkError` when the connection cannot be made or is lost,
   * `CancelError` after `close`.
   */
  readonly done: Promise<LogSocketEnd>;
  /** Stops reading; what the server sends meanwhile stays on its side once the buffers in between are full. */
  pause(): void;
  resume(): void;
  /** Safe to call twice. */
  close(): void;
}

/** Who is told of what comes. */
export interface LogListener {
  readonly onLine: (line: LogLine) => void;
  /** For a message that nobody can read. */
  readonly onUnreadable: () => void;
  /** When the connection stands and the token was sent. */
  readonly onOpen?: () => void;
}

/** Opens connections to logs; one transport for all of them. */
export interface LogConnector {
  open(request: LogRequest, listener: LogListener): LogSocket;
  /** `host:port`, for messages. */
  readonly place: string;
  /** Ends all connections that are open. */
  close(): void;
}

/** Limits; the defaults are those for people. */
export interface LogConnectorOptions {
  /** For the whole way to an open WebSocket. */
  readonly handshakeMs?: number;
  /** A connection that answers no ping for so long is dead. */
  readonly silenceMs?: number;
  /** What one message may hold; a line is cut at 8 kB long before, but a broken server may send more. */
  readonly maxMessageBytes?: number;
  readonly now?: () => number;
}

/** The platform sends nothing at all for more than so many. Source: the official client's own comment. */
export const MAX_RECENT_COUNT = 262_144;
const MAX_ERROR_BODY_BYTES = 16 * 1024;
/** Of each turn of the event loop, what reading a log may take, so that a flood leaves time for keys and frames. */
const SLICE_MS = 8;
const PAUSE_MS = 4;

/** Reads at most the first bytes of a refusal's body. */
const readStart = async (response: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ERROR_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ERROR_BODY_BYTES);
};

/**
 * Makes the one place that opens log connections: to the API's host and over the same proxy and trust as its calls.
 * The token goes in the first message, after the server has proved who it is (threat-model X-1).
 *
 * The caller closes it. Source: reference section G, from the official client.
 */
export const createLogConnector = (
  settings: HttpSettings & {readonly watchPort: number | undefined},
  options: LogConnectorOptions = {},
): LogConnector => {
  const {handshakeMs = 15_000, silenceMs = 30_000, maxMessageBytes = 32 * 2 ** 20, now = Date.now} = options;
  const {apiServer} = settings;
  const port = settings.watchPort ?? apiServer.port;
  const host = apiServer.host.includes(':') ? `[${apiServer.host}]` : apiServer.host;
  const place = `${host}:${port}`;
  const isSecure = apiServer.protocol === 'https';
  const proxy = toProxy({...apiServer, port}, settings.proxyEnvironment);
  const sockets = new Set<LogSocket>();
  let transport: Promise<Transport> | undefined;

  const toFrame = (request: LogRequest): LogRequestFrame => ({
    // Of now: the user may have logged in again since the start.
    access_token: settings.token?.reveal() ?? '',
    token_type: settings.tokenType,
    numRecentMessages: Math.min(MAX_RECENT_COUNT, Math.max(0, request.recentCount)),
    recurseJobs: request.isTree ?? false,
    tail: true,
    ...(request.jobTry !== undefined && {try: request.jobTry}),
    ...(request.levels && {levels: request.levels}),
    metricsFormat: 'text',
  });

  const connect = async (request: LogRequest): Promise<WebSocket> => {
    transport ??= createTransport(settings, proxy);
    const [{agent, tlsOptions}, {WebSocket}] = await Promise.all([transport, import('ws')]);
    return new WebSocket(`${isSecure ? 'wss' : 'ws'}://${place}/${request.jobId}/getLog/websocket`, {
      ...(tlsOptions as object),
      agent,
      origin: `${apiServer.protocol}://${place}`,
      handshakeTimeout: handshakeMs,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      // A stranger's bytes that are no UTF-8 become `�`, instead of ending the connection again and again.
      skipUTF8Validation: true,
    });
  };

  const open = (request: LogRequest, listener: LogListener): LogSocket => {
    const {promise: done, resolve, reject} = Promise.withResolvers<LogSocketEnd>();
    // Whoever does not wait for the end is not to be killed by it.
    done.catch(() => undefined);
    let socket: WebSocket | undefined;
    let isOver = false;
    let isPaused = false;
    let pauseTimer: NodeJS.Timeout | undefined;
    const timers = new Set<NodeJS.Timeout>();

    const finish = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      for (const timer of timers) clearInterval(timer);
      clearTimeout(pauseTimer);
      sockets.delete(logSocket);
      settle();
      // Nobody waits for the closing handshake; a paused one would never see it.
      socket?.terminate();
    };
    const fail = (error: unknown): void =>
      finish(() => reject(error instanceof DxtopError ? error : toSocketError(error, place, proxy?.host)));
    const timeOut = setTimeout(() => fail(toTimeoutError(place, handshakeMs)), handshakeMs);
    timers.add(timeOut);

    let sliceEndMs = 0;
    /** Reading stops for a moment when it has taken its share, and the server has to wait. */
    const yieldAfterSlice = (): void => {
      const nowMs = performance.now();
      if (sliceEndMs === 0) {
        sliceEndMs = nowMs + SLICE_MS;
        setImmediate(() => {
          sliceEndMs = 0;
        });
      } else if (nowMs > sliceEndMs && pauseTimer === undefined) {
        socket?.pause();
        pauseTimer = setTimeout(() => {
          pauseTimer = undefined;
          if (!isPaused) socket?.resume();
        }, PAUSE_MS);
      }
    };

    const handleMessage = (data: Buffer, isBinary: boolean): void => {
      if (isOver) return;
      const frame = toLogFrame(data, isBinary);
      if (frame.kind === 'line') listener.onLine(frame.line);
      else if (frame.kind === 'unreadable') listener.onUnreadable();
      else if (frame.kind === 'end') finish(() => resolve('end'));
      else fail(new ApiError(frame.type, 0, frame.message, undefined, undefined));
      yieldAfterSlice();
    };

    const refuse = async (response: IncomingMessage): Promise<void> => {
      const body = await readStart(response);
      fail(toAnswerError(response.statusCode ?? 0, response.headers, body, place, now()));
    };

    /** A ping every half of the silence; the platform's answers to it show that the quiet line is alive. */
    const watchSilence = (opened: WebSocket): void => {
      let isAnswered = true;
      opened.on('pong', () => {
        isAnswered = true;
      });
      opened.on('message', () => {
        isAnswered = true;
      });
      const timer = setInterval(() => {
        // While nobody reads, nobody can see an answer.
        if (isPaused) return;
        if (!isAnswered) fail(toTimeoutError(place, silenceMs));
        isAnswered = false;
        if (opened.readyState === opened.OPEN) opened.ping();
      }, silenceMs / 2);
      timer.unref();
      timers.add(timer);
    };

    const listen = (created: WebSocket): void => {
      socket = created;
      created.binaryType = 'nodebuffer';
      created.on('open', () => {
        clearTimeout(timeOut);
        created.send(JSON.stringify(toFrame(request)));
        if (isPaused) created.pause();
        watchSilence(created);
        listener.onOpen?.();
      });
      created.on('unexpected-response', (_request, response) => void refuse(response).catch(fail));
      created.on('message', (data, isBinary) => handleMessage(data as Buffer, isBinary));
      created.on('error', fail);
      created.on('close', (code, reason) => {
        if (code === 1000) finish(() => resolve('end'));
        else if (code === 1001) finish(() => resolve('restart'));
        else fail(toCloseError(code, reason.toString('utf8'), place));
      });
    };

    const logSocket: LogSocket = {
      done,
      pause: () => {
        isPaused = true;
        if (socket?.readyState === 1) socket.pause();
      },
      resume: () => {
        isPaused = false;
        if (pauseTimer === undefined && socket?.readyState === 1) socket.resume();
      },
      close: () => finish(() => reject(new CancelError('Cancelled.'))),
    };
    sockets.add(logSocket);
    connect(request).then((created) => {
      listen(created);
      if (isOver) created.terminate();
    }, fail);
    return logSocket;
  };

  return {
    open,
    place,
    close: () => {
      for (const socket of [...sockets]) socket.close();
      // A transport that could not be made has nothing to end, and said so where it was used.
      transport?.then(({agent}) => agent.destroy()).catch(() => undefined);
    },
  };
};
