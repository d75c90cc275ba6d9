import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {parseHostKey} from '../../../source/services/ssh/host-key.ts';
import {toKnownHostsLine, writeKnownHosts} from '../../../source/services/ssh/known-hosts.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {createKeys} from './ssh-server.ts';

const NAME = `job-${'1'.repeat(24)}`;

for (const type of ['ed25519', 'rsa', 'ecdsa'] as const) {
  test(`the line of an ${type} key has the key and nothing else of what the platform wrote`, (t) => {
    const {public: line} = createKeys(type);
    const [keyType = '', blob = ''] = line.split(' ');
    for (const written of [
      `${keyType} ${blob}`,
      `${keyType} ${blob} root@ip * \u001B[2J`,
      ` ${keyType} ${blob} x \n`,
    ]) {
      t.is(toKnownHostsLine(parseHostKey(written)), `dxtop-worker ${keyType} ${blob}\n`);
    }
  });
}

test('text that would name other hosts, or add a line, makes no line at all', (t) => {
  const {public: line} = createKeys();
  const [keyType = '', blob = ''] = line.split(' ');
  for (const written of [
    `* ${keyType} ${blob}`,
    `@cert-authority * ${keyType} ${blob}`,
    `${keyType} ${blob}\n* ${keyType} ${blob}`,
  ]) {
    let text: string | undefined;
    try {
      text = toKnownHostsLine(parseHostKey(written));
    } catch {
      // Refused: no connection then.
    }

    t.true(text === undefined || text === `dxtop-worker ${keyType} ${blob}\n`, written);
  }
});

test('a worker has one key: the same is not written again, another one takes its place', (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const directory = join(home.path, 'state', 'known-hosts');
  const path = join(directory, NAME);
  const [first, second] = [createKeys(), createKeys()].map((keys) => parseHostKey(keys.public));
  if (!first || !second) throw new Error('there are two');
  writeKnownHosts(directory, NAME, first);
  const {ino} = statSync(path);
  writeKnownHosts(directory, NAME, first);
  t.is(statSync(path).ino, ino);
  writeKnownHosts(directory, NAME, second);
  t.is(readFileSync(path, 'utf8'), toKnownHostsLine(second));
  t.is(statSync(path).mode & 0o777, 0o600);
  t.is(statSync(directory).mode & 0o777, 0o700);
  writeFileSync(path, `* ${toKnownHostsLine(first)}`);
  writeKnownHosts(directory, NAME, second);
  t.is(readFileSync(path, 'utf8'), toKnownHostsLine(second));
});
