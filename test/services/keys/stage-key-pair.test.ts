import {lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import {toCloseCommand} from '../../../source/model/ssh-key.ts';
import {readKeyPair} from '../../../source/services/keys/read-key-pair.ts';
import {stageLinks} from '../../../source/services/keys/stage-key-pair.ts';
import {createTemporaryDirectory} from '../settings/temporary-directory.ts';

const putPair = (t: ExecutionContext) => {
  const home = createTemporaryDirectory(t);
  const conf = join(home, 'conf');
  mkdirSync(join(home, '.ssh'));
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
  writeFileSync(join(home, '.ssh', 'id'), pair.private, {mode: 0o600});
  writeFileSync(join(home, '.ssh', 'id.pub'), `${pair.public}\n`);
  return {conf, pair, found: readKeyPair(join(home, '.ssh', 'id'))};
};

const failWith = (code: string) => () => {
  throw Object.assign(new Error(code), {code});
};

test('where no links can be made, as on Windows without the privilege, the pair is copied', (t) => {
  const {conf, pair, found} = putPair(t);
  stageLinks(conf, found, 0, failWith('EPERM')).install();
  t.true(lstatSync(join(conf, 'ssh_id')).isFile());
  t.is(readFileSync(join(conf, 'ssh_id'), 'utf8'), pair.private);
  t.is(statSync(join(conf, 'ssh_id')).mode & 0o777, 0o600);
  t.is(readFileSync(join(conf, 'ssh_id.pub'), 'utf8'), `${pair.public}\n`);
});

test('any other trouble with a link is told, and leaves nothing behind', (t) => {
  const {conf, found} = putPair(t);
  t.throws(() => stageLinks(conf, found, 0, failWith('ENOSPC')), {
    name: 'ConfigError',
    message: /No key can be put into .*conf \(ENOSPC\)/,
  });
  t.deepEqual(readdirSync(conf), []);
});

test('a staged pair that is not wanted goes, and what is in use stays', (t) => {
  const {conf, found} = putPair(t);
  mkdirSync(conf);
  writeFileSync(join(conf, 'ssh_id'), 'in use');
  stageLinks(conf, found, 0).discard();
  t.deepEqual(readdirSync(conf), ['ssh_id']);
  t.is(readFileSync(join(conf, 'ssh_id'), 'utf8'), 'in use');
});

test('a key is closed to others with the means of the system', (t) => {
  t.is(toCloseCommand('/home/alice/ssh_id', 'linux'), 'chmod 600 /home/alice/ssh_id');
  t.is(
    toCloseCommand(String.raw`C:\Users\Al Ice\ssh_id`, 'win32'),
    String.raw`icacls "C:\Users\Al Ice\ssh_id" /inheritance:r /grant:r "%USERNAME%":F`,
  );
});
