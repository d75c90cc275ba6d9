import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {NetworkError, toSentence} from '../../../source/model/errors.ts';
import {createLogConnector} from '../../../source/services/log/log-socket.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {CLOSED_PORT, startHttpProxy} from '../../helpers/proxies.ts';
import {CANARY, fixturePath, toSettings} from '../platform/fixture-server.ts';
import {END, JOB, startLogServer} from './log-fixture.ts';

const PASSWORD = 'proxy-canary-81b7';

/** Opens the log of a platform that only the proxy can find. */
const openLog = (t: ExecutionContext, port: number, variables: Readonly<Record<string, string>>) => {
  const settings = toSettings(port, {
    apiServer: {protocol: 'https', host: 'api.test', port},
    caCertPath: fixturePath('trusted.pem'),
    proxyEnvironment: new Secret(variables),
  });
  const connector = createLogConnector({watchPort: undefined, ...settings}, {handshakeMs: 60_000});
  t.teardown(() => connector.close());
  return connector.open(
    {jobId: JOB, recentCount: 10},
    {onLine: () => undefined, onUnreadable: () => undefined},
  );
};

const startLog = (t: ExecutionContext) => startLogServer(t, (socket) => socket.send(END), 'trusted.pem');

test('a log is read through the proxy, and the token only inside of the tunnel', async (t) => {
  const {port, clients} = await startLog(t);
  const proxy = await startHttpProxy(t, {user: 'alice', password: PASSWORD, reroute: {port}});
  const url = `http://alice:${PASSWORD}@127.0.0.1:${proxy.port}`;
  t.is(await openLog(t, port, {https_proxy: url}).done, 'end');
  t.deepEqual(proxy.targets, [`api.test:${port}`]);
  t.is(clients[0]?.frame['access_token'], CANARY);
});

test('no_proxy leads the log around the proxy', async (t) => {
  const {port, clients} = await startLog(t);
  const proxy = await startHttpProxy(t, {reroute: {port}});
  const url = `http://127.0.0.1:${proxy.port}`;
  const {done} = openLog(t, port, {https_proxy: url, no_proxy: 'api.test'});
  // There is no such name, which shows that it was looked up here.
  t.is((await t.throwsAsync(done, {instanceOf: NetworkError})).kind, 'dns');
  t.deepEqual(proxy.targets, []);
  t.is(clients.length, 0);
});

test('a proxy that refuses the login is told with its answer, and without the password', async (t) => {
  const {port, clients} = await startLog(t);
  const proxy = await startHttpProxy(t, {user: 'bob', password: 'another', reroute: {port}});
  const url = `http://alice:${PASSWORD}@127.0.0.1:${proxy.port}`;
  const error = await t.throwsAsync(openLog(t, port, {https_proxy: url}).done, {instanceOf: NetworkError});
  t.regex(error.summary, /407/);
  const everything = `${toSentence(error)} ${inspect(error, {depth: 20, showHidden: true})}`;
  t.false(everything.includes(PASSWORD));
  t.false(everything.includes(Buffer.from(`alice:${PASSWORD}`).toString('base64')));
  t.false(everything.includes(CANARY));
  t.is(clients.length, 0);
});

test('a proxy that is not there is named', async (t) => {
  const {port} = await startLog(t);
  const url = `http://alice:${PASSWORD}@127.0.0.1:${CLOSED_PORT}`;
  const error = await t.throwsAsync(openLog(t, port, {https_proxy: url}).done, {instanceOf: NetworkError});
  t.is(error.kind, 'refused');
  t.is(error.summary, `The proxy 127.0.0.1:${CLOSED_PORT} refused the connection.`);
});

test.serial(
  'an https proxy carries the log too, and one that nobody vouches for hears nothing',
  async (t) => {
    const {port, clients} = await startLog(t);
    const login = {user: 'alice', password: PASSWORD, reroute: {port}};
    const proxy = await startHttpProxy(t, {...login, certificate: 'trusted.pem'});
    const url = (at: number) => `https://alice:${PASSWORD}@127.0.0.1:${at}`;
    t.is(await openLog(t, port, {https_proxy: url(proxy.port)}).done, 'end');
    t.deepEqual(proxy.targets, [`api.test:${port}`]);
    const stranger = await startHttpProxy(t, {...login, certificate: 'wrong-name.pem'});
    const {done} = openLog(t, port, {https_proxy: url(stranger.port)});
    const error = await t.throwsAsync(done, {instanceOf: NetworkError});
    t.regex(
      error.summary,
      /^The proxy 127\.0\.0\.1:\d+ could not prove who it is: .*Nothing was sent to it\.$/,
    );
    t.is(clients.length, 1);
  },
);
