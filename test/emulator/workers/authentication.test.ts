import {once} from 'node:events';
import {connect as connectTcp} from 'node:net';
import {promisify} from 'node:util';
import test from 'ava';
import ssh2, {type ClientErrorExtensions, type ParsedKey} from 'ssh2';
import {createKeyPair} from '../../../source/emulator/workers/key-pair.ts';
import {connect, readOutput, startCommand, startWorker, userKey} from './worker-client.ts';

type Done = (error?: Error) => void;

const stranger = createKeyPair();

test('the host key is the published one', async (t) => {
  const worker = await startWorker(t);
  t.regex(worker.hostKey, /^ssh-ed25519 [A-Za-z0-9+/=]+ root@ip-10-0-200-1\n$/);
  t.is(worker.host, '127.0.0.1');
  const client = await connect(t, worker);
  t.is(await readOutput(client, 'echo hello'), 'hello');
});

const refusals = {
  'another key': {privateKey: stranger.private},
  'another user': {username: 'root'},
  'a password': {privateKey: undefined, password: 'dnanexus'},
  'nothing at all': {privateKey: undefined},
};

for (const [what, config] of Object.entries(refusals)) {
  test(`${what} is refused`, async (t) => {
    const worker = await startWorker(t);
    const error = await t.throwsAsync<Error & ClientErrorExtensions>(connect(t, worker, config as object));
    t.is(error.level, 'client-authentication');
  });
}

test('a right key with a wrong signature is refused', async (t) => {
  const worker = await startWorker(t);
  const known = ssh2.utils.parseKey(userKey.public);
  const unknown = ssh2.utils.parseKey(stranger.private);
  if (known instanceof Error || unknown instanceof Error) throw new Error('unusable test keys');
  const [publicKey, otherKey] = [known, unknown];
  // Offers the known public key, and signs with the stranger's private one.
  class Impostor extends ssh2.BaseAgent<ParsedKey> {
    override getIdentities(done: (error: undefined, keys: ParsedKey[]) => void): void {
      done(undefined, [publicKey]);
    }

    override sign(_key: unknown, data: Buffer, ...rest: unknown[]): void {
      const done = rest.find((item) => typeof item === 'function') as (e: undefined, s: Buffer) => void;
      done(undefined, otherKey.sign(data));
    }
  }
  const config = {privateKey: undefined, agent: new Impostor() as never};
  const error = await t.throwsAsync<Error & ClientErrorExtensions>(connect(t, worker, config as object));
  t.is(error.level, 'client-authentication');
});

test('keys are asked for at each login, and text that is no key admits nobody', async (t) => {
  let keys = ['', 'rubbish', 'ssh-ed25519 AAAA'];
  const worker = await startWorker(t, {authorizedKeys: () => keys});
  await t.throwsAsync(connect(t, worker));
  keys = ['rubbish', `${userKey.public} alice@laptop\n`];
  const client = await connect(t, worker);
  t.is(await readOutput(client, 'echo in'), 'in');
});

test('a peer that the firewall does not allow is closed before a word is said', async (t) => {
  let isAllowed = false;
  const worker = await startWorker(t, {isAllowed: () => isAllowed});
  const socket = connectTcp(worker.port, worker.host);
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  await once(socket, 'close');
  t.is(bytes, 0);
  isAllowed = true;
  const client = await connect(t, worker);
  isAllowed = false;
  t.is(await readOutput(client, 'echo stays'), 'stays');
});

test('ports beyond the worker, closed ones, and ports for the worker to open are refused', async (t) => {
  const client = await connect(t, await startWorker(t));
  await t.throwsAsync(promisify((done: Done) => client.forwardOut('127.0.0.1', 1, '192.0.2.1', 22, done))());
  await t.throwsAsync(promisify((done: Done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 1, done))());
  await t.throwsAsync(promisify((done: Done) => client.forwardIn('127.0.0.1', 0, done))());
  t.is(await readOutput(client, 'echo alive'), 'alive');
});

test("the client's keepalive is answered", async (t) => {
  // ssh2 drops the connection at the third interval without an answer.
  const client = await connect(t, await startWorker(t), {keepaliveInterval: 250, keepaliveCountMax: 2});
  const transcript = await startCommand(client, 'sleep 1.5; echo alive');
  t.is((await transcript.result()).stdout.toString(), 'alive\n');
});
