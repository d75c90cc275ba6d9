import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {WebSocketServer, type RawData, type WebSocket} from 'ws';
import {ApiFailure, InternalError, ResourceNotFound} from './errors.ts';
import type {Fault, FaultQueue} from './faults.ts';
import {requireUser} from './guard.ts';
import {readLogRequest} from './log-request.ts';
import {LogStream, type LogMessage} from './log-stream.ts';
import type {LogStore} from './logs.ts';
import type {RequestLog} from './request-log.ts';
import type {PlatformState} from './state.ts';

/** What the log server works on. */
export interface LogServerParts {
  state: PlatformState;
  logs: LogStore;
  faults: FaultQueue;
  requestLog: RequestLog;
  advance: () => number;
}

/** The log WebSocket of the API. */
export interface LogServer {
  /** Serves an upgrade if its path is a job's log; says whether it is. `onCaller` is called when a token was shown. */
  serve(request: IncomingMessage, socket: Duplex, head: Buffer, onCaller: () => void): boolean;
  /** Closes every stream as a platform that restarts does. */
  restart(): void;
  close(): void;
}

const route = 'job/getLog';
/** How often a stream looks for lines that come without anybody's call. */
const lookMs = 200;
/** A reader that does not read gets no more than this ahead of it. */
const aheadBytes = 1024 * 1024;
/** How long a reader may take to close after END_LOG. Footing: assumed, the official client closes at once. */
const lingerMs = 5_000;

/** The job whose log a path names. Footing: documented, also that a query is ignored. */
const toJobId = (url: string): string | undefined =>
  /^\/([\w.-]+)\/getLog\/websocket$/.exec(url.split('?', 1)[0] ?? '')?.[1];

/** Footing: observed, a reason of JSON; the code, which no client looks at, is assumed. */
const closeWith = (socket: WebSocket, {type, message}: {type: string; message: string}): void => {
  // A close frame has room for 123 bytes.
  const room = 123 - Buffer.byteLength(JSON.stringify({type, message: ''}));
  let cut = message;
  while (Buffer.byteLength(JSON.stringify(cut)) - 2 > room) cut = cut.slice(0, -1);
  socket.close(1008, JSON.stringify({type, message: cut}));
};

/** Sends what a stream has, as fast as the reader reads, until it ends or the reader leaves. */
const play = (parts: LogServerParts, stream: LogStream, socket: WebSocket): void => {
  let queue: LogMessage[] = [];
  const leaves = new Map<string, () => void>();
  let isPlanned = false;
  const look = () => {
    isPlanned = false;
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount > aheadBytes) return;
    if (queue.length === 0) {
      parts.advance();
      queue = stream.take();
      for (const {id} of stream.jobs()) if (!leaves.has(id)) leaves.set(id, parts.logs.subscribe(id, plan));
    }
    let count = 0;
    for (; count < queue.length && socket.bufferedAmount <= aheadBytes; count++)
      socket.send(JSON.stringify(queue[count]), count % 100 === 99 ? plan : undefined);
    queue = count === queue.length ? [] : queue.slice(count);
    if (!stream.hasEnded || queue.length > 0) return;
    leave();
    setTimeout(() => socket.close(1000), lingerMs).unref();
  };
  const plan = () => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(look);
  };
  const timer = setInterval(look, lookMs).unref();
  const leave = () => {
    clearInterval(timer);
    for (const stop of leaves.values()) stop();
    leaves.clear();
  };
  socket.once('close', leave);
  look();
};

/** Does what a fault orders; says whether the stream is to go on. */
const playLogFault = (socket: WebSocket, fault: Fault): boolean => {
  const {kind, type = 'InternalError', message = 'Something went wrong; please try again later'} = fault;
  if (kind === 'hang') return false;
  if (kind === 'badJson' || kind === 'wrongTypes') {
    socket.send(
      kind === 'badJson' ? '{"timestamp": 1, "msg": ' : '{"timestamp": "soon", "msg": 7, "line": null}',
    );
    return true;
  }
  if (kind === 'status') closeWith(socket, {type, message});
  else if (kind === 'html') socket.close(1011, '<html>');
  else socket.terminate();
  return false;
};

const start = (
  parts: LogServerParts,
  jobId: string,
  socket: WebSocket,
  text: string,
  onCaller: () => void,
) => {
  const request = readLogRequest(text);
  const userId = requireUser(request.authorization, parts.state);
  onCaller();
  const {authorization: _authorization, levels, ...rest} = request;
  const body = {...rest, ...(levels && {levels: [...levels]})};
  parts.requestLog.add({route, subject: jobId, method: 'getLog', body, atMs: parts.advance()});
  const record = parts.state.requireExecution(jobId, userId);
  const isKnown =
    request.try === undefined || parts.state.executions.getTry(jobId, request.try) !== undefined;
  if (record.class !== 'job' || !isKnown)
    throw new ResourceNotFound(`The log of ${jobId} could not be found`);
  const fault = parts.faults.take(route);
  if (fault && !playLogFault(socket, fault)) return;
  play(parts, new LogStream(parts.state, parts.logs, jobId, request), socket);
};

/**
 * Creates the server of job logs. It listens to nothing itself; the API server hands it upgrades whose Host is
 * ours, and drops those that show no token in time.
 *
 * Footing: documented, reference section G; any Origin is accepted, as the official client sends one.
 */
export const createLogServer = (parts: LogServerParts): LogServer => {
  const server = new WebSocketServer({noServer: true, maxPayload: 65_536, perMessageDeflate: false});
  return {
    serve: (request, socket, head, onCaller) => {
      const jobId = toJobId(request.url ?? '');
      if (jobId === undefined) return false;
      server.handleUpgrade(request, socket, head, (webSocket) => {
        // A reader that breaks the protocol or its connection is gone; nobody waits for it.
        webSocket.on('error', () => webSocket.terminate());
        webSocket.once('message', (data: RawData) => {
          try {
            start(parts, jobId, webSocket, (data as Buffer).toString(), onCaller);
          } catch (error) {
            closeWith(webSocket, error instanceof ApiFailure ? error : new InternalError(String(error)));
          }
        });
      });
      return true;
    },
    restart: () => {
      for (const socket of server.clients) socket.close(1001, 'Server restart, please reconnect later');
    },
    close: () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
};
