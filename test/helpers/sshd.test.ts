import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {startProgram} from './program.ts';
import {sshdPath, startSshd} from './sshd.ts';
import {createTemporaryHome} from './temporary-home.ts';

const testWithSshd = sshdPath() === undefined ? test.skip : test;

testWithSshd('a shell on a real OpenSSH server, and its end with the server (needs sshd)', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const key = path.join(home.path, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const server = await startSshd({
    authorizedKey: readFileSync(`${key}.pub`, 'utf8'),
    hostKeyTypes: ['ed25519', 'ecdsa'],
  });
  t.teardown(server.close);
  t.is(server.hostKeys.length, 2);
  t.true(server.hostKeys[1]?.startsWith('ecdsa-sha2-nistp256 '));

  const knownHosts = path.join(home.path, 'known_hosts');
  writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ${server.hostKeys[0]}\n`);
  const options = [
    '-F',
    'none',
    '-i',
    key,
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    `UserKnownHostsFile=${knownHosts}`,
  ];
  const program = await startProgram({
    file: 'ssh',
    args: [
      ...options,
      '-p',
      String(server.port),
      '-tt',
      `${server.user}@127.0.0.1`,
      'echo the-$((40+2)); cat',
    ],
    env: home.env,
  });
  t.teardown(program.close);
  await program.screen.waitForText('the-42');
  await server.dropConnections();
  t.deepEqual(await program.exit, {code: 255, signal: undefined});
  await server.close();
  await t.notThrowsAsync(server.close());
});
