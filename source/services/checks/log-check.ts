import {randomBytes} from 'node:crypto';
import {DxtopError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {createTransport} from '../platform/http-agent.ts';
import {toNetworkError, toTimeoutError} from '../platform/network-errors.ts';
import {toProxy} from '../platform/proxy.ts';
import {type Check, failed, passed} from './check.ts';
import type {CheckSubject} from './check-facts.ts';

const LIMIT_MS = 5000;
/** The server opens the socket before it hears which job is meant, so any ID does. */
const NO_JOB = 'job-000000000000000000000000';

const toLogServer = ({settings}: CheckSubject) => ({
  ...settings.apiServer,
  port: settings.watchPort ?? settings.apiServer.port,
});

/**
 * Opens the log's WebSocket and closes it at once; no token is sent (reference G.1). Answers the HTTP status, 101 when
 * the socket is open. Throws `NetworkError` and `ConfigError`.
 */
const openLogSocket = async (subject: CheckSubject, signal: AbortSignal): Promise<number> => {
  const server = toLogServer(subject);
  const where = clean(`${server.host}:${String(server.port)}`);
  const proxy = toProxy(server, subject.settings.proxyEnvironment);
  const {request, agent, tlsOptions} = await createTransport({...subject.settings, apiServer: server}, proxy);
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    return await new Promise<number>((resolve, reject) => {
      const call = request({
        ...tlsOptions,
        agent,
        host: server.host,
        port: server.port,
        path: `/${subject.target?.jobId ?? NO_JOB}/getLog/websocket`,
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        },
        signal: AbortSignal.any([signal, limit]),
      });
      call.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      });
      call.on('response', (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      call.on('error', (error) => {
        if (limit.aborted) reject(toTimeoutError(where, LIMIT_MS));
        else reject(error instanceof DxtopError ? error : toNetworkError(error, where, proxy?.host));
      });
      call.end();
    });
  } finally {
    agent.destroy();
  }
};

const log: Check = {
  name: 'log',
  run: async ({subject, signal}) => {
    let status: number;
    try {
      status = await openLogSocket(subject, signal);
    } catch (error) {
      const {summary, remedy} = error as DxtopError;
      return failed(
        `Logs cannot be read. ${summary}`,
        remedy === '' ? 'Check your network, and DX_WATCH_PORT if you have set it.' : remedy,
      );
    }

    const {host, port} = toLogServer(subject);
    const where = clean(`${host}:${String(port)}`);
    if (status === 101) return passed(`the log socket of ${where} opens`);
    return failed(
      `${where} answers, but opens no WebSocket (${String(status)}): logs cannot be followed.`,
      'Something in between may not let WebSockets through: ask those who run your proxy.',
    );
  },
};

/** Whether logs can be followed. */
export const LOG_CHECKS: readonly Check[] = [log];
