import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import type {AnyDescribe, TestEmulator} from './start-emulator.ts';

const patienceMs = 30_000;

/** Asks until a describe is as wanted; fails with the last one. */
export const until = async (
  emulator: TestEmulator,
  id: string,
  isWanted: (job: AnyDescribe) => boolean,
): Promise<AnyDescribe> => {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const job = await emulator.get(`${id}/describe`);
    if (isWanted(job)) return job;
    if (Date.now() > untilMs) throw new Error(`it stays ${JSON.stringify(job)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};

/** Asks until an execution is in a state. */
export const untilState = (emulator: TestEmulator, id: string, state: string) =>
  until(emulator, id, (job) => job.state === state);

/** Runs a command that ends its own worker, which may cut the link before the command is seen to end. */
export const endOnWorker = (emulator: TestEmulator, id: string, command: string): Promise<string> =>
  onWorker(emulator, id, command).catch(() => '');

/** Runs a command on a job's worker as soon as there is one, with its profile; returns its output. */
export const onWorker = async (emulator: TestEmulator, id: string, command: string): Promise<string> => {
  const {host, sshPort} = await until(emulator, id, (job) => typeof job.sshHostKey === 'string');
  const client = new ssh2.Client();
  try {
    return await new Promise<string>((resolve, reject) => {
      client.on('error', reject).on('close', () => reject(new Error(`closed: ${command}`)));
      client.on('ready', () => {
        client.exec(`bash -lc '${command}' 2>&1`, (error, channel) => {
          if (error) return reject(error);
          let text = '';
          channel.on('data', (part: Buffer) => (text += part.toString()));
          channel.on('close', () => resolve(text.trim()));
        });
      });
      client.connect({
        host: host ?? '',
        port: Number(sshPort),
        username: 'dnanexus',
        privateKey: readFileSync(join(emulator.environment.DX_USER_CONF_DIR ?? '', 'ssh_id')),
      });
    });
  } finally {
    client.end();
  }
};
