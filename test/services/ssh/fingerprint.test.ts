import test from 'ava';
import {toFingerprint, toLineFingerprint} from '../../../source/services/ssh/fingerprint.ts';
import {parseHostKey} from '../../../source/services/ssh/host-key.ts';
import {createKeys, hostKeys, hostPin} from './ssh-server.ts';

test('the fingerprint of a blob is that of the pin', (t) => {
  t.is(toFingerprint(hostPin.blob), hostPin.fingerprint);
});

for (const type of ['ed25519', 'rsa', 'ecdsa'] as const) {
  test(`a published ${type} key has the fingerprint that its pin has`, (t) => {
    const line = `${createKeys(type).public.trim()} root@ip-10-0-200-1\n`;
    t.is(toLineFingerprint(line), parseHostKey(line).fingerprint);
  });
}

for (const [title, line] of [
  ['nothing', ''],
  ['a type alone', 'ssh-ed25519'],
  ['what is not base64', 'ssh-ed25519 ***'],
  ['two lines', `no key\n${hostKeys.public}`],
] as const) {
  test(`${title} has no fingerprint`, (t) => {
    t.is(toLineFingerprint(line), undefined);
  });
}
