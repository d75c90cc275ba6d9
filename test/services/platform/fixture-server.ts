import {readFileSync} from 'node:fs';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import type {HttpSettings} from '../../../source/services/platform/http-client.ts';
import {Secret} from '../../../source/services/settings/secret.ts';

/** Never to be seen outside of the `Authorization` header. */
export const CANARY = 'canary-7f3a91c2';

/** A file beside this one. The key is for tests only, and every certificate here is made with it. */
export const fixturePath = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname;

/** Answers one request; `body` is the parsed JSON. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: unknown) => void;

/** Sends JSON as the platform does. */
export const sendJson = (
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: object = {},
): void => {
  response.writeHead(status, {'Content-Type': 'application/json', ...headers});
  response.end(JSON.stringify(value));
};

/** Settings that point at this computer. */
export const toSettings = (port: number, changes: Partial<HttpSettings> = {}): HttpSettings => ({
  apiServer: {protocol: 'http', host: '127.0.0.1', port},
  token: new Secret(CANARY),
  tokenType: 'Bearer',
  caCertPath: undefined,
  usesSystemCa: false,
  proxyEnvironment: new Secret({}),
  ...changes,
});

/** Starts a server on a free port; it ends with the test. With `certificate`, over TLS. */
export const startFixture = async (
  t: ExecutionContext,
  handler: Handler,
  certificate?: string,
): Promise<{port: number; requests: IncomingMessage[]; connectionCount: () => number}> => {
  const requests: IncomingMessage[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      handler(request, response, text === '' ? undefined : JSON.parse(text));
    });
  };
  const server = certificate
    ? https.createServer(
        {key: readFileSync(fixturePath('key.pem')), cert: readFileSync(fixturePath(certificate))},
        listener,
      )
    : http.createServer(listener);
  let connections = 0;
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return {port: (server.address() as AddressInfo).port, requests, connectionCount: () => connections};
};
