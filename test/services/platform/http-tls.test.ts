import {createServer, connect, type AddressInfo, type Socket} from 'node:net';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {ConfigError, NetworkError, toSentence} from '../../../source/model/errors.ts';
import {createHttpClient, type HttpSettings} from '../../../source/services/platform/http-client.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {startHttpProxy, type TestProxyOptions} from '../../helpers/proxies.ts';
import {CANARY, fixturePath, sendJson, startFixture, toSettings} from './fixture-server.ts';

const PASSWORD = 'proxy-canary-55d1';

const clientFor = (
  t: ExecutionContext,
  port: number,
  changes: Partial<HttpSettings>,
  deadlineMs = 60_000,
) => {
  const client = createHttpClient(
    toSettings(port, {apiServer: {protocol: 'https', host: '127.0.0.1', port}, ...changes}),
    {deadlineMs},
  );
  t.teardown(() => client.close());
  return client;
};

const certificates: ReadonlyArray<
  readonly [title: string, file: string, changes: Partial<HttpSettings>, phrase: RegExp]
> = [
  ['signed by itself', 'trusted.pem', {}, /signed by itself/],
  ['for another name', 'wrong-name.pem', {caCertPath: fixturePath('wrong-name.pem')}, /for another name/],
  ['expired', 'expired.pem', {caCertPath: fixturePath('expired.pem')}, /has expired/],
];

for (const [title, file, changes, phrase] of certificates) {
  test(`a certificate that is ${title} is refused before the token is sent`, async (t) => {
    const {port, requests} = await startFixture(t, (_request, response) => sendJson(response, {}), file);
    const error = await t.throwsAsync(clientFor(t, port, changes).post('/system/whoami', {}), {
      instanceOf: NetworkError,
    });
    t.is(error.kind, 'tls');
    t.regex(error.summary, phrase);
    t.is(requests.length, 0);
  });
}

test.serial('no variable of Node switches verification off', async (t) => {
  const {port, requests} = await startFixture(
    t,
    (_request, response) => sendJson(response, {}),
    'trusted.pem',
  );
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  t.teardown(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  });
  await t.throwsAsync(clientFor(t, port, {}).post('/system/whoami', {}), {instanceOf: NetworkError});
  t.is(requests.length, 0);
});

test('a certificate that DX_CA_CERT names is trusted', async (t) => {
  const {port, requests} = await startFixture(
    t,
    (_request, response) => sendJson(response, {ok: 1}),
    'trusted.pem',
  );
  const client = clientFor(t, port, {caCertPath: fixturePath('trusted.pem')});
  t.deepEqual(await client.post('/system/whoami', {}), {ok: 1});
  t.is(requests[0]?.headers.authorization, `Bearer ${CANARY}`);
});

for (const name of ['missing.pem', '../http-tls.test.ts', '.']) {
  test(`a DX_CA_CERT that cannot be used stops the call: ${name}`, async (t) => {
    const {port, requests} = await startFixture(
      t,
      (_request, response) => sendJson(response, {}),
      'trusted.pem',
    );
    await t.throwsAsync(clientFor(t, port, {caCertPath: fixturePath(name)}).post('/x', {}), {
      instanceOf: ConfigError,
      message: /DX_CA_CERT/,
    });
    t.is(requests.length, 0);
  });
}

/** A proxy that knows CONNECT, and leads every name to this computer. */
const startProxy = async (t: ExecutionContext, answer: (head: string, socket: Socket) => void) => {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      heads.push(data.toString());
      answer(data.toString(), socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  return {heads, port, url: `http://alice:${PASSWORD}@127.0.0.1:${port}`};
};

const tunnel = (head: string, socket: Socket) => {
  const port = /^CONNECT [^:]+:(?<port>\d+)/.exec(head)?.groups?.['port'];
  const target = connect(Number(port), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(target).pipe(socket);
  });
  target.on('error', () => socket.destroy());
  socket.once('close', () => target.destroy());
};

const throughProxy = (
  t: ExecutionContext,
  port: number,
  variables: Readonly<Record<string, string>>,
  deadlineMs?: number,
) =>
  clientFor(
    t,
    port,
    {
      apiServer: {protocol: 'https', host: 'api.test', port},
      caCertPath: fixturePath('trusted.pem'),
      proxyEnvironment: new Secret(variables),
    },
    deadlineMs,
  );

test('with https_proxy the server is asked through the proxy, which sees no token', async (t) => {
  const {port, requests} = await startFixture(
    t,
    (_request, response) => sendJson(response, {ok: 1}),
    'trusted.pem',
  );
  const proxy = await startProxy(t, tunnel);
  const client = throughProxy(t, port, {https_proxy: proxy.url});
  t.deepEqual(await client.post('/system/whoami', {}), {ok: 1});
  t.deepEqual(await client.post('/system/whoami', {}), {ok: 1});
  t.is(proxy.heads.length, 1, 'the tunnel is kept');
  t.regex(proxy.heads[0] ?? '', new RegExp(`^CONNECT api\\.test:${port} HTTP/1\\.1\r\n`));
  t.true(proxy.heads[0]?.includes(`Basic ${Buffer.from(`alice:${PASSWORD}`).toString('base64')}`));
  t.false(proxy.heads[0]?.includes(CANARY));
  t.is(requests.length, 2);
});

test('inside the tunnel the certificate is verified too', async (t) => {
  const {port, requests} = await startFixture(
    t,
    (_request, response) => sendJson(response, {}),
    'wrong-name.pem',
  );
  const proxy = await startProxy(t, tunnel);
  const error = await t.throwsAsync(throughProxy(t, port, {https_proxy: proxy.url}).post('/x', {}), {
    instanceOf: NetworkError,
  });
  t.is(error.kind, 'tls');
  t.is(requests.length, 0);
});

test('a proxy without a scheme is taken for an http one', async (t) => {
  const {port} = await startFixture(t, (_request, response) => sendJson(response, {ok: 1}), 'trusted.pem');
  const proxy = await startProxy(t, tunnel);
  t.deepEqual(await throughProxy(t, port, {https_proxy: `127.0.0.1:${proxy.port}`}).post('/x', {}), {ok: 1});
});

const refusals: ReadonlyArray<readonly [title: string, answer: (socket: Socket) => void, expected: object]> =
  [
    [
      '407',
      (socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'),
      {kind: 'protocol'},
    ],
    [
      'a page',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>no</html>'),
      {name: 'NetworkError'},
    ],
    [
      '403',
      (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
      {kind: 'protocol'},
    ],
    ['a reset', (socket) => socket.resetAndDestroy(), {kind: 'reset'}],
    ['silence', () => undefined, {kind: 'timeout'}],
  ];

for (const [title, answer, expected] of refusals) {
  test(`a proxy that answers with ${title} is named without its password`, async (t) => {
    const proxy = await startProxy(t, (_head, socket) => answer(socket));
    const client = throughProxy(t, 443, {https_proxy: proxy.url}, title === 'silence' ? 400 : 60_000);
    const error = await t.throwsAsync(client.post('/x', {}), {instanceOf: NetworkError});
    t.like(error, expected);
    const everything = `${toSentence(error)} ${inspect(error, {depth: 20, showHidden: true})}`;
    t.false(everything.includes(PASSWORD));
    t.false(everything.includes(Buffer.from(`alice:${PASSWORD}`).toString('base64')));
    t.false(everything.includes(CANARY));
    t.false(everything.includes('<html'));
  });
}

test('a proxy that is not there is named', async (t) => {
  const {port} = await startProxy(t, () => undefined);
  const client = throughProxy(t, 443, {https_proxy: `http://alice:${PASSWORD}@127.0.0.1:1`});
  const error = await t.throwsAsync(client.post('/x', {}), {instanceOf: NetworkError});
  t.true(port > 1);
  t.is(error.kind, 'refused');
  t.is(toSentence(error), 'The proxy 127.0.0.1:1 refused the connection. Check HTTPS_PROXY and NO_PROXY.');
});

test('a proxy whose name nobody knows is what is to be checked, not the platform’s address', async (t) => {
  await startProxy(t, () => undefined);
  const client = throughProxy(t, 443, {https_proxy: 'http://proxy.invalid:3128'});
  const error = await t.throwsAsync(client.post('/x', {}), {instanceOf: NetworkError});
  t.is(error.kind, 'dns');
  t.regex(
    toSentence(error),
    /^The proxy proxy\.invalid:3128 (?:was not found|could not be looked up) \(DNS\)\. Check HTTPS_PROXY and NO_PROXY\.$/,
  );
});

for (const noProxy of ['api.test', '.test', '*', 'other.example, API.TEST:%', '*.test']) {
  test(`no_proxy leads around the proxy: ${noProxy}`, async (t) => {
    const proxy = await startProxy(t, (_head, socket) => socket.destroy());
    const client = throughProxy(t, 443, {https_proxy: proxy.url, no_proxy: noProxy.replace('%', '443')});
    // There is no such name, which shows that it was looked up here.
    const error = await t.throwsAsync(client.post('/x', {}), {instanceOf: NetworkError});
    t.is(error.kind, 'dns');
    t.is(proxy.heads.length, 0);
  });
}

test('a proxy is never asked for this computer', async (t) => {
  const {port} = await startFixture(t, (_request, response) => sendJson(response, {ok: 1}));
  const proxy = await startProxy(t, (_head, socket) => socket.destroy());
  const client = createHttpClient(
    toSettings(port, {proxyEnvironment: new Secret({https_proxy: proxy.url, http_proxy: proxy.url})}),
  );
  t.teardown(() => client.close());
  t.deepEqual(await client.post('/x', {}), {ok: 1});
  t.is(proxy.heads.length, 0);
});

for (const value of ['socks5://127.0.0.1:1080', 'http://', 'http://a b']) {
  test(`a proxy that is no http URL is a mistake in the settings: ${value}`, (t) => {
    const error = t.throws(() => throughProxy(t, 443, {https_proxy: value}), {instanceOf: ConfigError});
    t.is(error.summary, 'HTTPS_PROXY is not an http:// or https:// URL.');
  });
}

test.serial('an https proxy is spoken to in TLS that is verified as that of the server', async (t) => {
  const {port, requests} = await startFixture(
    t,
    (_request, response) => sendJson(response, {ok: 1}),
    'trusted.pem',
  );
  const login = {user: 'alice', password: PASSWORD, reroute: {port}};
  const proxy = await startHttpProxy(t, {...login, certificate: 'trusted.pem'});
  const client = throughProxy(t, port, {https_proxy: `https://alice:${PASSWORD}@127.0.0.1:${proxy.port}`});
  t.deepEqual(await client.post('/system/whoami', {}), {ok: 1});
  t.deepEqual(await client.post('/system/whoami', {}), {ok: 1});
  t.deepEqual(proxy.targets, [`api.test:${port}`], 'the tunnel is kept');
  t.is(requests.length, 2);
});

const secureRefusals: ReadonlyArray<readonly [what: string, options: TestProxyOptions, text: RegExp]> = [
  [
    'that wants another login',
    {certificate: 'trusted.pem', user: 'bob', password: 'x'},
    /wants a user name and password \(407\)/,
  ],
  ['that lets nobody through', {certificate: 'trusted.pem', isClosed: true}, /refused to connect us/],
  [
    'that nobody vouches for',
    {certificate: 'wrong-name.pem'},
    /could not prove who it is: .*Nothing was sent to it\.$/,
  ],
  ['that speaks no TLS', {}, /could not prove who it is: the encrypted connection failed/],
];
for (const [what, options, text] of secureRefusals) {
  test.serial(`an https proxy ${what} is named without its password`, async (t) => {
    const proxy = await startHttpProxy(t, options);
    const url = `https://alice:${PASSWORD}@127.0.0.1:${proxy.port}`;
    const error = await t.throwsAsync(throughProxy(t, 443, {https_proxy: url}).post('/x', {}), {
      instanceOf: NetworkError,
    });
    t.true(error.summary.startsWith(`The proxy 127.0.0.1:${proxy.port} `), error.summary);
    t.regex(error.summary, text);
    t.false(inspect(error, {depth: 20, showHidden: true}).includes(PASSWORD));
    t.deepEqual(proxy.targets, []);
  });
}
