import test from 'ava';
import type {ExecutionContext} from 'ava';
import {SshError} from '../../../source/model/errors.ts';
import {parseHostKey} from '../../../source/services/ssh/host-key.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {createKeys, startServer, userKeys} from './ssh-server.ts';

const BANNER = 'SSH-2.0-test\r\n';
/** The lists of a KEXINIT, in their order. Source: RFC 4253, section 7.1 */
const LISTS = ['kex', 'hostKey', 'cipherOut', 'cipherIn', 'macOut', 'macIn', 'compressOut', 'compressIn'];

type Offer = Readonly<Record<string, readonly string[]>>;

/** What a client offers, out of all that it sends; `undefined` while that is not all there. */
const readOffer = (sent: Buffer): Offer | undefined => {
  const start = sent.indexOf('\r\n') + 2;
  if (start < 2 || sent.length < start + 4 || sent.length < start + 4 + sent.readUInt32BE(start))
    return undefined;
  // Length, length of the padding, number of the message, cookie.
  let offset = start + 4 + 1 + 1 + 16;
  return Object.fromEntries(
    LISTS.map((name) => {
      const length = sent.readUInt32BE(offset);
      const names = sent.toString('latin1', offset + 4, offset + 4 + length).split(',');
      offset += 4 + length;
      return [name, names];
    }),
  );
};

/** Has a client shake hands with a server that only listens. */
const listen = async (t: ExecutionContext, hostKeyLine: string): Promise<Offer> => {
  const {promise, resolve} = Promise.withResolvers<Offer>();
  const server = await startServer(t, (socket) => {
    let sent = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      sent = Buffer.concat([sent, bytes]);
      const offer = readOffer(sent);
      if (!offer) return;
      resolve(offer);
      socket.end();
    });
    socket.write(BANNER);
  });
  const {signal} = new AbortController();
  const connecting = createSshClient({
    socket: await server.connect(),
    pin: parseHostKey(hostKeyLine),
    privateKey: userKeys.private,
    signal,
  });
  const [offer] = await Promise.all([promise, t.throwsAsync(connecting, {instanceOf: SshError})]);
  return offer;
};

const MARKERS = /^(?:ext-info-c|kex-strict-c-v00@openssh\.com)$/;
const KEX =
  /^(?:curve25519-sha256(?:@libssh\.org)?|ecdh-sha2-nistp(?:256|384|521)|diffie-hellman-group1[68]-sha512)$/;
const CIPHER = /^aes(?:128|256)-gcm@openssh\.com$|^aes(?:128|192|256)-ctr$/;
const MAC = /^hmac-sha2-(?:256|512)(?:-etm@openssh\.com)?$/;

const hostKeyTypes: ReadonlyArray<readonly [type: 'ed25519' | 'rsa' | 'ecdsa', offered: readonly string[]]> =
  [
    ['ed25519', ['ssh-ed25519']],
    ['rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
    ['ecdsa', ['ecdsa-sha2-nistp256']],
  ];
for (const [type, offered] of hostKeyTypes) {
  test(`to a worker with an ${type} key only that kind is offered, and nothing that is weak`, async (t) => {
    const offer = await listen(t, createKeys(type).public);
    t.deepEqual(offer['hostKey']?.toSorted(), offered.toSorted());
    const isOther = (names: readonly string[] | undefined, good: RegExp) =>
      names?.filter((name) => !good.test(name) && !MARKERS.test(name));
    t.deepEqual(isOther(offer['kex'], KEX), []);
    t.true(offer['kex']?.includes('curve25519-sha256'));
    for (const direction of ['Out', 'In']) {
      t.deepEqual(isOther(offer[`cipher${direction}`], CIPHER), []);
      t.regex(offer[`cipher${direction}`]?.[0] ?? '', /gcm/);
      t.deepEqual(isOther(offer[`mac${direction}`], MAC), []);
      t.deepEqual(offer[`compress${direction}`], ['none']);
    }
  });
}
