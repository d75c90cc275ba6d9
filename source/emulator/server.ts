import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Call} from './actions/action.ts';
import {ApiFailure, InternalError, ResourceNotFound} from './errors.ts';
import type {FaultQueue} from './faults.ts';
import {requireCaller, requireOurHost} from './guard.ts';
import type {Hash} from './input.ts';
import {createLogServer} from './log-server.ts';
import type {LogStore} from './logs.ts';
import {playFault} from './play-fault.ts';
import {readBody} from './request-body.ts';
import type {RequestLog} from './request-log.ts';
import {routes, toTarget, type Target} from './routes.ts';
import {sendFailure, sendJson} from './send-reply.ts';
import {Strangers} from './strangers.ts';
import type {Life} from './life.ts';
import type {PlatformState} from './state.ts';

/** What the server works on; `advance` brings life up to now and says when that is. */
export interface ServerParts {
  state: PlatformState;
  life: Life;
  faults: FaultQueue;
  requestLog: RequestLog;
  logs: LogStore;
  advance: () => number;
  latencyMs: () => number;
  /** See `EmulatorOptions`. */
  tokenDeadlineMs?: number | undefined;
}

/** The listening API server. */
export interface ApiServer {
  readonly port: number;
  /** Closes every log stream as a platform that restarts does. */
  restartLogs(): void;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** Footing: observed form, 13 digits of milliseconds, a dash, 1 to 6 digits. */
const toRequestId = (count: number) => `${Date.now()}-${count % 1_000_000}`;

type Caller = Pick<Call, 'userId' | 'jobId'>;

const answer = (parts: ServerParts, target: Target, caller: Caller, input: Hash): Hash => {
  const nowMs = parts.advance();
  const action = routes.get(target.route);
  if (action === undefined)
    throw new ResourceNotFound(`The route "/${target.subject}/${target.method}" could not be found`);
  const {state, life} = parts;
  return action({subject: target.subject, input, ...caller, nowMs, state, life});
};

const toFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure
    ? error
    : new InternalError(error instanceof Error ? error.message : String(error));

/** Turns one request into one reply; everything thrown on the way becomes an error reply. */
const handle = async (
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  onCaller: () => void,
): Promise<void> => {
  const userId = requireCaller(request, port, parts.state);
  const jobId = parts.state.findTokenJob(request.headers.authorization);
  onCaller();
  // Footing: observed, logs are for WebSockets only; this reply is no JSON.
  if (/\/getLog(\/websocket)?$/.test(request.url ?? '')) {
    response.writeHead(405, {Allow: 'GET', 'Content-Length': 0}).end();
    return;
  }
  const input = await readBody(request);
  const target = toTarget(request.url ?? '');
  if (target === undefined) throw new ResourceNotFound(`The route "${request.url ?? ''}" could not be found`);
  const {route, subject, method} = target;
  parts.requestLog.add({route, subject, method, body: input, atMs: parts.advance()});

  const fault = parts.faults.take(route);
  const latencyMs = parts.latencyMs();
  const failsBeforehand = fault && ['status', 'reset', 'hang', 'html'].includes(fault.kind);
  const reply = failsBeforehand
    ? {}
    : answer(parts, target, {userId, ...(jobId !== undefined && {jobId})}, input);
  // The reply is made before the wait, so a slow one tells what was true when it was asked for.
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs).unref());
  if (response.destroyed) return;
  if (fault) playFault(response, fault, reply);
  else sendJson(response, 200, JSON.stringify(reply));
};

const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
};

/** Starts the API on 127.0.0.1. Rejects when the port is taken. */
export const createApiServer = async (parts: ServerParts, wantedPort: number): Promise<ApiServer> => {
  let requestCount = 0;
  let port = 0;
  const server = createServer({maxHeaderSize: 16_384, requestTimeout: 30_000}, (request, response) => {
    response.setHeader('X-Request-ID', toRequestId(++requestCount));
    response.setHeader('DNAnexus-API', '1.0.0');
    // Kept, because a request whose connection is gone has none any more.
    const {socket} = request;
    let isKnown = false;
    const onCaller = () => {
      isKnown = true;
      strangers.admit(socket);
    };
    handle(parts, request, response, port, onCaller).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) {
        response.destroy();
        return;
      }
      const failure = toFailure(error);
      // Who is not let in does not get to keep the connection, nor to send the rest of a body.
      if (!isKnown || failure.status === 413) {
        response.setHeader('Connection', 'close');
        response.once('finish', () => socket.destroySoon());
      }
      sendFailure(response, failure);
    });
  });
  server.maxConnections = 1_000;
  server.on('connection', (socket) => socket.setNoDelay(true));
  const strangers = new Strangers(server, parts.tokenDeadlineMs);
  const logServer = createLogServer(parts);
  server.on('upgrade', (request, socket, head: Buffer) => {
    try {
      requireOurHost(request, port);
      if (logServer.serve(request, socket, head, () => strangers.admit(request.socket))) return;
    } catch {
      // Who asks a stranger's Host learns nothing from us.
    }
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  port = await listen(server, wantedPort);

  return {
    port,
    restartLogs: () => logServer.restart(),
    close: async () => {
      if (!server.listening) return;
      logServer.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
