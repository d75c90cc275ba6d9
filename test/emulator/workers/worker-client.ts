import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import ssh2, {
  type Client,
  type ClientChannel,
  type ConnectConfig,
  type ExecOptions,
  type PseudoTtyOptions,
} from 'ssh2';
import {createSupervisor, type WorkerSupervisor} from '../../../source/emulator/workers/supervisor.ts';
import {createWorker, type Worker, type WorkerOptions} from '../../../source/emulator/workers/worker.ts';

export const jobId = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';
export const prompt = `dnanexus@${jobId}:~$ `;

/** A key pair that the test worker accepts. */
export const userKey = ssh2.utils.generateKeyPairSync('ed25519');

const defaults = {
  jobId,
  banner: 'Welcome to DNAnexus!\n\nThe job is running in terminal 1.',
  environment: {DX_JOB_ID: jobId, DX_SECURITY_CONTEXT: '{"auth_token":"it\'s secret"}'},
  authorizedKeys: () => [userKey.public],
  isAllowed: () => true,
  useTmux: false,
};

/** A supervisor that is closed after the test. */
export const supervise = async (t: ExecutionContext): Promise<WorkerSupervisor> => {
  const supervisor = await createSupervisor();
  t.teardown(() => supervisor.close());
  return supervisor;
};

/** A worker with a supervisor of its own, both closed after the test. */
export const startWorker = async (
  t: ExecutionContext,
  options: Partial<WorkerOptions> = {},
): Promise<Worker> => {
  const supervisor = await supervise(t);
  const worker = await createWorker({...defaults, runDirectory: supervisor.directory, ...options});
  t.teardown(() => worker.close());
  return worker;
};

/** Connects and authenticates; the connection ends with the test. */
export const connect = async (
  t: ExecutionContext,
  worker: Worker,
  config: ConnectConfig = {},
): Promise<Client> => {
  const client = new ssh2.Client();
  t.teardown(() => client.destroy());
  const ready = once(client, 'ready');
  const pinned = ssh2.utils.parseKey(worker.hostKey);
  if (pinned instanceof Error) throw pinned;
  client.connect({
    host: worker.host,
    port: worker.port,
    username: 'dnanexus',
    privateKey: userKey.private,
    hostVerifier: (key: Buffer) => key.equals(pinned.getPublicSSH()),
    ...config,
  });
  await ready;
  // After this, a connection that is cut is for the test to notice.
  client.on('error', () => undefined);
  return client;
};

/** How a channel ended: `exit` is undefined when the server sent no exit event. */
export interface ChannelResult {
  readonly exit: number | string | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A channel whose output is kept and can be waited for. */
export class Transcript {
  readonly #chunks: Buffer[] = [];
  readonly #errors: Buffer[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #closed: Promise<unknown>;
  #exit: number | string | undefined;

  constructor(readonly channel: ClientChannel) {
    channel.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      for (const check of this.#waiting) check();
    });
    channel.stderr.on('data', (chunk: Buffer) => this.#errors.push(chunk));
    channel.on('exit', (code: number | null, signal?: string) => {
      this.#exit = code ?? signal;
    });
    this.#closed = once(channel, 'close');
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** Forgets what was received, so that the next wait is for something new. */
  clear(): void {
    this.#chunks.length = 0;
  }

  /** Waits until the output holds a text, or satisfies a check. Throws with the output when that takes over 15 s. */
  async expect(wanted: string | ((output: string) => boolean)): Promise<string> {
    const isThere = (): boolean => {
      const output = this.bytes.toString('latin1');
      return typeof wanted === 'string' ? output.includes(wanted) : wanted(output);
    };
    if (!isThere()) {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (!isThere()) return;
          clearTimeout(deadline);
          this.#waiting.delete(check);
          resolve();
        };
        const deadline = setTimeout(() => {
          const tail = JSON.stringify(this.bytes.subarray(-2000).toString('latin1'));
          reject(new Error(`Not in the output: ${String(wanted)}. Its end: ${tail}`));
        }, 15_000);
        this.#waiting.add(check);
      });
    }
    return this.bytes.toString('latin1');
  }

  /** Waits until the channel is closed. */
  async result(): Promise<ChannelResult> {
    await this.#closed;
    return {exit: this.#exit, stdout: this.bytes, stderr: Buffer.concat(this.#errors)};
  }
}

/** Opens a login shell in a terminal. */
export const openShell = async (client: Client, terminal: PseudoTtyOptions = {}): Promise<Transcript> => {
  const {promise, resolve, reject} = Promise.withResolvers<ClientChannel>();
  const window = {term: 'xterm-256color', cols: 100, rows: 30, ...terminal};
  client.shell(window, (error, channel) => (error ? reject(error) : resolve(channel)));
  return new Transcript(await promise);
};

/** Starts a command; with `terminal`, in a terminal. */
export const startCommand = async (
  client: Client,
  command: string,
  options: ExecOptions = {},
): Promise<Transcript> => {
  const {promise, resolve, reject} = Promise.withResolvers<ClientChannel>();
  client.exec(command, options, (error, channel) => (error ? reject(error) : resolve(channel)));
  return new Transcript(await promise);
};

/** Runs a command without input to its end. */
export const runCommand = async (client: Client, command: string): Promise<ChannelResult> => {
  const transcript = await startCommand(client, command);
  transcript.channel.end();
  return transcript.result();
};

/** Runs a command and gives its standard output as text without white space at the ends. */
export const readOutput = async (client: Client, command: string): Promise<string> =>
  (await runCommand(client, command)).stdout.toString().trim();
