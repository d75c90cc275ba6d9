import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import ssh2, {
  type Client,
  type ClientChannel,
  type ConnectConfig,
  type ExecOptions,
  type PseudoTtyOptions,
} from 'ssh2';
import {createKeyPair} from '../../../source/emulator/workers/key-pair.ts';
import {createSupervisor, type WorkerSupervisor} from '../../../source/emulator/workers/supervisor.ts';
import {createWorker, type Worker, type WorkerOptions} from '../../../source/emulator/workers/worker.ts';

export const jobId = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';
export const prompt = `dnanexus@${jobId}:~$ `;

/** A key pair that the test worker accepts. */
export const userKey = createKeyPair();

/** A worker without tmux that lets the user's key in. */
export const workerDefaults = {
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
  const worker = await createWorker({...workerDefaults, runDirectory: supervisor.directory, ...options});
  t.teardown(() => worker.close());
  return worker;
};

/** Connects and authenticates; the connection ends with the test. */
export const connect = async (
  t: ExecutionContext,
  worker: Pick<Worker, 'host' | 'port' | 'hostKey'>,
  config: ConnectConfig = {},
): Promise<Client> => {
  const client = new ssh2.Client();
  t.teardown(() => client.destroy());
  const ready = once(client, 'ready');
  // The first error rejects `ready`; what a cut connection means later is for the test to notice.
  client.on('error', () => undefined);
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
  return client;
};

/** How a channel ended: `exit` is undefined when the server sent no exit event. */
export interface ChannelResult {
  readonly exit: number | string | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** How much of the end of the output a check looks at, so that floods do not make it slow. */
const tailBytes = 32 * 1024;

/** A channel whose output is kept and can be waited for. */
export class Transcript {
  readonly #chunks: Buffer[] = [];
  readonly #errors: Buffer[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #closed: Promise<unknown>;
  #tail = '';
  #exit: number | string | undefined;
  /** How many bytes were received. */
  length = 0;

  constructor(readonly channel: ClientChannel) {
    channel.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.length += chunk.length;
      this.#tail = (this.#tail + chunk.toString('latin1')).slice(-Math.max(tailBytes, chunk.length));
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
    this.#tail = '';
    this.length = 0;
  }

  /**
   * Waits until the end of the output (its last 32 KiB) holds a text, or satisfies a check, and gives that
   * end. Throws with it when that takes too long.
   */
  async expect(wanted: string | ((tail: string) => boolean), timeoutMs = 20_000): Promise<string> {
    const isThere = (): boolean =>
      typeof wanted === 'string' ? this.#tail.includes(wanted) : wanted(this.#tail);
    if (!isThere()) {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (!isThere()) return;
          clearTimeout(deadline);
          this.#waiting.delete(check);
          resolve();
        };
        const deadline = setTimeout(() => {
          this.#waiting.delete(check);
          reject(
            new Error(
              `Not in the output: ${String(wanted)}. Its end: ${JSON.stringify(this.#tail.slice(-2000))}`,
            ),
          );
        }, timeoutMs);
        this.#waiting.add(check);
      });
    }
    return this.#tail;
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
