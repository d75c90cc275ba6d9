import {createServer, type AddressInfo, type Socket} from 'node:net';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {CancelError, DxtopError, NetworkError, toSentence} from '../../../source/model/errors.ts';
import {createHttpClient, type HttpClientOptions} from '../../../source/services/platform/http-client.ts';
import {CLOSED_PORT} from '../../helpers/proxies.ts';
import {CANARY, type Handler, sendJson, startFixture, toSettings} from './fixture-server.ts';

/** Everything that a crash report, a log or a screen could show of an error. */
const everythingOf = (error: unknown): string =>
  [
    String(error),
    toSentence(error),
    JSON.stringify(error),
    inspect(error, {depth: 20, showHidden: true}),
  ].join('\n');

const failureOf = async (
  t: ExecutionContext,
  port: number,
  options: HttpClientOptions = {},
): Promise<DxtopError> => {
  const client = createHttpClient(toSettings(port), {deadlineMs: 5000, ...options});
  t.teardown(() => client.close());
  const error: unknown = await client.post('/system/whoami', {}).catch((reason: unknown) => reason);
  if (!(error instanceof DxtopError)) throw new Error('did not fail in words', {cause: error});
  t.false(everythingOf(error).includes(CANARY), 'the token is not part of the error');
  t.false(everythingOf(error).includes('<html'), 'a page is not part of the error');
  return error;
};

/** A server below HTTP: it answers every connection's first bytes with `reply`. */
const startRaw = async (t: ExecutionContext, reply: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => reply(socket));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

test('a call is a POST with the token in the header, and answers with the JSON', async (t) => {
  const {port, requests} = await startFixture(t, (_request, response, body) =>
    sendJson(response, {got: body}),
  );
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  t.deepEqual(await client.post('/system/whoami', {fields: {clientIp: true}}), {
    got: {fields: {clientIp: true}},
  });
  const [request] = requests;
  t.is(request?.method, 'POST');
  t.is(request?.url, '/system/whoami');
  t.is(request?.headers.authorization, `Bearer ${CANARY}`);
  t.is(request?.headers['content-type'], 'application/json');
  t.is(request?.headers['accept-encoding'], 'identity');
  t.is(request?.headers['dnanexus-api'], '1.0.0');
});

test('without a token no Authorization header is sent', async (t) => {
  const {port, requests} = await startFixture(t, (_request, response) => sendJson(response, {}));
  const client = createHttpClient(toSettings(port, {token: undefined}));
  t.teardown(() => client.close());
  await client.post('/system/whoami', {});
  t.is(requests[0]?.headers.authorization, undefined);
});

test('calls one after the other share a connection', async (t) => {
  const {port, connectionCount} = await startFixture(t, (_request, response) => sendJson(response, {}));
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  for (let call = 0; call < 5; call++) await client.post('/system/whoami', {});
  t.is(connectionCount(), 1);
});

test('a kept connection that the server closed is replaced without a word', async (t) => {
  let answered = 0;
  const port = await startRaw(t, (socket) => {
    answered++;
    const reply = () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    // The second request on a connection meets its end.
    socket.once('data', () => socket.resetAndDestroy());
    reply();
  });
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  await client.post('/system/whoami', {});
  t.deepEqual(await client.post('/system/whoami', {}), {});
  t.is(answered, 2);
});

test('a refused connection is told as such', async (t) => {
  const error = await failureOf(t, CLOSED_PORT);
  t.like(error, {kind: 'refused', summary: `127.0.0.1:${CLOSED_PORT} refused the connection.`});
  t.regex(error.remedy, /DX_APISERVER_HOST/);
});

test('a name that nobody knows is told as such', async (t) => {
  const client = createHttpClient(
    toSettings(443, {apiServer: {protocol: 'https', host: 'api.invalid', port: 443}}),
    {deadlineMs: 20_000},
  );
  t.teardown(() => client.close());
  const error = await t.throwsAsync(client.post('/system/whoami', {}), {instanceOf: NetworkError});
  t.like(error, {kind: 'dns'});
});

test('a connection that is reset is told as such', async (t) => {
  const port = await startRaw(t, (socket) => socket.resetAndDestroy());
  t.like(await failureOf(t, port), {kind: 'reset'});
});

test('an answer that is cut off is told as such', async (t) => {
  const port = await startRaw(t, (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":'),
  );
  t.like(await failureOf(t, port), {kind: 'reset'});
});

test('an answer that is not HTTP is told as such', async (t) => {
  const port = await startRaw(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  t.like(await failureOf(t, port), {kind: 'protocol'});
});

test('a server that never answers is left at the deadline', async (t) => {
  const port = await startRaw(t, () => undefined);
  const startMs = performance.now();
  t.like(await failureOf(t, port, {deadlineMs: 150}), {
    kind: 'timeout',
    summary: `127.0.0.1:${port} did not answer completely within 0.15 s.`,
  });
  t.true(performance.now() - startMs < 10_000);
});

test('an answer that drips is left at the deadline', async (t) => {
  const port = await startRaw(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"a":"');
    const drip = setInterval(() => socket.write('x'), 20);
    socket.once('close', () => clearInterval(drip));
  });
  t.like(await failureOf(t, port, {deadlineMs: 150}), {kind: 'timeout'});
});

const refusals: ReadonlyArray<readonly [title: string, handler: Handler, expected: object]> = [
  [
    '500 with a page',
    (_request, response) => response.writeHead(500, {'Content-Type': 'text/html'}).end('<html>oops</html>'),
    {name: 'ApiError', status: 500, type: 'HTTP 500'},
  ],
  [
    '502 with a page that claims to be JSON',
    (_request, response) =>
      response.writeHead(502, {'Content-Type': 'application/json'}).end('<html>oops</html>'),
    {name: 'ApiError', status: 502, type: 'HTTP 502'},
  ],
  [
    '401 with an unknown token',
    (_request, response) =>
      sendJson(
        response,
        {error: {type: 'InvalidAuthentication', message: 'the token could not be found'}},
        401,
        {
          'X-Request-ID': '1760000000000-123456',
        },
      ),
    {
      name: 'ApiError',
      isAuthentication: true,
      requestId: '1760000000000-123456',
      remedy: 'Run `dxtop login`; an open dashboard notices, and goes on.',
    },
  ],
  [
    '401 from something that is not the platform',
    (_request, response) =>
      response.writeHead(401, {'Content-Type': 'text/html'}).end('<html>sign in</html>'),
    {name: 'ApiError', isAuthentication: false, type: 'HTTP 401'},
  ],
  [
    '403',
    (_request, response) =>
      sendJson(response, {error: {type: 'SpendingLimitExceeded', message: 'limit'}}, 403),
    {name: 'ApiError', status: 403, type: 'SpendingLimitExceeded', detail: 'limit'},
  ],
  [
    '404',
    (_request, response) => sendJson(response, {error: {type: 'ResourceNotFound', message: 'gone'}}, 404),
    {name: 'ApiError', status: 404, type: 'ResourceNotFound'},
  ],
  [
    '422 whose message steers a terminal',
    (_request, response) => sendJson(response, {error: {type: 'InvalidInput', message: '\u001B[2Jbad'}}, 422),
    {name: 'ApiError', status: 422, detail: '␛[2Jbad'},
  ],
  [
    '503 with Retry-After',
    (_request, response) =>
      sendJson(response, {error: {type: 'ServiceUnavailable', message: 'busy'}}, 503, {'Retry-After': '20'}),
    {name: 'ApiError', status: 503, retryAfterMs: 20_000},
  ],
  [
    'an error of the wrong shape',
    (_request, response) => sendJson(response, {error: {type: 7}}, 400),
    {name: 'ApiError', status: 400, type: 'HTTP 400'},
  ],
  [
    'a redirect',
    (_request, response) => response.writeHead(302, {Location: 'http://127.0.0.1:1/'}).end(),
    {name: 'NetworkError', kind: 'redirect'},
  ],
  [
    'a proxy that asks for a password',
    (_request, response) => response.writeHead(407, {'Content-Type': 'text/html'}).end('<html>407</html>'),
    {name: 'NetworkError', kind: 'protocol', summary: 'The proxy wants a user name and password (407).'},
  ],
  [
    '200 with a page',
    (_request, response) =>
      response.writeHead(200, {'Content-Type': 'text/html'}).end('<html>sign in</html>'),
    {name: 'NetworkError', kind: 'protocol'},
  ],
  [
    '200 with broken JSON',
    (_request, response) => response.writeHead(200, {'Content-Type': 'application/json'}).end('{"a": tru'),
    {name: 'NetworkError', kind: 'protocol'},
  ],
  [
    '200 with JSON that is no object',
    (_request, response) => sendJson(response, [1, 2]),
    {name: 'NetworkError', kind: 'protocol'},
  ],
  [
    'an encoding that nobody asked for',
    (_request, response) => sendJson(response, {}, 200, {'Content-Encoding': 'gzip'}),
    {name: 'NetworkError', kind: 'protocol'},
  ],
  [
    'a value that nests 65 levels deep',
    (_request, response) =>
      response
        .writeHead(200, {'Content-Type': 'application/json'})
        .end(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`),
    {name: 'NetworkError', kind: 'size'},
  ],
  [
    'an announced size above the cap',
    (_request, response) => {
      response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': 2 ** 40});
      response.write('{');
    },
    {name: 'NetworkError', kind: 'size'},
  ],
];

for (const [title, handler, expected] of refusals) {
  test(`becomes its own error: ${title}`, async (t) => {
    const {port} = await startFixture(t, handler);
    t.like(await failureOf(t, port), expected);
  });
}

// Alone: the memory of the whole process is looked at, and others here take much of it for a moment.
test.serial('an endless answer ends at the cap, and what came is let go', async (t) => {
  const {port} = await startFixture(t, (_request, response) => {
    response.writeHead(200, {'Content-Type': 'application/json'});
    const block = Buffer.alloc(2 ** 20, 0x20);
    const fill = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', fill);
    fill();
  });
  const beforeBytes = process.memoryUsage().rss;
  t.like(await failureOf(t, port, {maxBytes: 8 * 2 ** 20}), {kind: 'size'});
  t.true(process.memoryUsage().rss - beforeBytes < 64 * 2 ** 20);
});

test('64 levels are not too deep, nor are brackets inside a text', async (t) => {
  const {port} = await startFixture(t, (_request, response) =>
    response
      .writeHead(200, {'Content-Type': 'application/json'})
      .end(`{"text":"${'[{\\"'.repeat(500)}","deep":${'['.repeat(63)}${']'.repeat(63)}}`),
  );
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  t.like(await client.post('/x', {}), {text: '[{"'.repeat(500)});
});

test('an aborted call ends at once, and nothing more is sent', async (t) => {
  const {port, requests} = await startFixture(t, () => controller.abort());
  const controller = new AbortController();
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  await t.throwsAsync(client.post('/x', {}, {signal: controller.signal}), {instanceOf: CancelError});
  await t.throwsAsync(client.post('/x', {}, {signal: controller.signal}), {instanceOf: CancelError});
  t.is(requests.length, 1);
});

test('closing ends what is under way, and can be done twice', async (t) => {
  const {port} = await startFixture(t, () => client.close());
  const client = createHttpClient(toSettings(port));
  await t.throwsAsync(client.post('/x', {}), {instanceOf: CancelError});
  client.close();
  await t.throwsAsync(client.post('/x', {}), {instanceOf: CancelError});
});

test('after any fault the next call works', async (t) => {
  let isBroken = true;
  const {port} = await startFixture(t, (request, response) => {
    if (isBroken) request.socket.resetAndDestroy();
    else sendJson(response, {id: 'user-alice'});
  });
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  await t.throwsAsync(client.post('/x', {}), {instanceOf: NetworkError});
  isBroken = false;
  t.deepEqual(await client.post('/x', {}), {id: 'user-alice'});
});

test('however many kept connections the server has closed, one call finds its way over a new one', async (t) => {
  const served = new Set<Socket>();
  const both = Promise.withResolvers<undefined>();
  let isAsleep = false;
  let resets = 0;
  const {port} = await startFixture(t, ({socket}, response) => {
    if (isAsleep && served.has(socket)) {
      resets += 1;
      socket.resetAndDestroy();
      return;
    }

    served.add(socket);
    if (served.size === 2) both.resolve(undefined);
    void both.promise.then(() => sendJson(response, {id: 'user-alice'}));
  });
  const client = createHttpClient(toSettings(port));
  t.teardown(() => client.close());
  await Promise.all([client.post('/x', {}), client.post('/x', {})]);
  isAsleep = true;
  t.deepEqual(await client.post('/x', {}), {id: 'user-alice'});
  t.is(resets, 2);
});

test('connections from before a sleep of the computer are not used again', async (t) => {
  const {port, connectionCount} = await startFixture(t, (_request, response) => sendJson(response, {}));
  let sleptMs = 0;
  const client = createHttpClient(toSettings(port), {now: () => Date.now() + sleptMs});
  t.teardown(() => client.close());
  await client.post('/x', {});
  await client.post('/x', {});
  t.is(connectionCount(), 1);
  sleptMs = 3_600_000;
  await client.post('/x', {});
  t.is(connectionCount(), 2);
  await client.post('/x', {});
  t.is(connectionCount(), 2);
});
