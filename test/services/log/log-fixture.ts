import {readFileSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import {type RawData, type WebSocket, WebSocketServer} from 'ws';
import {createLogConnector, type LogConnectorOptions} from '../../../source/services/log/log-socket.ts';
import {readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import type {JobId} from '../../../source/model/ids.ts';
import type {TestEmulator} from '../../emulator/start-emulator.ts';
import {fixturePath} from '../platform/fixture-server.ts';

/** A job that only the fixtures know. */
export const JOB: JobId = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';

/** A message as the platform sends it. */
export const toMessage = (line: number, msg: string, changes: object = {}): string =>
  JSON.stringify({
    timestamp: 1_790_000_000_000 + line,
    source: 'APP',
    level: 'STDOUT',
    job: JOB,
    jobTry: 0,
    line,
    msg,
    ...changes,
  });

/** The end marker. */
export const END = toMessage(0, 'END_LOG', {source: 'SYSTEM', level: 'INFO'});

/** What a client has shown and asked for. */
export interface SeenClient {
  readonly path: string;
  readonly origin: string | undefined;
  readonly frame: Record<string, unknown>;
}

/**
 * Starts a log server that does what a test says, on a free port; it ends with the test. With `certificate`, over TLS.
 *
 * @param play gets each client once it has sent its first message; `index` counts them from 0
 */
export const startLogServer = async (
  t: ExecutionContext,
  play: (socket: WebSocket, index: number) => void,
  certificate?: string,
): Promise<{port: number; clients: SeenClient[]}> => {
  const clients: SeenClient[] = [];
  const server = certificate
    ? https.createServer({
        key: readFileSync(fixturePath('key.pem')),
        cert: readFileSync(fixturePath(certificate)),
      })
    : http.createServer();
  const sockets = new WebSocketServer({server, perMessageDeflate: false});
  sockets.on('connection', (socket, {url, headers}) => {
    socket.on('error', () => undefined);
    socket.once('message', (data: RawData) => {
      const frame = JSON.parse((data as Buffer).toString()) as Record<string, unknown>;
      clients.push({path: url ?? '', origin: headers.origin, frame});
      play(socket, clients.length - 1);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return {port: (server.address() as AddressInfo).port, clients};
};

/** A connector to an emulator, as its own environment says. */
export const connectTo = (t: ExecutionContext, emulator: TestEmulator, options?: LogConnectorOptions) => {
  const settings = readDxSettings({
    environment: emulator.environment,
    homeDirectory: '/nonexistent',
    parentProcessId: 1,
  });
  const connector = createLogConnector(settings, options);
  t.teardown(() => connector.close());
  return connector;
};
