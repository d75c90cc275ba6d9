import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import ssh2 from 'ssh2';
import {startEmulator, type TestEmulator} from './start-emulator.ts';

/** Runs a command on a job's worker with the account's key; rejects when the login is refused. */
const runOnWorker = async (emulator: TestEmulator, id: string, command: string): Promise<string> => {
  const {host, sshPort, sshHostKey} = await emulator.get(`${id}/describe`);
  const client = new ssh2.Client();
  try {
    return await new Promise<string>((resolve, reject) => {
      client.on('error', reject).on('close', () => reject(new Error('closed')));
      client.on('ready', () => {
        client.exec(command, (error, channel) => {
          if (error) return reject(error);
          let text = '';
          channel.on('data', (part: Buffer) => (text += part.toString()));
          channel.on('close', () => resolve(text));
        });
      });
      client.connect({
        host: host ?? '',
        port: Number(sshPort),
        username: 'dnanexus',
        privateKey: readFileSync(join(emulator.environment.DX_USER_CONF_DIR ?? '', 'ssh_id')),
        hostVerifier: (key: Buffer) => key.toString('base64') === sshHostKey?.split(' ')[1],
      });
    });
  } finally {
    client.end();
  }
};

test('the account’s key opens a shell of the job, whose variables point at this emulator', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const text = await runOnWorker(emulator, id, 'bash -lc \'echo "$DX_JOB_ID $DX_APISERVER_PORT"\'');
  t.is(text, `${id} ${emulator.port}\n`);
});

test('a firewall that names another address keeps out until it is updated', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.setClientIp('203.0.113.7');
  await t.throwsAsync(runOnWorker(emulator, id, 'true'));
  await emulator.get(`${id}/update`, {allowSSH: ['127.0.0.1', '203.0.113.7']});
  t.is(await runOnWorker(emulator, id, 'echo in'), 'in\n');
});

test('neither another’s job nor a revoked key lets in', async (t) => {
  const emulator = await startEmulator(t);
  const theirs = await emulator.control.addJob({launchedBy: 'user-barbara'});
  await t.throwsAsync(runOnWorker(emulator, theirs, 'true'));
  const mine = await emulator.control.addJob();
  const {id: userId} = await emulator.get('system/whoami');
  await emulator.get(`${userId}/update`, {sshPublicKey: null});
  await t.throwsAsync(runOnWorker(emulator, mine, 'true'));
});

test('the end of a job cuts its connections', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const running = runOnWorker(emulator, id, 'sleep 60');
  while (emulator.control.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await runOnWorker(emulator, id, 'true');
  emulator.control.endJob(id, {state: 'done'});
  const beganMs = performance.now();
  await running.catch(() => undefined);
  t.true(performance.now() - beganMs < 20_000);
});
