import test from 'ava';
import {HostKeyError, SshError} from '../../../source/model/errors.ts';
import {parseHostKey, type HostKeyPin} from '../../../source/services/ssh/host-key.ts';
import {createSshClient, toVerdict} from '../../../source/services/ssh/ssh-client.ts';
import {createKeys, hostKeys, hostPin, startSshServer, userKeys} from './ssh-server.ts';
import type {TestSshServer} from './ssh-server.ts';

const logIn = async (
  server: TestSshServer,
  {pin = hostPin, verify}: {pin?: HostKeyPin; verify?: (shown: Buffer) => unknown} = {},
) => {
  const {signal} = new AbortController();
  const socket = await server.connect();
  return createSshClient({socket, pin, privateKey: userKeys.private, signal, ...(verify && {verify})});
};

/** Everything but `true` that a check might answer by mistake; ssh2 takes most of them for a yes. */
const answers: ReadonlyArray<readonly [title: string, answer: () => unknown]> = [
  ['false', () => false],
  ['undefined', () => undefined],
  ['null', () => null],
  ['an empty text', () => ''],
  ['0', () => 0],
  ['-0', () => -0],
  ['1', () => 1],
  ['0n', () => 0n],
  ['1n', () => 1n],
  ['NaN', () => Number.NaN],
  ['the text true', () => 'true'],
  ['the text false', () => 'false'],
  ['an object', () => ({})],
  ['a list', () => []],
  ['a list of true', () => [true]],
  ['a boxed true', (): unknown => Object(true)],
  ['a promise of true', () => Promise.resolve(true)],
  ['a promise of false', () => Promise.resolve(false)],
  ['an error', () => new Error('no')],
  ['a symbol', () => Symbol('true')],
  ['a function', () => () => true],
  ['a buffer', () => Buffer.from('true')],
];

for (const [title, answer] of answers) {
  test(`a check that answers ${title} lets nobody in, and nothing of ours is sent`, async (t) => {
    t.false(toVerdict(answer()));
    const server = await startSshServer(t);
    await t.throwsAsync(logIn(server, {verify: answer}), {instanceOf: HostKeyError});
    await server.allClosed();
    t.is(server.authentications(), 0);
  });
}

test('a check that throws lets nobody in, and is no crash', async (t) => {
  const server = await startSshServer(t);
  const verify = () => {
    throw new Error('broken');
  };
  await t.throwsAsync(logIn(server, {verify}), {instanceOf: HostKeyError});
  await server.allClosed();
  t.is(server.authentications(), 0);
});

test('only true lets the worker in, and then the login follows', async (t) => {
  t.true(toVerdict(true));
  const server = await startSshServer(t);
  const client = await logIn(server);
  t.teardown(() => client.end());
  t.true(server.authentications() > 0);
});

test('another key of the same type is refused with both fingerprints', async (t) => {
  const impostor = createKeys();
  const server = await startSshServer(t, {privateHostKeys: [impostor.private]});
  const error = await t.throwsAsync(logIn(server), {instanceOf: HostKeyError});
  t.is(error.expected, hostPin.fingerprint);
  t.is(error.actual, parseHostKey(impostor.public).fingerprint);
  t.not(error.remedy, '');
  await server.allClosed();
  t.is(server.authentications(), 0);
});

const types = ['ed25519', 'rsa', 'ecdsa'] as const;
for (const published of types) {
  for (const shown of types) {
    if (published === shown) continue;
    test(`a worker with an ${shown} key in place of the published ${published} one is refused`, async (t) => {
      const server = await startSshServer(t, {privateHostKeys: [createKeys(shown).private]});
      const pin = parseHostKey(createKeys(published).public);
      const error = await t.throwsAsync(logIn(server, {pin}), {instanceOf: SshError});
      t.regex(error.summary, /does not have the host key that the platform published/);
      t.true(error.summary.includes(pin.fingerprint));
      await server.allClosed();
      t.is(server.authentications(), 0);
    });
  }
}

for (const published of types) {
  test(`a worker with three keys is let in by its ${published} one`, async (t) => {
    const keys = types.map((type) => ({type, pair: type === 'ed25519' ? hostKeys : createKeys(type)}));
    const server = await startSshServer(t, {privateHostKeys: keys.map(({pair}) => pair.private)});
    const pin = parseHostKey(keys.find(({type}) => type === published)?.pair.public ?? '');
    const client = await logIn(server, {pin});
    t.teardown(() => client.end());
    t.true(server.authentications() > 0);
  });
}
