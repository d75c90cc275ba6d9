import test from 'ava';
import {CancelError, SshError} from '../../../source/model/errors.ts';
import {findProxyAddress} from '../../../source/services/ssh/proxy-address.ts';
import {parseSshProxy, type SshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {CLOSED_PORT, startHttpProxy, startSocksProxy} from '../../helpers/proxies.ts';
import {CANARY, fixturePath, sendJson, startFixture, toSettings} from '../platform/fixture-server.ts';

const {signal} = new AbortController();
const ADDRESS = '203.0.113.99';

const toProxy = (scheme: string, port: number): SshProxy =>
  parseSshProxy(`${scheme}://127.0.0.1:${String(port)}`) ?? ({} as never);

const startApi = (t: Parameters<typeof startFixture>[0], certificate?: string) =>
  startFixture(
    t,
    (_request, response) => sendJson(response, {id: 'user-alice', clientIp: ADDRESS}),
    certificate,
  );

const kinds = [
  ['http', startHttpProxy],
  ['socks5', startSocksProxy],
] as const;
for (const [scheme, start] of kinds) {
  test(`the platform is asked through the ${scheme} proxy which address it sees, encrypted`, async (t) => {
    const api = await startApi(t, 'trusted.pem');
    const proxy = await start(t);
    const settings = toSettings(api.port, {
      apiServer: {protocol: 'https', host: '127.0.0.1', port: api.port},
      caCertPath: fixturePath('trusted.pem'),
    });
    t.is(await findProxyAddress({settings, proxy: toProxy(scheme, proxy.port), signal}), ADDRESS);
    t.deepEqual(proxy.targets, [`127.0.0.1:${String(api.port)}`]);
    t.is(api.requests[0]?.headers.authorization, `Bearer ${CANARY}`);
  });
}

test('inside of the TLS of an https proxy the platform is asked over its own', async (t) => {
  const api = await startApi(t, 'trusted.pem');
  const proxy = await startHttpProxy(t, {certificate: 'trusted.pem'});
  const trust = {caCertPath: fixturePath('trusted.pem'), usesSystemCa: false};
  const settings = toSettings(api.port, {
    apiServer: {protocol: 'https', host: '127.0.0.1', port: api.port},
    ...trust,
  });
  const way = {...toProxy('https', proxy.port), trust};
  t.is(await findProxyAddress({settings, proxy: way, signal}), ADDRESS);
  t.deepEqual(proxy.targets, [`127.0.0.1:${String(api.port)}`]);
});

test('a platform that cannot prove who it is gets no token through the proxy either', async (t) => {
  const api = await startApi(t, 'trusted.pem');
  const proxy = await startHttpProxy(t);
  const settings = toSettings(api.port, {
    apiServer: {protocol: 'https', host: '127.0.0.1', port: api.port},
  });
  t.is(await findProxyAddress({settings, proxy: toProxy('http', proxy.port), signal}), undefined);
  t.is(api.requests.length, 0);
});

test('a proxy that lets nothing but SSH through leaves the address unknown', async (t) => {
  const proxy = await startHttpProxy(t, {isClosed: true});
  t.is(
    await findProxyAddress({settings: toSettings(CLOSED_PORT), proxy: toProxy('http', proxy.port), signal}),
    undefined,
  );
});

test("a proxy that wants a password is the proxy's failure, and not an unknown address", async (t) => {
  const {port} = await startHttpProxy(t, {user: 'alice', password: 'secret'});
  const asking = findProxyAddress({settings: toSettings(CLOSED_PORT), proxy: toProxy('http', port), signal});
  t.is((await t.throwsAsync(asking, {instanceOf: SshError})).level, 'proxy-refusal');
});

test("a proxy that is not there is the proxy's failure", async (t) => {
  const asking = findProxyAddress({settings: toSettings(1), proxy: toProxy('http', CLOSED_PORT), signal});
  t.is((await t.throwsAsync(asking, {instanceOf: SshError})).level, 'proxy');
});

test('a proxy elsewhere is not asked for a platform on this computer: it would read the token', async (t) => {
  const api = await startApi(t);
  const proxy = parseSshProxy('http://192.0.2.1:3128') ?? ({} as never);
  t.is(await findProxyAddress({settings: toSettings(api.port), proxy, signal}), undefined);
});

test('cancelled, it ends at once', async (t) => {
  const api = await startApi(t);
  const proxy = await startHttpProxy(t);
  const asking = findProxyAddress({
    settings: toSettings(api.port),
    proxy: toProxy('http', proxy.port),
    signal: AbortSignal.abort(),
  });
  await t.throwsAsync(asking, {instanceOf: CancelError});
});
