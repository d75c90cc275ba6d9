import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {ConfigError, SshError} from '../../../source/model/errors.ts';
import {Connection} from '../../../source/services/ssh/connection.ts';
import {parseHostKey} from '../../../source/services/ssh/host-key.ts';
import type {LoginKey} from '../../../source/services/ssh/agent-key.ts';
import {createPrivateKeyReader} from '../../../source/services/ssh/private-key.ts';
import {hasLivingSession, openShellSession} from '../../../source/services/ssh/shell-session.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {sshdPath, type Sshd} from '../../helpers/sshd.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {readUntil} from './read-until.ts';
import {createKeys, userKeys} from './ssh-server.ts';
import {hasTmux, startWorkerSshd} from './worker-sshd.ts';

const SIZE = {columns: 80, rows: 24};

/** Registers a test, or says in its name why it is left out. */
const testWith =
  (isThere: boolean, missing: string) => (title: string, run: (t: ExecutionContext) => Promise<void>) => {
    if (isThere) test(title, run);
    else test.skip(`${title} (left out: there is no ${missing} on this computer)`, run);
  };
const testSshd = testWith(sshdPath() !== undefined, 'OpenSSH server');
const testTmux = testWith(sshdPath() !== undefined && hasTmux, 'OpenSSH server with tmux');

const logIn = async (
  t: ExecutionContext,
  sshd: Sshd,
  {
    hostKey = sshd.hostKeys[0] ?? '',
    privateKey = userKeys.private,
  }: {hostKey?: string; privateKey?: LoginKey} = {},
): Promise<Connection> => {
  const socket = connect({host: '127.0.0.1', port: sshd.port, noDelay: true});
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  const client = await createSshClient({
    socket,
    pin: parseHostKey(hostKey),
    privateKey,
    signal: new AbortController().signal,
    userName: sshd.user,
  });
  const connection = new Connection(client, socket);
  t.teardown(() => {
    connection.close();
  });
  return connection;
};

for (const type of ['ed25519', 'rsa', 'ecdsa'] as const) {
  testSshd(`a login with an ${type} host key`, async (t) => {
    const sshd = await startWorkerSshd(t, {hostKeyTypes: [type]});
    const connection = await logIn(t, sshd);
    t.deepEqual(await connection.run('echo hello; exit 3'), {status: 3, output: 'hello\n'});
  });
}

for (const published of [0, 1]) {
  testSshd(`with two host keys, the one that was published decides (${published})`, async (t) => {
    const sshd = await startWorkerSshd(t, {hostKeyTypes: ['rsa', 'ed25519']});
    const connection = await logIn(t, sshd, {hostKey: sshd.hostKeys[published] ?? ''});
    t.is((await connection.run('true')).status, 0);
  });
}

testSshd('a key of another server is refused', async (t) => {
  const sshd = await startWorkerSshd(t);
  await t.throwsAsync(logIn(t, sshd, {hostKey: createKeys().public}), {name: 'HostKeyError'});
});

testSshd('a user key that is not authorized is refused with the remedy', async (t) => {
  const sshd = await startWorkerSshd(t);
  const error = await t.throwsAsync(logIn(t, sshd, {privateKey: createKeys().private}), {
    instanceOf: SshError,
  });
  t.is(error.level, 'client-authentication');
  t.regex(error.remedy, /dxtop setup/);
});

for (const type of ['ed25519', 'rsa']) {
  testSshd(`a login with an encrypted ${type} key, whose passphrase is asked for`, async (t) => {
    const home = createTemporaryHome();
    t.teardown(home.remove);
    const path = `${home.path}/ssh_id`;
    execFileSync('ssh-keygen', ['-q', '-t', type, '-a', '4', '-N', 'open sesame', '-f', path]);
    const publicKey = execFileSync('ssh-keygen', ['-y', '-P', 'open sesame', '-f', path], {encoding: 'utf8'});
    const sshd = await startWorkerSshd(t, {authorizedKey: publicKey});
    const readKey = createPrivateKeyReader(home.path);
    const asked: boolean[] = [];
    const answers = ['', 'wrong', 'open sesame'];
    const ask = (_path: string, wasWrong: boolean) => {
      asked.push(wasWrong);
      return Promise.resolve(answers.shift() ?? '');
    };
    const privateKey = await readKey(ask);
    t.deepEqual(asked, [false, true, true]);
    const connection = await logIn(t, sshd, {privateKey});
    t.is((await connection.run('true')).status, 0);
    t.is(await readKey(ask), privateKey);
    t.is(asked.length, 3);
  });
}

testSshd('a passphrase that is wrong three times is told', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '4', '-N', 'sesame', '-f', `${home.path}/ssh_id`]);
  let asked = 0;
  const reading = createPrivateKeyReader(home.path)(() => {
    asked += 1;
    return Promise.resolve('wrong');
  });
  const error = await t.throwsAsync(reading, {instanceOf: ConfigError});
  t.is(error.summary, 'The passphrase was wrong three times.');
  t.is(asked, 3);
});

testTmux('a plain login gets a tmux session of its own, and the next one finds it', async (t) => {
  const sshd = await startWorkerSshd(t);
  const first = await logIn(t, sshd);
  const opened = await openShellSession(first, SIZE, 'xterm-256color', undefined);
  t.is(opened.persistence, 'dxtop');
  opened.channel.write(Buffer.from('echo dx-$((6*7))\r'));
  await readUntil(opened.channel, /dx-42/);
  t.true(await hasLivingSession(first, opened.persistence));
  first.close();
  t.is((await opened.channel.ended).kind, 'lost');

  const second = await logIn(t, sshd);
  const again = await openShellSession(second, SIZE, 'xterm-256color', opened.persistence);
  await readUntil(again.channel, /dx-42/);
  t.is((await second.run("tmux list-sessions -F '#S'")).output, 'dxtop\n');
  again.channel.write(Buffer.from('exit\r'));
  t.deepEqual(await again.channel.ended, {kind: 'exited', status: 0, signal: undefined});
  t.false(await hasLivingSession(second, again.persistence));
});

testTmux('detaching tmux ends the channel with the session alive', async (t) => {
  const connection = await logIn(t, await startWorkerSshd(t));
  const {channel, persistence} = await openShellSession(connection, SIZE, 'xterm-256color', 'dxtop');
  channel.write(Buffer.from('echo dx-$((6*7))\r'));
  await readUntil(channel, /dx-42/);
  channel.write(Buffer.from('\x02d'));
  t.like(await channel.ended, {kind: 'exited', status: 0});
  t.true(await hasLivingSession(connection, persistence));
});

testSshd('a shell’s exit status and signal arrive', async (t) => {
  const connection = await logIn(t, await startWorkerSshd(t));
  const status = await connection.openTerminal(SIZE, 'xterm-256color', 'exit 7');
  readUntil(status, /never/).catch(() => undefined);
  t.deepEqual(await status.ended, {kind: 'exited', status: 7, signal: undefined});
  const signal = await connection.openTerminal(SIZE, 'xterm-256color', 'kill -TERM $$');
  readUntil(signal, /never/).catch(() => undefined);
  t.deepEqual(await signal.ended, {kind: 'exited', status: undefined, signal: 'SIGTERM'});
});

testSshd('10 MB arrive unchanged, also when the reader stops now and then', async (t) => {
  const connection = await logIn(t, await startWorkerSshd(t));
  const bytes = 10_000_000;
  const command = `stty -opost; dd if=/dev/zero bs=1000 count=${bytes / 1000} 2>/dev/null | tr '\\0' 'x'; echo END`;
  const channel = await connection.openTerminal(SIZE, 'xterm-256color', command);
  let count = 0;
  channel.receive((chunk) => {
    count += chunk.length;
    channel.pause();
    setImmediate(() => {
      channel.resume();
    });
  });
  channel.resume();
  t.like(await channel.ended, {kind: 'exited', status: 0});
  t.is(count, bytes + 'END\n'.length);
});
