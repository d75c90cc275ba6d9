import {chmodSync, cpSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import type {Program} from '../helpers/program.ts';
import {createPlace, type Place, PROMPT, see, seeList, seeSelected} from './start-dxtop.ts';

/** A user whose key can be changed without the emulator's own being touched; attaching has been asked for. */
const startWithKey = async (
  t: ExecutionContext,
  change: (keyPath: string) => void,
): Promise<{place: Place; program: Program}> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const directory = path.join(place.home.path, 'conf');
  mkdirSync(directory, {mode: 0o700});
  cpSync(place.emulator.environment['DX_USER_CONF_DIR'] ?? '', directory, {recursive: true});
  change(path.join(directory, 'ssh_id'));
  const program = await place.start({env: {DX_USER_CONF_DIR: directory}, columns: 140});
  await seeSelected(program, 'the worker');
  program.press('enter');
  return {place, program};
};

/** A key pair that can be read: about one in 256 that ssh2 makes cannot, for it drops leading zero bytes. */
const createUserKey = (encryption?: {passphrase: string; cipher: string; rounds: number}) => {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', encryption);
    const isReadable = !(ssh2.utils.parseKey(pair.private, encryption?.passphrase) instanceof Error);
    if (isReadable && Buffer.from(pair.public.split(' ')[1] ?? '', 'base64').length === 51) return pair;
  }
};

const CASES: readonly (readonly [title: string, change: (keyPath: string) => void, sentence: RegExp])[] = [
  [
    'a missing key',
    (keyPath) => {
      rmSync(keyPath);
    },
    /There is no SSH key on this computer \(.*ssh_id\)\.\s+Run `dxtop setup`/,
  ],
  [
    'a key that others can read',
    (keyPath) => {
      chmodSync(keyPath, 0o644);
    },
    /The private key .*ssh_id is open to other users\s+\(mode 0644\)\.\s+Close it: `chmod 600/,
  ],
  [
    'a file that is no key',
    (keyPath) => {
      writeFileSync(keyPath, 'this is no key\n');
    },
    /does not hold a private SSH key\.\s+Run `dxtop setup`/,
  ],
  [
    'a key that is not the account’s',
    (keyPath) => {
      writeFileSync(keyPath, createUserKey().private);
    },
    /The worker did not accept your SSH key\./,
  ],
];

for (const [title, change, sentence] of CASES) {
  test.serial(`${title} is told with its remedy, and not tried again`, async (t) => {
    const {program} = await startWithKey(t, change);
    await see(program, sentence);
    await seeList(program);
    await seeSelected(program, 'the worker');
    t.notRegex(program.screen.text(), /Attaching|lost/);
  });
}

test.serial(
  'an encrypted key asks for its passphrase, shows nothing of it, and asks again when it is wrong',
  async (t) => {
    const pair = createUserKey({
      passphrase: 'open sesame',
      cipher: 'aes256-ctr',
      rounds: 16,
    });
    const {program} = await startWithKey(t, (keyPath) => {
      writeFileSync(keyPath, pair.private);
    });
    let printed = '';
    program.onOutput((bytes) => {
      printed += bytes.toString('latin1');
    });
    await see(program, /Passphrase of .*ssh_id/);
    program.type('wrong');
    program.press('enter');
    await see(program, 'That passphrase is wrong.');
    program.type('open sesame\r');
    // The key is none of the account's: with the right passphrase it is offered, and refused by the worker.
    await see(program, /The worker did not accept your SSH key\./);
    t.notRegex(printed, /wrong\b(?!\.)|sesame/);
  },
);

test.serial('Esc at the passphrase cancels the attach', async (t) => {
  const pair = createUserKey({passphrase: 'x', cipher: 'aes256-ctr', rounds: 1});
  const {program} = await startWithKey(t, (keyPath) => {
    writeFileSync(keyPath, pair.private);
  });
  await see(program, /Passphrase of/);
  program.press('escape');
  await see(program, 'Not attached to the worker: cancelled.');
  t.notRegex(program.screen.text(), PROMPT);
});
