import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import ssh2 from 'ssh2';
import {runEmulatorCommand} from '../../source/emulator/command.ts';
import {createEmulator} from '../../source/emulator/emulator.ts';
import {startEmulator} from './start-emulator.ts';

test('an unknown scenario is refused with the names of the known ones', async (t) => {
  const error = await t.throwsAsync(createEmulator({scenario: 'nonsense'}));
  for (const name of ['demo', 'empty', 'failures', 'hostile', 'huge']) t.true(error.message.includes(name));
});

test('the environment points at this emulator and at a private key pair that matches the account', async (t) => {
  const emulator = await startEmulator(t);
  const {environment, port} = emulator;
  t.is(environment.DX_APISERVER_HOST, '127.0.0.1');
  t.is(environment.DX_APISERVER_PORT, String(port));
  t.is(environment.DX_APISERVER_PROTOCOL, 'http');
  t.is(environment.DX_AUTHSERVER_HOST, 'http://127.0.0.1');
  t.is(environment.DX_AUTHSERVER_PORT, String(port));
  const directory = environment.DX_USER_CONF_DIR ?? '';
  t.is(statSync(directory).mode & 0o777, 0o700);
  t.is(statSync(join(directory, 'ssh_id')).mode & 0o777, 0o600);
  const publicText = readFileSync(join(directory, 'ssh_id.pub'), 'utf8');
  const {id} = await emulator.get('system/whoami');
  const user = await emulator.get(`${id}/describe`);
  t.is(user.sshPublicKey, publicText);
  const pair = ssh2.utils.parseKey(readFileSync(join(directory, 'ssh_id')));
  if (pair instanceof Error) throw pair;
  t.is(pair.type, 'ssh-ed25519');
  t.is(pair.getPublicSSH().toString('base64'), publicText.split(' ')[1] ?? '');
  t.is((await emulator.get(`${environment.DX_PROJECT_CONTEXT_ID}/describe`)).class, 'project');
});

test('closing twice is fine and leaves neither port nor folder', async (t) => {
  const emulator = await createEmulator({scenario: 'empty'});
  await emulator.close();
  await emulator.close();
  t.false(existsSync(emulator.environment.DX_USER_CONF_DIR ?? '/'));
  await t.throwsAsync(fetch(`http://127.0.0.1:${emulator.port}/system/whoami`, {method: 'POST'}));
});

test('a port that is taken is an error, and nothing is left behind', async (t) => {
  const first = await startEmulator(t);
  await t.throwsAsync(createEmulator({scenario: 'empty', port: first.port}), {code: 'EADDRINUSE'});
});

test('the command has lines for a shell and then says that it is ready', async (t) => {
  const running = await runEmulatorCommand({scenario: 'empty'});
  t.teardown(() => running.close());
  const {announcement} = running;
  const lines = announcement.split('\n');
  t.is(lines.at(-2), '# ready');
  t.is(lines.at(-1), '');
  for (const line of lines.slice(0, -2)) t.regex(line, /^export DX_[A-Z_]+='[^']*'$/);
  t.true(announcement.includes(`export DX_SECURITY_CONTEXT='{"auth_token":`));
});

test('the command has a control interface only when it is asked for, and begins with the ordered faults', async (t) => {
  const running = await runEmulatorCommand({
    scenario: 'empty',
    control: true,
    fault: ['system/whoami=503x1'],
    latency: 1,
    rateLimit: 200,
  });
  t.teardown(() => running.close());
  const read = (name: string) =>
    new RegExp(`^export ${name}='([^']*)'$`, 'm').exec(running.announcement)?.[1] ?? '';
  const context = JSON.parse(read('DX_SECURITY_CONTEXT')) as {auth_token: string};
  const post = (url: string, token: string) =>
    fetch(url, {
      method: 'POST',
      headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
      body: '{}',
    });
  const api = `http://127.0.0.1:${read('DX_APISERVER_PORT')}/system/whoami`;
  t.is((await post(api, context.auth_token)).status, 503);
  t.is((await post(api, context.auth_token)).status, 200);
  t.is(
    (await post(`${read('DX_EMULATOR_CONTROL')}/clearFaults`, read('DX_EMULATOR_CONTROL_TOKEN'))).status,
    200,
  );
  await t.throwsAsync(runEmulatorCommand({fault: ['nonsense']}), {
    message: /is no fault/,
  });
});
