import {inspect} from 'node:util';
import test from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import {chooseSshProxy, formatSshProxy, parseSshProxy} from '../../../source/services/settings/ssh-proxy.ts';

const readable: ReadonlyArray<readonly [text: string, kind: string, host: string, port: number]> = [
  ['proxy.example.org:3128', 'http', 'proxy.example.org', 3128],
  ['10.0.0.1:80', 'http', '10.0.0.1', 80],
  ['http://proxy', 'http', 'proxy', 80],
  ['http://proxy:8080/', 'http', 'proxy', 8080],
  ['https://proxy', 'https', 'proxy', 443],
  ['https://proxy:8443', 'https', 'proxy', 8443],
  ['socks5://proxy', 'socks5', 'proxy', 1080],
  ['socks5h://my_proxy:9050', 'socks5', 'my_proxy', 9050],
  ['SOCKS5://[2001:db8::1]:1080', 'socks5', '2001:db8::1', 1080],
];
for (const [text, kind, host, port] of readable) {
  test(`a proxy is read: ${text}`, (t) => {
    t.like(parseSshProxy(text), {kind, host, port, credentials: undefined});
  });
}

const unusable = [
  '',
  'proxy',
  'proxy:http',
  'proxy:0',
  'proxy:65536',
  'ftp://proxy:21',
  'http://proxy:1/path',
  'http://proxy:1?x',
  '-oProxyCommand=x:1',
  'http://a b:1',
  'http://user:50%@proxy:1',
  `http://${'u'.repeat(256)}@proxy:1`,
  'http://a%3Ab:c@proxy:1',
];
for (const text of unusable) {
  test(`this is no proxy: ${text.slice(0, 40)}`, (t) => {
    t.is(parseSshProxy(text), undefined);
  });
}

test('credentials are decoded, and printed nowhere', (t) => {
  const proxy = parseSshProxy('http://al%40ice:p%3Ass@proxy:3128');
  t.deepEqual(proxy?.credentials?.reveal(), {user: 'al@ice', password: 'p:ss'});
  t.false(inspect(proxy, {depth: 9}).includes('p:ss'));
  t.is(proxy && formatSshProxy(proxy), 'proxy:3128' as never);
});

test('the command line goes before the variable, the variable before the setting', (t) => {
  const setting = parseSshProxy('setting:1');
  const environment = {DX_SSH_PROXY: 'socks5://variable:2'};
  t.is(chooseSshProxy({argument: 'argument:3', environment, setting})?.host, 'argument');
  t.is(chooseSshProxy({environment, setting})?.host, 'variable');
  t.is(chooseSshProxy({environment: {DX_SSH_PROXY: ''}, setting})?.host, 'setting');
  t.is(chooseSshProxy({environment: {}, setting: undefined}), undefined);
});

test('direct takes the proxy away', (t) => {
  const setting = parseSshProxy('setting:1');
  t.is(chooseSshProxy({argument: 'direct', environment: {DX_SSH_PROXY: 'variable:2'}, setting}), undefined);
  t.is(chooseSshProxy({environment: {DX_SSH_PROXY: 'direct'}, setting}), undefined);
});

test('a password on the command line is refused, and not repeated', (t) => {
  const error = t.throws(
    () => chooseSshProxy({argument: 'http://alice:canary@proxy:1', environment: {}, setting: undefined}),
    {instanceOf: ConfigError},
  );
  t.regex(error.remedy, /DX_SSH_PROXY/);
  t.false(error.message.includes('canary'));
});

test('an unusable value is told by its source, and not shown', (t) => {
  const error = t.throws(
    () => chooseSshProxy({environment: {DX_SSH_PROXY: 'ftp://alice:canary@proxy'}, setting: undefined}),
    {instanceOf: ConfigError},
  );
  t.regex(error.summary, /^DX_SSH_PROXY is not host:port/);
  t.false(error.message.includes('canary'));
});
