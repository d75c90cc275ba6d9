import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext, ImplementationFn} from 'ava';
import type {JobId} from '../../../source/model/ids.ts';
import type {Sshd} from '../../helpers/sshd.ts';
import {hasAgent, startAgent} from '../../helpers/ssh-agent.ts';
import {choose, type OpenSshUser, startOpenSshUser, testSshd} from './openssh-kit.ts';
import {createKeys} from './ssh-server.ts';
import {startWorkerSshd} from './worker-sshd.ts';

const USER_NAME = execFileSync('id', ['-un'], {encoding: 'utf8'}).trim();

/** A job whose worker is a real SSH server. */
const addRealWorker = async ({kit}: OpenSshUser, {port, hostKeys: [hostKey = '']}: Sshd): Promise<JobId> => {
  const job = await kit.addJob();
  kit.emulator.control.update(job, {host: '127.0.0.1', sshPort: port, sshHostKey: hostKey});
  return job;
};

const readPublicKey = (file: string): string => readFileSync(`${file}.pub`, 'utf8');

testSshd(
  'a certificate beside a key that the account does not have chooses your own ssh, with a word',
  async (t) => {
    const user = await startOpenSshUser(t);
    const {platform, emulator} = user.kit;
    const {id} = await platform.whoami();
    const countLooks = () =>
      emulator.control.requests().filter(({route}) => route === 'user/describe').length;
    await platform.updateUser(id, {sshPublicKey: createKeys().public});
    t.deepEqual(await choose(user), {transport: 'ssh2', reason: undefined}, 'without a certificate');
    t.is(countLooks(), 0, 'and without asking');

    const key = path.join(user.conf, 'ssh_id');
    const authority = path.join(user.home, 'authority');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', authority]);
    execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'alice', '-n', USER_NAME, `${key}.pub`]);
    const chosen = await choose(user);
    t.is(chosen.transport, 'openssh');
    t.regex(
      chosen.reason ?? '',
      /^Your own ssh connects: your account does not have your key, but a certificate/,
    );
    await platform.updateUser(id, {sshPublicKey: null});
    t.is((await choose(user)).transport, 'openssh');
    t.is((await choose(user, {wanted: 'ssh2'})).transport, 'ssh2', 'unless the user says which');

    await platform.updateUser(id, {sshPublicKey: readPublicKey(key)});
    t.deepEqual(await choose(user), {transport: 'ssh2', reason: undefined}, 'the key is enough');
  },
);

testSshd('a certificate beside the key opens a worker that does not know the key', async (t) => {
  const user = await startOpenSshUser(t, {}, {userName: USER_NAME});
  const key = path.join(user.conf, 'ssh_id');
  const authority = path.join(user.home, 'authority');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', authority]);
  const sshd = await startWorkerSshd(t, {
    authorizedKey: createKeys().public,
    settings: [`TrustedUserCAKeys ${authority}.pub`],
  });
  const job = await addRealWorker(user, sshd);
  const {outcome} = await user.attach(job).over();
  t.like(outcome, {kind: 'refused', summary: 'The worker did not accept any key that your ssh offered.'});
  execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'alice', '-n', USER_NAME, `${key}.pub`]);
  t.true(existsSync(`${key}-cert.pub`));
  await user.attach(job).waitFor('ready');
  t.is((await user.workers[0]?.connection.run('exit 4'))?.status, 4);
});

const testAgent = hasAgent ? testSshd : test.serial.skip;

testAgent('a key that only the agent has opens a real server', async (t: ExecutionContext) => {
  const {agentPath, add} = await startAgent(t, []);
  const user = await startOpenSshUser(t, {SSH_AUTH_SOCK: agentPath}, {userName: USER_NAME});
  const key = path.join(user.conf, 'ssh_id');
  add(key);
  rmSync(key);
  t.is((await choose(user)).transport, 'openssh');
  const sshd = await startWorkerSshd(t, {authorizedKey: readPublicKey(key)});
  await user.attach(await addRealWorker(user, sshd)).waitFor('ready');
  t.is(user.workers.length, 1);
});

testAgent(
  'neither agent nor ports are lent, whatever the user’s own configuration says',
  async (t: ExecutionContext) => {
    const {agentPath} = await startAgent(t, ['ed25519']);
    const user = await startOpenSshUser(t, {SSH_AUTH_SOCK: agentPath}, {userName: USER_NAME});
    const lent = path.join(user.home, 'lent');
    const config = [
      'Host *',
      '  ForwardAgent yes',
      `  LocalForward ${lent} 127.0.0.1:1`,
      `  RemoteForward ${lent}-there 127.0.0.1:1`,
    ];
    mkdirSync(path.join(user.home, '.ssh'), {mode: 0o700});
    writeFileSync(path.join(user.home, '.ssh', 'config'), `${config.join('\n')}\n`, {mode: 0o600});
    const sshd = await startWorkerSshd(t, {authorizedKey: readPublicKey(path.join(user.conf, 'ssh_id'))});
    await user.attach(await addRealWorker(user, sshd)).waitFor('ready');
    const {output} = (await user.workers[0]?.connection.run('echo "agent: $SSH_AUTH_SOCK"')) ?? {output: ''};
    t.is(output, 'agent: \n');
    t.false(existsSync(lent));
    t.false(existsSync(`${lent}-there`));
  },
);

testSshd('the user’s own ProxyJump leads to a real server through another one', async (t) => {
  const user = await startOpenSshUser(t, {}, {userName: USER_NAME});
  const authorizedKey = readPublicKey(path.join(user.conf, 'ssh_id'));
  const [jump, worker] = [
    await startWorkerSshd(t, {authorizedKey}),
    await startWorkerSshd(t, {authorizedKey}),
  ];
  const known = path.join(user.home, 'jump-keys');
  writeFileSync(known, `jump ${jump.hostKeys[0] ?? ''}\n`);
  mkdirSync(path.join(user.home, '.ssh'), {mode: 0o700});
  const config = [
    'Host jump',
    '  HostName 127.0.0.1',
    `  Port ${jump.port}`,
    `  User ${jump.user}`,
    '  HostKeyAlias jump',
    `  UserKnownHostsFile ${known}`,
    `  IdentityFile ${user.conf}/ssh_id`,
    // The worker's own address, which is looked at again once it is known.
    `Match final host 127.0.0.1 exec "test %p = ${worker.port}"`,
    '  ProxyJump jump',
  ];
  writeFileSync(path.join(user.home, '.ssh', 'config'), `${config.join('\n')}\n`, {mode: 0o600});
  await user.attach(await addRealWorker(user, worker)).waitFor('ready');
  // The link hangs on the jump's.
  const attached = user.workers[0];
  const channel = await attached?.connection.openTerminal({columns: 80, rows: 24}, 'xterm', 'cat');
  await jump.dropConnections();
  const end = await channel?.ended;
  const reason = end?.kind === 'lost' ? end.reason : String(end?.kind);
  t.regex(reason, /closed|reset|did not answer/);
});

const toField = (value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value as Uint8Array);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The files of a key that lives on a hardware token, as `ssh-keygen -t ed25519-sk` writes them. Source: PROTOCOL.u2f */
const writeTokenKey = (key: string): void => {
  const type = toField('sk-ssh-ed25519@openssh.com');
  const publicPart = Buffer.concat([type, toField(Buffer.alloc(32, 7)), toField('ssh:')]);
  const secret = Buffer.concat([
    Buffer.alloc(8, 1),
    publicPart,
    Buffer.from([1]),
    toField(Buffer.alloc(64, 9)),
    toField(''),
    toField('token'),
  ]);
  const padding = Buffer.from(Array.from({length: (8 - (secret.length % 8)) % 8}, (_, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    toField('none'),
    toField('none'),
    toField(''),
    Buffer.from([0, 0, 0, 1]),
    toField(publicPart),
    toField(Buffer.concat([secret, padding])),
  ]);
  const body = (file.toString('base64').match(/.{1,70}/g) ?? []).join('\n');
  writeFileSync(key, `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`, {
    mode: 0o600,
  });
  writeFileSync(`${key}.pub`, `sk-ssh-ed25519@openssh.com ${publicPart.toString('base64')} token\n`);
};

testSshd(
  'a key on a hardware token is handed to your own ssh, with a word, and its absence told',
  async (t) => {
    const user = await startOpenSshUser(t, {}, {userName: USER_NAME});
    const key = path.join(user.conf, 'ssh_id');
    rmSync(key);
    writeTokenKey(key);
    const known = execFileSync('ssh-keygen', ['-l', '-f', key], {encoding: 'utf8'});
    t.regex(known, /\(ED25519-SK\)$/m, 'OpenSSH itself takes the file for such a key');
    const chosen = await choose(user, {hasAgent: false});
    t.is(chosen.transport, 'openssh');
    t.regex(chosen.reason ?? '', /^Your own ssh connects: your key is of a kind/);
    t.is((await choose(user, {wanted: 'ssh2'})).transport, 'ssh2');
    const sshd = await startWorkerSshd(t, {authorizedKey: readPublicKey(key)});
    const {outcome} = await user.attach(await addRealWorker(user, sshd)).over();
    if (outcome?.kind !== 'refused') throw new Error(JSON.stringify(outcome));
    t.is(String(outcome.summary), 'Your ssh could not sign with your key.');
  },
);

const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const testToken = (title: string, run: ImplementationFn<[]>): void => {
  if (existsSync(MODULE)) testSshd(title, run);
  else test.serial.skip(`${title} (left out: SoftHSM is not installed)`, run);
};

/** A PKCS#11 token in the user's home that holds an RSA key; answers the line of its public half. */
const createToken = (t: ExecutionContext, home: string): string => {
  const settings = path.join(home, '.config', 'softhsm2');
  const tokens = path.join(home, 'tokens');
  for (const directory of [settings, tokens]) mkdirSync(directory, {recursive: true, mode: 0o700});
  writeFileSync(path.join(settings, 'softhsm2.conf'), `directories.tokendir = ${tokens}\n`);
  const env = {HOME: home, PATH: process.env['PATH'] ?? ''};
  const run = (file: string, ...args: readonly string[]) => execFileSync(file, args, {env, encoding: 'utf8'});
  run('softhsm2-util', '--init-token', '--free', '--label', 'card', '--pin', '1234', '--so-pin', '1234');
  const key = path.join(home, 'card.pem');
  run('ssh-keygen', '-q', '-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', '', '-f', key);
  run(
    'softhsm2-util',
    ...['--import', key, '--id', 'A1', '--label', 'key', '--token', 'card', '--pin', '1234'],
  );
  const line = readPublicKey(key);
  rmSync(key);
  t.true(run('ssh-keygen', '-D', MODULE).includes(line.split(' ')[1] ?? ''));
  return line;
};

testToken('a PKCS#11 token of the user’s configuration is asked for its PIN, and signs', async (t) => {
  const user = await startOpenSshUser(t, {}, {userName: USER_NAME});
  const line = createToken(t, user.home);
  const key = path.join(user.conf, 'ssh_id');
  rmSync(key);
  writeFileSync(`${key}.pub`, line);
  mkdirSync(path.join(user.home, '.ssh'), {mode: 0o700});
  writeFileSync(path.join(user.home, '.ssh', 'config'), `PKCS11Provider ${MODULE}\n`, {mode: 0o600});
  const sshd = await startWorkerSshd(t, {authorizedKey: line});
  const attach = user.attach(await addRealWorker(user, sshd));
  const {question} = await attach.waitFor((snapshot) => snapshot.question !== undefined);
  if (question?.kind !== 'ssh') throw new Error(JSON.stringify(question));
  t.regex(question.text, /PIN for 'card'/);
  attach.attachment.answer('1234');
  await attach.waitFor('ready');
  t.is(user.workers.length, 1);
});
