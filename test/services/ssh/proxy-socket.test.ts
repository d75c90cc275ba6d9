import {once} from 'node:events';
import type {Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {CancelError, SshError} from '../../../source/model/errors.ts';
import {openSocketThrough} from '../../../source/services/ssh/proxy-socket.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {parseSshProxy, type SshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {CLOSED_PORT, startHttpProxy, startSocksProxy} from '../../helpers/proxies.ts';
import {fixturePath} from '../platform/fixture-server.ts';
import {hostPin, startServer, startSshServer, userKeys} from './ssh-server.ts';

const {signal} = new AbortController();
const WORKER = {host: 'worker.example.org', port: 22, timeoutMs: 5000, signal};

const toProxy = (url: string): SshProxy => parseSshProxy(url) ?? ({} as never);

const open = async (t: ExecutionContext, url: string, target: {host: string; port: number} = WORKER) => {
  const socket = await openSocketThrough(toProxy(url), {...WORKER, ...target});
  t.teardown(() => socket.destroy());
  return socket;
};

const refuse = async (t: ExecutionContext, url: string, limitMs?: number) => {
  const error = await t.throwsAsync(openSocketThrough(toProxy(url), WORKER, limitMs), {instanceOf: SshError});
  t.not(error.remedy, '');
  return {level: error.level, text: error.summary.replace(/127\.0\.0\.1:\d+/, 'PROXY'), remedy: error.remedy};
};

/** A proxy that says this, whatever it hears. */
const startSpeaker = async (t: ExecutionContext, answer: string | Uint8Array, scheme = 'http') => {
  const server = await startServer(t, (socket: Socket) => {
    socket.once('data', () => socket.write(answer));
  });
  return {server, url: `${scheme}://127.0.0.1:${String(server.port)}`};
};

const kinds = [
  ['HTTP', startHttpProxy, 'http'],
  ['SOCKS5', startSocksProxy, 'socks5'],
] as const;
for (const [name, start, scheme] of kinds) {
  test(`SSH works through an ${name} proxy, which looks the worker's name up`, async (t) => {
    const worker = await startSshServer(t);
    const proxy = await start(t, {reroute: worker});
    const socket = await open(t, `${scheme}://127.0.0.1:${String(proxy.port)}`);
    const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
    client.end();
    t.deepEqual(proxy.targets, ['worker.example.org:22']);
    t.true(worker.authentications() > 0);
  });

  test(`SSH works through an ${name} proxy that wants a user name and password`, async (t) => {
    const worker = await startSshServer(t);
    const proxy = await start(t, {user: 'alice', password: 'p@ss:w/ü', reroute: worker});
    const secret = `alice:${encodeURIComponent('p@ss:w/ü')}`;
    const socket = await open(t, `${scheme}://${secret}@127.0.0.1:${String(proxy.port)}`);
    const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
    client.end();
    t.true(worker.authentications() > 0);
  });

  test(`an ${name} proxy that wants a login is told, and what to do`, async (t) => {
    const proxy = await start(t, {user: 'alice', password: 'right'});
    const without = await refuse(t, `${scheme}://127.0.0.1:${String(proxy.port)}`);
    t.regex(without.text, /^The SSH proxy PROXY wants a user name and password/);
    t.regex(without.remedy, /DX_SSH_PROXY.*USER:PASSWORD/);
    const wrong = await refuse(t, `${scheme}://alice:canary@127.0.0.1:${String(proxy.port)}`);
    t.regex(wrong.text, /^The SSH proxy PROXY does not accept its user name and password/);
    t.is(wrong.level, 'proxy-refusal');
    t.false(JSON.stringify(wrong).includes('canary'));
    t.deepEqual(proxy.targets, []);
  });

  test(`an ${name} proxy that cannot reach the worker says so, and that it may still be starting`, async (t) => {
    const proxy = await start(t, {reroute: {port: CLOSED_PORT}});
    const {text, level, remedy} = await refuse(t, `${scheme}://127.0.0.1:${String(proxy.port)}`);
    t.regex(text, /worker\.example\.org/);
    t.is(level, 'client-socket');
    t.regex(remedy, /proxy's outside address/);
  });

  test(`an ${name} proxy that is silent is given up in time`, async (t) => {
    const server = await startServer(t, () => undefined);
    const {text, level} = await refuse(t, `${scheme}://127.0.0.1:${String(server.port)}`, 60);
    t.is(text, 'The SSH proxy PROXY did not answer within 0.06 s.');
    t.is(level, 'proxy');
    await server.allClosed();
  });

  test(`an ${name} proxy that hangs up is told`, async (t) => {
    const server = await startServer(t, (socket) => socket.once('data', () => socket.end()));
    const {text} = await refuse(t, `${scheme}://127.0.0.1:${String(server.port)}`);
    t.is(text, 'The SSH proxy PROXY closed the connection without an answer.');
  });

  test(`an ${name} proxy that resets the connection is told`, async (t) => {
    const server = await startServer(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const {text} = await refuse(t, `${scheme}://127.0.0.1:${String(server.port)}`);
    t.is(text, 'The SSH proxy PROXY broke the connection before it was made.');
  });

  test(`no ${name} proxy at that port is told as the proxy's fault`, async (t) => {
    const {text, level} = await refuse(t, `${scheme}://127.0.0.1:${String(CLOSED_PORT)}`);
    t.regex(text, /^The SSH proxy cannot be reached\. 127\.0\.0\.1 port \d+ refused the connection\.$/);
    t.is(level, 'proxy');
  });

  test(`cancelled while an ${name} proxy thinks, the connection is closed`, async (t) => {
    const controller = new AbortController();
    const server = await startServer(t, (socket) => socket.once('data', () => controller.abort()));
    const url = `${scheme}://127.0.0.1:${String(server.port)}`;
    const opening = openSocketThrough(toProxy(url), {...WORKER, signal: controller.signal});
    await t.throwsAsync(opening, {instanceOf: CancelError});
    await server.allClosed();
  });
}

test('without a proxy the connection is a direct one', async (t) => {
  const server = await startServer(t, (socket) => socket.end('hello'));
  const socket = await openSocketThrough(undefined, {...WORKER, host: '127.0.0.1', port: server.port});
  t.teardown(() => socket.destroy());
  t.is(String((await once(socket, 'data'))[0]), 'hello');
});

test("a worker's first bytes may come in one packet with an HTTP proxy's answer", async (t) => {
  const {url} = await startSpeaker(t, 'HTTP/1.1 200 OK\r\nVia: a\r\n\r\nSSH-2.0-banner\r\n');
  const socket = await open(t, url);
  t.is(String((await once(socket, 'data'))[0]), 'SSH-2.0-banner\r\n');
});

test("a worker's first bytes may come in one packet with a SOCKS5 proxy's answer", async (t) => {
  const reply = [5, 0, 5, 0, 0, 1, 127, 0, 0, 1, 0, 22];
  const answer = Buffer.concat([Buffer.from(reply), Buffer.from('SSH-2.0-banner\r\n')]);
  const {url} = await startSpeaker(t, answer, 'socks5');
  const socket = await open(t, url);
  t.is(String((await once(socket, 'data'))[0]), 'SSH-2.0-banner\r\n');
});

test('an SSH handshake works whose banner came with the answer', async (t) => {
  const worker = await startSshServer(t);
  const proxy = await startServer(t, (socket) => {
    socket.once('data', () => {
      void worker.connect().then((target) => {
        target.once('data', (banner: Buffer) => {
          socket.write(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), banner]));
          target.pipe(socket).pipe(target);
        });
      });
    });
  });
  const socket = await open(t, `http://127.0.0.1:${String(proxy.port)}`);
  const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
  client.end();
  t.true(worker.authentications() > 0);
});

test('an answer may come byte by byte, after interim ones, and with bare newlines', async (t) => {
  const answer = 'HTTP/1.1 103 Early\r\n\r\nHTTP/1.0 200 OK\n\nX';
  const server = await startServer(t, (socket) => {
    socket.setNoDelay(true);
    const send = (index: number) => {
      socket.write(answer.charAt(index));
      if (index + 1 < answer.length) setTimeout(send, 1, index + 1);
    };
    socket.once('data', () => {
      send(0);
    });
  });
  const socket = await open(t, `http://127.0.0.1:${String(server.port)}`);
  t.is(String((await once(socket, 'data'))[0]), 'X');
});

const answers: ReadonlyArray<readonly [answer: string, text: string, level: string]> = [
  [
    'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
    'The SSH proxy PROXY wants a user name and password (407 Proxy Authentication Required).',
    'proxy-refusal',
  ],
  [
    'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>no',
    'The SSH proxy PROXY could not reach worker.example.org:22 (502 Bad Gateway).',
    'client-socket',
  ],
  [
    'HTTP/1.1 403 \x1b]0;title\x07\r\n\r\n',
    'The SSH proxy PROXY refused to connect to worker.example.org:22 (403 ␛]0;title␇).',
    'proxy-target',
  ],
  [
    'HTTP/1.1 504\r\n\r\n',
    'The SSH proxy PROXY could not reach worker.example.org:22 (504).',
    'client-socket',
  ],
  ['SSH-2.0-OpenSSH_9.6\r\n', 'The SSH proxy PROXY does not answer as an HTTP proxy.', 'proxy-refusal'],
  ['HTTP/2 200\r\n\r\n', 'The SSH proxy PROXY does not answer as an HTTP proxy.', 'proxy-refusal'],
  ['H\0', 'The SSH proxy PROXY does not answer as an HTTP proxy.', 'proxy-refusal'],
  [
    `HTTP/1.1 200 OK\r\n${'X-Flood: yes\r\n'.repeat(10_000)}`,
    'The SSH proxy PROXY said more than 8 KiB before it connected.',
    'proxy-refusal',
  ],
  [
    'HTTP/1.1 100 Go on\r\n\r\n'.repeat(20),
    'The SSH proxy PROXY does not answer as an HTTP proxy.',
    'proxy-refusal',
  ],
];
for (const [answer, text, level] of answers) {
  test(`what an HTTP proxy answered is shown: ${JSON.stringify(answer.slice(0, 40))}`, async (t) => {
    const {server, url} = await startSpeaker(t, answer);
    const refusal = await refuse(t, url);
    t.is(refusal.text, text);
    t.is(refusal.level, level);
    await server.allClosed();
  });
}

const replies: ReadonlyArray<readonly [bytes: readonly number[], text: RegExp, level: string]> = [
  [[5, 0, 5, 2], /is not allowed to connect to worker\.example\.org port 22/, 'proxy-target'],
  [[5, 0, 5, 4], /cannot reach worker/, 'client-socket'],
  [[5, 0, 5, 5], /was refused by worker/, 'client-socket'],
  [[5, 0, 5, 99], /failed \(99\) to connect to worker/, 'proxy-target'],
  [[5, 0xff], /wants a user name and password/, 'proxy-refusal'],
  [[5, 2], /does not answer as a SOCKS5 proxy/, 'proxy-refusal'],
  [[4, 90], /does not answer as a SOCKS5 proxy/, 'proxy-refusal'],
  [[5, 0, 5, 0, 0, 77, 1, 1, 1, 1, 1, 1], /does not answer as a SOCKS5 proxy/, 'proxy-refusal'],
];
for (const [bytes, text, level] of replies) {
  test(`what a SOCKS5 proxy answered is shown: ${bytes.join(' ')}`, async (t) => {
    const padding = bytes.length < 4 ? [] : [0, 1, 0, 0, 0, 0, 0, 0];
    const {url} = await startSpeaker(t, Buffer.from([...bytes, ...padding]), 'socks5');
    const refusal = await refuse(t, url);
    t.regex(refusal.text, text);
    t.is(refusal.level, level);
  });
}

test('addresses go to a SOCKS5 proxy as addresses', async (t) => {
  const worker = await startServer(t, (socket) => socket.end('!'));
  const proxy = await startSocksProxy(t, {reroute: worker});
  const url = `socks5://127.0.0.1:${String(proxy.port)}`;
  await open(t, url, {host: '192.0.2.7', port: 22});
  await open(t, url, {host: '2001:db8::ff:1', port: 2222});
  t.deepEqual(proxy.targets, ['192.0.2.7:22', '2001:0db8:0000:0000:0000:0000:00ff:0001:2222']);
});

test('an IPv6 address is in brackets for an HTTP proxy', async (t) => {
  const worker = await startServer(t, (socket) => socket.end('!'));
  const proxy = await startHttpProxy(t, {reroute: worker});
  await open(t, `http://127.0.0.1:${String(proxy.port)}`, {host: '2001:db8::1', port: 22});
  t.deepEqual(proxy.targets, ['[2001:db8::1]:22']);
});

const trust = {caCertPath: fixturePath('trusted.pem'), usesSystemCa: false};

test.serial('SSH works through an https proxy, inside of verified TLS', async (t) => {
  const worker = await startSshServer(t);
  const login = {user: 'alice', password: 'sesame'};
  const proxy = await startHttpProxy(t, {...login, certificate: 'trusted.pem', reroute: worker});
  const way = {...toProxy(`https://alice:sesame@127.0.0.1:${proxy.port}`), trust};
  const socket = await openSocketThrough(way, WORKER);
  t.teardown(() => socket.destroy());
  const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
  client.end();
  t.deepEqual(proxy.targets, ['worker.example.org:22']);
  t.true(worker.authentications() > 0);
});

const unproven: ReadonlyArray<readonly [what: string, certificate: string, trusted: boolean, RegExp]> = [
  ['that nobody vouches for', 'trusted.pem', false, /its certificate is signed by itself\.$/],
  ['with a certificate for another name', 'wrong-name.pem', true, /for another name\.$/],
  ['whose certificate has expired', 'expired.pem', true, /has expired\.$/],
];
for (const [what, certificate, isTrusted, text] of unproven) {
  test.serial(`an https proxy ${what} is refused before it hears a word`, async (t) => {
    const proxy = await startHttpProxy(t, {certificate});
    const url = `https://alice:canary@127.0.0.1:${proxy.port}`;
    const caCertPath = isTrusted ? fixturePath(certificate) : undefined;
    const way = {...toProxy(url), trust: {caCertPath, usesSystemCa: false}};
    const error = await t.throwsAsync(openSocketThrough(way, WORKER), {instanceOf: SshError});
    t.regex(error.summary, /^The SSH proxy 127\.0\.0\.1:\d+ could not prove who it is: /);
    t.regex(error.summary, text);
    t.regex(error.remedy, /DX_CA_CERT|clock/);
    t.is(error.level, 'proxy-refusal');
    t.deepEqual(proxy.targets, []);
  });
}

test.serial(
  'an http proxy that is called an https one is told, and a silent one given up in time',
  async (t) => {
    const plain = await startHttpProxy(t);
    const {text, level} = await refuse(t, `https://127.0.0.1:${plain.port}`);
    t.regex(text, /^The SSH proxy PROXY could not prove who it is: the encrypted connection failed/);
    t.is(level, 'proxy-refusal');
    const silent = await startServer(t, () => undefined);
    const late = await refuse(t, `https://127.0.0.1:${silent.port}`, 60);
    t.is(late.text, 'The SSH proxy PROXY did not answer within 0.06 s.');
    await silent.allClosed();
    const resetting = await startServer(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const broken = await refuse(t, `https://127.0.0.1:${resetting.port}`);
    t.is(broken.text, 'The SSH proxy PROXY broke the connection before it was made.');
  },
);
