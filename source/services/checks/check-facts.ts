import type {Socket} from 'node:net';
import {join} from 'node:path';
import type {CheckName} from '../../model/check.ts';
import {ApiError, ConfigError, NetworkError, SshError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {KeyPair} from '../../model/ssh-key.ts';
import type {Identity, User} from '../../model/user.ts';
import {readKeyPair} from '../keys/read-key-pair.ts';
import type {JobApp, PlatformClient} from '../platform/platform-client.ts';
import {type DxSettings, requireToken} from '../settings/dx-settings.ts';
import {checkKeyPrivacy} from '../settings/ssh-key-file.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import type {LoginKey} from '../ssh/agent-key.ts';
import {describeJob} from '../ssh/firewall.ts';
import {findProxyAddress} from '../ssh/proxy-address.ts';
import {type ReadyWorker, toReadyWorker} from '../ssh/prepare-worker.ts';
import {FactError} from './fact-error.ts';
import {probeWorker, type ProbedWorker, reachSshServer} from './probe-worker.ts';

/** For each call, in milliseconds; nothing is tried twice, so that a check says what is true now. */
const CALL_LIMIT_MS = 4000;

/** What checks look at. */
export interface CheckSubject {
  readonly settings: DxSettings;
  readonly platform: Pick<PlatformClient, 'whoami' | 'describeUser' | 'describeExecution' | 'describeJobApp'>;
  /** `undefined` to look at account and network alone. */
  readonly target: {readonly jobId: JobId; readonly workerNumber: number} | undefined;
  readonly proxy: SshProxy | undefined;
  /** Addresses from which the user says that the worker is reached, such as the proxy's; `[]` to ask the platform. */
  readonly addresses: readonly string[];
  /** False where the user wants the firewall left as it is. */
  readonly mayOpenFirewall: boolean;
  /** The decrypted private key, `undefined` when that needs a passphrase that nobody has given. Throws `ConfigError`. */
  readonly readPrivateKey: () => Promise<LoginKey | undefined>;
  readonly isPlatformLocal: boolean;
  /** Whether the further machines of a cluster are looked at as well. */
  readonly isWhole: boolean;
  /** Whether any network interface besides the computer's own is up. */
  readonly hasNetwork: () => boolean;
}

const toOwner = (error: unknown, otherwise: CheckName): CheckName => {
  if (error instanceof NetworkError) return 'api';
  if (error instanceof SshError && error.level.startsWith('proxy')) return 'proxy';
  return error instanceof ApiError && error.isAuthentication ? 'token' : otherwise;
};

const toList = (address: string | undefined): readonly string[] => (address === undefined ? [] : [address]);

/**
 * What several checks need to know, each found out once, when it is first asked for. Whoever makes it closes it, which
 * ends the connections that were opened.
 *
 * Every method rejects with `FactError` when it cannot be found out.
 */
export class CheckFacts {
  readonly subject: CheckSubject;
  /** Aborted when nobody wants to know any more. */
  readonly signal: AbortSignal;
  readonly #known: Map<string, Promise<unknown>>;
  readonly #close: Set<() => void>;

  /** @param known what others have found out of the same job, and share */
  constructor(
    subject: CheckSubject,
    signal: AbortSignal,
    {
      known = new Map(),
      close = new Set(),
    }: {known?: Map<string, Promise<unknown>>; close?: Set<() => void>} = {},
  ) {
    this.subject = subject;
    this.signal = signal;
    this.#known = known;
    this.#close = close;
  }

  /** The same for another machine of the cluster: what is not about a machine is found out once for all. */
  forMachine(workerNumber: number): CheckFacts {
    const target = {...this.#target, workerNumber};
    return new CheckFacts({...this.subject, target}, this.signal, {known: this.#known, close: this.#close});
  }

  /** Ends what was opened. Safe to call twice. */
  close(): void {
    for (const close of this.#close) close();
    this.#close.clear();
  }

  /** Whose token it is, and where the platform sees us. */
  identity(): Promise<Identity> {
    return this.#find('identity', 'api', async () => {
      try {
        requireToken(this.subject.settings);
      } catch (error) {
        throw new FactError('token', error);
      }

      return await this.subject.platform.whoami({clientIp: true, ...this.#callOptions});
    });
  }

  /** The account, with its SSH key. */
  user(): Promise<User> {
    return this.#find('user', 'api', async () => {
      const {id} = await this.identity();
      return await this.subject.platform.describeUser(id, this.#callOptions);
    });
  }

  /** The job. Only for checks that run with one. */
  job(): Promise<Job> {
    return this.#find('job', 'state', async () =>
      describeJob(
        {
          ...this.subject.platform,
          describeExecution: (id) => this.subject.platform.describeExecution(id, this.#callOptions),
          updateJob: () => Promise.reject(new Error('a check changes nothing')),
        },
        this.#target.jobId,
        this.signal,
      ),
    );
  }

  /**
   * The addresses that the worker sees: those that the user named, else the one that the platform sees, asked through the
   * SSH proxy where there is one. `[]` when nobody can tell.
   */
  addresses(): Promise<readonly string[]> {
    return this.#find('addresses', 'firewall', async () => {
      const {addresses, proxy, settings} = this.subject;
      if (addresses.length > 0) return addresses;
      if (!proxy) return toList((await this.identity()).clientIp);
      return toList(await findProxyAddress({settings, proxy, signal: this.signal}));
    });
  }

  /** The app that the job runs; `undefined` when it runs an applet. */
  app(): Promise<JobApp | undefined> {
    return this.#find('app', 'closed-app', () =>
      this.subject.platform.describeJobApp(this.#target.jobId, this.#callOptions),
    );
  }

  /** The key pair that is set up here. */
  keyPair(): Promise<KeyPair> {
    // What can be wrong with files throws at once.
    return this.#find('key', 'key', () => {
      const path = join(this.subject.settings.confDirectory, 'ssh_id');
      try {
        checkKeyPrivacy(path);
      } catch (error) {
        throw new FactError('key-permissions', error);
      }

      return Promise.resolve(readKeyPair(path));
    });
  }

  /** The worker, as the platform publishes it. */
  worker(): Promise<ReadyWorker> {
    return this.#find(`worker ${this.#machine}`, 'state', async () => {
      const ready = toReadyWorker(await this.job(), this.#target.workerNumber);
      if (ready) return ready;
      throw new FactError('state', new SshError('worker', 'There is no worker to reach.', ''), true);
    });
  }

  /** A connection to the worker's port that has begun to speak SSH; nothing of what it said is lost. */
  socket(): Promise<Socket> {
    return this.#find(`socket ${this.#machine}`, 'port', async () => {
      const ready = await this.worker();
      const socket = await reachSshServer(this.subject, ready.worker, this.signal);
      this.#close.add(() => socket.destroy());
      return socket;
    });
  }

  /** The worker after handshake and login, as far as these came. */
  probe(): Promise<ProbedWorker> {
    return this.#find(`probe ${this.#machine}`, 'host-key', async () => {
      const [socket, {worker}, privateKey] = await Promise.all([
        this.socket(),
        this.worker(),
        this.#readPrivateKey(),
      ]);
      const probed = await probeWorker(socket, worker.sshHostKey, privateKey, this.signal);
      this.#close.add(() => probed.connection?.close());
      return probed;
    });
  }

  get #machine(): string {
    return String(this.#target.workerNumber);
  }

  get #target() {
    const {target} = this.subject;
    if (target) return target;
    throw new Error('a check of a job runs without one');
  }

  get #callOptions() {
    return {signal: this.signal, tries: 1, deadlineMs: CALL_LIMIT_MS};
  }

  /** A key that cannot be read is the failure of another check; the host key can be looked at without it. */
  async #readPrivateKey(): Promise<LoginKey | undefined> {
    try {
      return await this.subject.readPrivateKey();
    } catch (error) {
      if (error instanceof ConfigError) return undefined;
      throw error;
    }
  }

  #find<Fact>(name: string, owner: CheckName, find: () => Promise<Fact>): Promise<Fact> {
    const known = this.#known.get(name) as Promise<Fact> | undefined;
    if (known) return known;
    const found = (async () => {
      try {
        return await find();
      } catch (error) {
        throw error instanceof FactError ? error : new FactError(toOwner(error, owner), error);
      }
    })();
    // Nobody may be waiting for it any more when it fails: then nobody is to be told.
    found.catch(() => undefined);
    this.#known.set(name, found);
    return found;
  }
}
