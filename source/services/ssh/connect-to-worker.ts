import {BlockList, isIPv6} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {ApiError, CancelError, HostKeyError, SshError} from '../../model/errors.ts';
import {isTerminal, type Job, type Worker} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {Persistence} from '../../model/session.ts';
import type {TerminalSize} from '../terminal/terminal.ts';
import {Connection} from './connection.ts';
import type {ConnectSteps} from './connect-steps.ts';
import {describeJob, type FirewallQuestion, openFirewall} from './firewall.ts';
import {parseHostKey} from './host-key.ts';
import {JobOverError} from './job-over-error.ts';
import {openShellSession, type ShellSession} from './shell-session.ts';
import {openSocket} from './open-socket.ts';
import {createSshClient} from './ssh-client.ts';
import type {WorkerPlatform} from './worker-platform.ts';

const WORKER_POLL_MS = 1000;
const REACH_TIMEOUT_MS = 5000;
const REACH_PAUSE_MS = 1500;

/** What a successful connect has made. Its owner closes the connection. */
export interface ConnectedWorker {
  readonly job: Job;
  readonly connection: Connection;
  readonly session: ShellSession;
  /** The worker's identity: another one means another machine, with nothing of the old session on it. */
  readonly fingerprint: string;
}

/** What a connect needs from outside. */
export interface ConnectOptions {
  readonly jobId: JobId;
  readonly platform: WorkerPlatform;
  readonly steps: ConnectSteps;
  readonly signal: AbortSignal;
  readonly size: () => TerminalSize;
  readonly term: string;
  /** How long an unreachable worker is tried, in milliseconds; 0 for one try. */
  readonly reachLimitMs: number;
  /** Whether the platform itself is on this machine; only then may a worker be. */
  readonly isPlatformLocal: boolean;
  /** The decrypted private key; asks for the passphrase if there is one. Throws `ConfigError`, `CancelError`. */
  readonly readPrivateKey: () => Promise<Buffer | string>;
  readonly askFirewall: (question: FirewallQuestion) => Promise<boolean>;
  readonly onFirewallAdded: (address: SafeText) => void;
  /** What is known of a worker's persistence, by its fingerprint. */
  readonly knownPersistence: (fingerprint: string) => Persistence | undefined;
}

/**
 * Goes the whole way from a job's ID to an open shell on its worker, step by step.
 *
 * Throws `JobOverError` when the job has ended, `CancelError` when the user or the signal says so, and the typed errors
 * of the parts. What it opened on the way is closed then.
 */
export const connectToWorker = async (options: ConnectOptions): Promise<ConnectedWorker> => {
  const {jobId, platform, steps, signal} = options;
  const privateKey = await options.readPrivateKey();
  const described = await steps.run('describe', async () => {
    const job = await describeJob(platform, jobId, signal);
    if (isTerminal(job)) throw new JobOverError(job);
    const isRestarted = job.tryNumber !== undefined && job.tryNumber > 0;
    return {detail: isRestarted ? `${job.state}, try ${String(job.tryNumber)}` : job.state, result: job};
  });
  await steps.run('firewall', async () => {
    try {
      const detail = await openFirewall({
        job: described,
        platform,
        signal,
        ask: options.askFirewall,
        onAdded: options.onFirewallAdded,
      });
      return {detail, result: undefined};
    } catch (error) {
      // The firewall of a job that has ended meanwhile cannot be changed: then its end is the news, not the refusal.
      if (error instanceof ApiError && error.status === 422) {
        const now = await describeJob(platform, jobId, signal);
        if (isTerminal(now)) throw new JobOverError(now);
      }

      throw error;
    }
  });
  const job = await steps.run('worker', async () => {
    const ready = await waitForWorker(options, described);
    return {detail: `${ready.worker.host}:${String(ready.worker.sshPort)}`, result: ready};
  });
  try {
    return await logIn(options, job, privateKey);
  } catch (error) {
    if (!(error instanceof HostKeyError)) throw error;
    // The job may have been restarted between our reading it and the handshake: once more with what is published now.
    const again = await describeJob(platform, jobId, signal);
    if (!isReady(again) || again.worker.sshHostKey === job.worker.sshHostKey) throw error;
    return await logIn(options, again, privateKey);
  }
};

type ReadyJob = Job & {readonly worker: Worker & {readonly sshHostKey: string}};

const isReady = (job: Job): job is ReadyJob =>
  (job.state === 'running' || job.state === 'debug_hold') && job.worker?.sshHostKey !== undefined;

const waitForWorker = async (
  {jobId, platform, steps, signal}: ConnectOptions,
  first: Job,
): Promise<ReadyJob> => {
  let job = first;
  while (!isReady(job)) {
    if (isTerminal(job)) throw new JobOverError(job);
    steps.note(
      'worker',
      job.worker ? 'waiting for its host key' : `job is ${job.state}, waiting for its host`,
    );
    await pause(WORKER_POLL_MS, signal);
    job = await describeJob(platform, jobId, signal);
  }

  return job;
};

const logIn = async (
  options: ConnectOptions,
  job: ReadyJob,
  privateKey: Buffer | string,
): Promise<ConnectedWorker> => {
  const {steps, signal} = options;
  const {host, sshPort, sshHostKey} = job.worker;
  if (isLoopback(host) && !options.isPlatformLocal) throw thisComputer(host);
  const pin = parseHostKey(sshHostKey);
  const socket = await steps.run('reach', async () => {
    const result = await reach(options, host, sshPort);
    // Whatever the name was, or however the address was spelled: this is where it led.
    if (!options.isPlatformLocal && isLoopbackAddress(result.remoteAddress)) {
      result.destroy();
      throw thisComputer(host);
    }

    return {detail: `port ${String(sshPort)} answers`, result};
  });
  steps.begin('host-key');
  try {
    const client = await createSshClient({
      socket,
      pin,
      privateKey,
      signal,
      onHostVerified() {
        steps.end('host-key', `as published, ${pin.fingerprint}`);
        steps.begin('login');
      },
    });
    const connection = new Connection(client, socket);
    try {
      const known = options.knownPersistence(pin.fingerprint);
      const session = await openShellSession(connection, options.size(), options.term, known);
      steps.end(
        'login',
        session.persistence === 'none' ? 'not resumable: no tmux on the worker' : 'session is open',
      );
      return {job, connection, session, fingerprint: pin.fingerprint};
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    steps.fail(error);
    throw error;
  }
};

const reach = async ({steps, signal, reachLimitMs}: ConnectOptions, host: string, port: number) => {
  const deadlineMs = performance.now() + reachLimitMs;
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await openSocket({host, port, timeoutMs: REACH_TIMEOUT_MS, signal});
    } catch (error) {
      if (!(error instanceof SshError) || performance.now() + REACH_PAUSE_MS > deadlineMs) throw error;
      steps.note('reach', `${error.summary} Trying again (${String(tryNumber)}).`);
      await pause(REACH_PAUSE_MS, signal);
    }
  }
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, {signal});
  } catch (error) {
    throw new CancelError('cancelled', {cause: error});
  }
};

const thisComputer = (host: string) =>
  new SshError(
    'worker',
    `The platform named this computer (${host}) as the worker.`,
    'dxtop does not connect to it. Report this to DNAnexus support.',
  );

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Also an IPv4 address in its IPv6 form. */
const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host.startsWith('127.') ||
  host === '::1' ||
  host === '0.0.0.0' ||
  host === '::';
