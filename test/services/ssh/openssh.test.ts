import {execFileSync, spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {parseSshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {startHttpProxy, startSocksProxy} from '../../helpers/proxies.ts';
import {startSshd} from '../../helpers/sshd.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {choose, startOpenSshUser, testSsh, testSshd} from './openssh-kit.ts';
import {readUntil} from './read-until.ts';

const SIZE = {columns: 80, rows: 24};

testSsh('what a program on the worker prints arrives, and its exit status, 255 too', async (t) => {
  const user = await startOpenSshUser(t);
  await user.attach(await user.kit.addJob()).waitFor('ready');
  const connection = user.workers[0]?.connection;
  if (!connection) throw new Error('it is connected');
  for (const status of [0, 7, 255]) {
    const channel = await connection.openTerminal(SIZE, 'xterm-256color', `stty size; exit ${status}`);
    await readUntil(channel, /^24 80\r\n/);
    t.deepEqual(await channel.ended, {kind: 'exited', status, signal: undefined});
  }

  t.deepEqual(await connection.run('echo $((6*7)); exit 3'), {status: 3, output: '42\n'});
});

testSsh('the same escapes: ~d leaves the session running, and it is found again', async (t) => {
  const user = await startOpenSshUser(t);
  const job = await user.kit.addJob();
  const first = user.attach(job);
  await first.lend();
  user.kit.user.type('echo dx-$((6*7))\r');
  await user.kit.user.screen.waitForText(/dx-42/, {timeoutMs: 30_000});
  user.kit.user.type('\r~d');
  t.deepEqual((await first.over()).outcome, {kind: 'detached', isResumable: true});
  const second = user.attach(job);
  await second.waitFor('ready');
  const channel = user.workers.at(-1)?.session.channel;
  if (!channel) throw new Error('it is connected');
  await readUntil(channel, /dx-42/);
});

testSsh('a link that was reset is lost, and there is a way back', async (t) => {
  const user = await startOpenSshUser(t);
  const attach = user.attach(await user.kit.addJob());
  attach.keepLending();
  await attach.waitFor('attached');
  user.kit.emulator.control.orderLinks({how: 'reset'});
  await attach.waitFor('lost');
  await attach.waitFor('attached');
  t.is(user.workers.length, 2);
  t.true(user.workers[0]?.connection.isDown);
});

testSsh('a silent link is noticed after 3 s', async (t) => {
  const user = await startOpenSshUser(t);
  const attach = user.attach(await user.kit.addJob());
  attach.keepLending();
  await attach.waitFor('attached');
  const idleMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  // Signs of life are asked for each second: nothing to say is no silence.
  t.true((user.workers[0]?.connection.silenceMs() ?? 9999) < performance.now() - idleMs);
  const stalledMs = performance.now();
  user.kit.emulator.control.orderLinks({how: 'stall'});
  const {lost} = await attach.waitFor('lost');
  const tookMs = performance.now() - stalledMs;
  t.true(tookMs > 1500 && tookMs < 12_000, `${tookMs} ms`);
  t.is(String(lost?.reason), 'the worker does not answer');
  user.kit.emulator.control.orderLinks({how: 'heal'});
  await attach.waitFor('attached');
});

testSsh(
  'a worker with another host key than the published one is refused, with both fingerprints',
  async (t) => {
    const user = await startOpenSshUser(t);
    const job = await user.kit.addJob();
    user.kit.emulator.control.changeHostKey(job);
    const {outcome} = await user.attach(job).over();
    if (outcome?.kind !== 'refused') throw new Error(JSON.stringify(outcome));
    t.regex(
      outcome.summary,
      /not the one that the platform published \(published SHA256:\S+, shown SHA256:\S+\)/,
    );
    t.deepEqual(user.workers, []);
  },
);

testSsh('a key that the worker does not accept is told', async (t) => {
  const user = await startOpenSshUser(t);
  for (const name of ['ssh_id', 'ssh_id.pub']) rmSync(path.join(user.conf, name));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(user.conf, 'ssh_id')]);
  const {outcome} = await user.attach(await user.kit.addJob()).over();
  t.like(outcome, {kind: 'refused', summary: 'The worker did not accept any key that your ssh offered.'});
});

testSsh('what ssh asks is asked: the passphrase of an encrypted key, and no answer cancels', async (t) => {
  const user = await startOpenSshUser(t);
  execFileSync('ssh-keygen', [
    '-q',
    '-p',
    '-a',
    '4',
    '-P',
    '',
    '-N',
    'sesame',
    '-f',
    path.join(user.conf, 'ssh_id'),
  ]);
  const job = await user.kit.addJob();
  const attach = user.attach(job);
  const {question} = await attach.waitFor((snapshot) => snapshot.question !== undefined);
  if (question?.kind !== 'ssh') throw new Error(JSON.stringify(question));
  t.regex(question.text, /^Enter passphrase for key '.*ssh_id':$/);
  attach.attachment.answer('sesame');
  await attach.waitFor('ready');
  const declined = user.attach(job);
  await declined.waitFor((snapshot) => snapshot.question !== undefined);
  declined.attachment.answer(undefined);
  t.deepEqual((await declined.over()).outcome, {kind: 'cancelled'});
});

testSsh('a key whose private half only an agent has is chosen for OpenSSH, and signs', async (t) => {
  const socket = path.join(createHome(t), 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], {stdio: 'ignore'});
  t.teardown(() => agent.kill());
  while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20));
  const user = await startOpenSshUser(t, {SSH_AUTH_SOCK: socket});
  const key = path.join(user.conf, 'ssh_id');
  execFileSync('ssh-add', ['-q', key], {env: {...process.env, SSH_AUTH_SOCK: socket}});
  t.deepEqual(await choose(user), {transport: 'ssh2', reason: undefined});
  rmSync(key);
  const chosen = await choose(user);
  t.is(chosen.transport, 'openssh');
  t.regex(chosen.reason ?? '', /^Your own ssh connects: .*agent/);
  const {transport} = await choose(user, {hasAgent: false});
  t.is(transport, 'ssh2', 'without an agent the key is missing');
  await user.attach(await user.kit.addJob()).waitFor('ready');
  t.is(user.workers.length, 1);
});

testSsh(
  'a key in a form that ssh2 cannot read is chosen for OpenSSH, unless the user says ssh2',
  async (t) => {
    const user = await startOpenSshUser(t);
    const key = path.join(user.conf, 'ssh_id');
    rmSync(key);
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', 'sesame', '-f', key]);
    const chosen = await choose(user);
    t.is(chosen.transport, 'openssh');
    t.regex(chosen.reason ?? '', /^Your own ssh connects: your key is of a kind/);
    t.deepEqual(await choose(user, {wanted: 'ssh2'}), {transport: 'ssh2', reason: undefined});
    writeFileSync(key, 'no key at all');
    t.is((await choose(user)).transport, 'ssh2');
  },
);

testSsh('1 MB that is pasted arrives unchanged, also where it is not read at once', async (t) => {
  const user = await startOpenSshUser(t);
  await user.attach(await user.kit.addJob()).waitFor('ready');
  const pasted = randomBytes(1024 * 1024);
  const command = `stty raw -echo; echo READY; sleep 1; head -c ${pasted.length} | sha256sum; echo END`;
  const channel = await user.workers[0]?.connection.openTerminal(SIZE, 'xterm-256color', command);
  if (!channel) throw new Error('it is connected');
  await readUntil(channel, /READY/);
  t.false(channel.write(pasted), 'it asks for a pause');
  const drained = new Promise<void>((resolve) => (channel.onDrain = resolve));
  const text = await readUntil(channel, /END/);
  await drained;
  t.true(text.includes(createHash('sha256').update(pasted).digest('hex')));
});

testSsh('a link that ends while much is typed ends without a word on the terminal', async (t) => {
  const user = await startOpenSshUser(t);
  await user.attach(await user.kit.addJob()).waitFor('ready');
  const connection = user.workers[0]?.connection;
  const channel = await connection?.openTerminal(SIZE, 'xterm-256color', 'stty raw; echo READY; sleep 60');
  if (!channel) throw new Error('it is connected');
  await readUntil(channel, /READY/);
  const {error} = console;
  const printed: unknown[] = [];
  console.error = (...words: unknown[]) => printed.push(words);
  t.teardown(() => {
    console.error = error;
  });
  channel.write(Buffer.alloc(8 * 1024 * 1024, 'x'));
  connection?.close();
  t.like(await channel.ended, {kind: 'lost'});
  channel.write(Buffer.from('x'));
  // By then node-pty has closed the terminal.
  await new Promise((resolve) => setTimeout(resolve, 500));
  t.deepEqual(printed, []);
});

testSsh('5 MB arrive unchanged, also when the reader stops now and then', async (t) => {
  const user = await startOpenSshUser(t);
  await user.attach(await user.kit.addJob()).waitFor('ready');
  const command = `stty -opost; head -c 5000000 /dev/zero | tr '\\0' x; echo END`;
  const channel = await user.workers[0]?.connection.openTerminal(SIZE, 'xterm-256color', command);
  if (!channel) throw new Error('it is connected');
  const hash = createHash('sha256');
  channel.receive((bytes) => {
    hash.update(bytes);
    channel.pause();
    setImmediate(() => {
      channel.resume();
    });
  });
  channel.resume();
  t.deepEqual(await channel.ended, {kind: 'exited', status: 0, signal: undefined});
  t.is(
    hash.digest('hex'),
    createHash('sha256')
      .update(`${'x'.repeat(5_000_000)}END\n`)
      .digest('hex'),
  );
});

testSsh('after the end no ssh is left, and no folder', async (t) => {
  const user = await startOpenSshUser(t);
  const attach = user.attach(await user.kit.addJob());
  await attach.waitFor('ready');
  const {folder, config} = findFolder(String(user.workers[0]?.job.worker?.sshPort));
  t.true(config.includes('HostName 127.0.0.1'));
  attach.attachment.cancel();
  await attach.over();
  t.false(existsSync(path.join(tmpdir(), folder)));
  while (listCommandLines().some((line) => line.includes(folder)))
    await new Promise((resolve) => setTimeout(resolve, 20));
});

testSshd(
  'the user’s own configuration counts: through a jump host, and none of its forwards or keys',
  async (t) => {
    const user = await startOpenSshUser(t);
    const sshd = await startSshd({authorizedKey: readFileSync(path.join(user.conf, 'ssh_id.pub'), 'utf8')});
    t.teardown(sshd.close);
    const known = path.join(user.home, 'jump-keys');
    writeFileSync(known, `jump ${sshd.hostKeys[0] ?? ''}\n`);
    mkdirSync(path.join(user.home, '.ssh'), {mode: 0o700});
    const config = `Host jump
  HostName 127.0.0.1
  Port ${sshd.port}
  User ${sshd.user}
  HostKeyAlias jump
  UserKnownHostsFile ${known}
  IdentityFile ${user.conf}/ssh_id
Host dxtop-worker
  ProxyJump jump
  ForwardAgent yes
  StrictHostKeyChecking no
`;
    writeFileSync(path.join(user.home, '.ssh', 'config'), config, {mode: 0o600});
    await user.attach(await user.kit.addJob()).waitFor('ready');
    t.true(listCommandLines().some((line) => line.includes(' -W ') && line.includes('jump')));
  },
);

const LOGIN = {user: 'alice', password: 'canary-3141'};

for (const [scheme, startProxy] of [
  ['http', startHttpProxy],
  ['socks5', startSocksProxy],
] as const) {
  testSsh(`your own ssh goes through a ${scheme} proxy with a password, also on the way back`, async (t) => {
    const proxy = await startProxy(t, LOGIN);
    const url = `${scheme}://${LOGIN.user}:${LOGIN.password}@127.0.0.1:${proxy.port}`;
    const user = await startOpenSshUser(t, {}, {proxy: parseSshProxy(url)});
    const attach = user.attach(await user.kit.addJob());
    attach.keepLending();
    await attach.waitFor('attached');
    const {workers, kit} = user;
    const port = String(workers[0]?.job.worker?.sshPort);
    t.deepEqual(proxy.targets, [`127.0.0.1:${port}`]);
    const {config} = findFolder(port);
    t.true(config.includes("ProxyCommand '"));
    t.false(config.includes(LOGIN.password));
    t.deepEqual(
      listCommandLines().filter((line) => line.includes(LOGIN.password)),
      [],
    );
    kit.emulator.control.orderLinks({how: 'reset'});
    await attach.waitFor(() => workers.length === 2);
    await attach.waitFor('attached');
    t.deepEqual(proxy.targets, [`127.0.0.1:${port}`, `127.0.0.1:${port}`]);
  });
}

testSsh('where the proxy does not connect your own ssh, its answer is what is told', async (t) => {
  const {port} = await startHttpProxy(t, LOGIN);
  const user = await startOpenSshUser(t, {}, {proxy: parseSshProxy(`http://127.0.0.1:${port}`)});
  const {outcome} = await user.attach(await user.kit.addJob()).over();
  if (outcome?.kind !== 'refused') throw new Error(JSON.stringify(outcome));
  t.regex(outcome.summary, /^The SSH proxy 127\.0\.0\.1:\d+ wants a user name and password \(407/);
});

const createHome = (t: ExecutionContext): string => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  return home.path;
};

/** The folder of the connection to a worker, among those of other tests; throws when there is none. */
const findFolder = (port: string): {folder: string; config: string} => {
  for (const folder of readdirSync(tmpdir()).filter((name) => name.startsWith('dxtop-ssh-'))) {
    try {
      const config = readFileSync(path.join(tmpdir(), folder, 'config'), 'utf8');
      if (config.includes(`  Port ${port}\n`)) return {folder, config};
    } catch {
      // Another test's, which has just ended.
    }
  }

  throw new Error('there is a folder while it is connected');
};

/** Of every process; Linux only, and empty elsewhere. */
const listCommandLines = (): string[] =>
  (existsSync('/proc/self') ? readdirSync('/proc') : [])
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
