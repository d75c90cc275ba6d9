import type {ExecutionContext} from 'ava';
import {createEmulator, type Emulator, type EmulatorOptions} from '../../../source/emulator/emulator.ts';
import type {JobId} from '../../../source/model/ids.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import type {PlatformClient} from '../../../source/services/platform/platform-client.ts';
import {readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import {Attachment} from '../../../source/services/ssh/attachment.ts';
import type {AttachmentSnapshot} from '../../../source/services/ssh/attachment-snapshot.ts';
import {connectToWorker, type ConnectedWorker} from '../../../source/services/ssh/connect-to-worker.ts';
import type {FirewallPolicy} from '../../../source/services/ssh/firewall-policy.ts';
import {createPrivateKeyReader} from '../../../source/services/ssh/private-key.ts';
import {hasLivingSession} from '../../../source/services/ssh/shell-session.ts';
import type {AttachmentServices} from '../../../source/services/ssh/to-attach-request.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createSessionRegistry} from '../../../source/services/storage/session-registry.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {openTestTerminal, type TestTerminal} from '../terminal/pseudo-terminal.ts';

/** Everything that attaches need, with an emulator in place of the platform. */
export interface AttachKit {
  readonly emulator: Emulator;
  readonly services: AttachmentServices;
  /** All of the platform, as the user may ask it. */
  readonly platform: PlatformClient;
  /** The user's end of the terminal. */
  readonly user: TestTerminal;
  /** Every connection that was made, the latest last. */
  readonly workers: readonly ConnectedWorker[];
  /** Adds a running job with a worker; see the emulator's control. */
  addJob(job?: Parameters<Emulator['control']['addJob']>[0]): Promise<JobId>;
  /** Begins an attach; cancelled with the test. */
  attach(jobId: JobId, change?: Partial<AttachmentServices>, workerNumber?: number): TestAttachment;
}

/** An attach, and ways to wait for what becomes of it. */
export interface TestAttachment {
  readonly attachment: Attachment;
  /** Resolves with the first snapshot that fits; rejects after 30 s with the last one. */
  waitFor(
    what: AttachmentSnapshot['phase'] | ((snapshot: AttachmentSnapshot) => boolean),
  ): Promise<AttachmentSnapshot>;
  /** Waits until the shell is ready, and gives it the terminal. Resolves once it has it. */
  lend(): Promise<void>;
  /** From now on gives the terminal to the shell whenever it is ready, as the dashboard does. */
  keepLending(): void;
  readonly over: () => Promise<AttachmentSnapshot>;
}

/** What dxtop does unless told otherwise. */
export const ASK: FirewallPolicy = {mode: 'ask', addresses: [], findProxyAddress: undefined};

const WAIT_MS = 30_000;

const watch = (t: ExecutionContext, attachment: Attachment): TestAttachment => {
  const waitFor: TestAttachment['waitFor'] = (what) =>
    new Promise((resolve, reject) => {
      const fits = typeof what === 'function' ? what : ({phase}: AttachmentSnapshot) => phase === what;
      const deadline = setTimeout(() => {
        stop();
        reject(
          new Error(`after 30 s the attach is ${JSON.stringify(attachment.getSnapshot(), undefined, 1)}`),
        );
      }, WAIT_MS);
      const check = (): void => {
        if (!fits(attachment.getSnapshot())) return;
        clearTimeout(deadline);
        stop();
        resolve(attachment.getSnapshot());
      };
      const stop = attachment.subscribe(check);
      check();
    });
  t.teardown(() => {
    attachment.cancel();
  });
  return {
    attachment,
    waitFor,
    lend: async () => {
      await waitFor('ready');
      void attachment.lend();
    },
    keepLending: () => {
      const lend = (): void => {
        // Not from within the change itself: the dashboard is suspended first.
        if (attachment.getSnapshot().phase === 'ready') setImmediate(() => void attachment.lend());
      };
      attachment.subscribe(lend);
      lend();
    },
    over: () => waitFor('over'),
  };
};

/** Starts an emulator without any job, and opens a terminal; all of it ends with the test. */
export const startKit = async (t: ExecutionContext, options: EmulatorOptions = {}): Promise<AttachKit> => {
  const emulator = await createEmulator({scenario: 'empty', ...options});
  t.teardown(() => emulator.close());
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const settings = readDxSettings({
    environment: {...home.env, ...emulator.environment},
    homeDirectory: home.path,
    parentProcessId: process.ppid,
  });
  const http = createHttpClient(settings);
  t.teardown(() => {
    http.close();
  });
  const database = openDatabase(home.path);
  t.teardown(() => {
    database.connection.close();
  });
  const user = openTestTerminal(t);
  user.terminal.input.start();
  const workers: ConnectedWorker[] = [];
  t.teardown(() => {
    for (const {connection} of workers) connection.close();
  });
  const platform = createPlatformClient({http, settings});
  const services: AttachmentServices = {
    platform,
    registry: createSessionRegistry(database, (notice) => {
      t.log(notice);
    }),
    terminal: user.terminal,
    now: Date.now,
    term: 'xterm-256color',
    escapeCharacter: '~',
    isPlatformLocal: true,
    readPrivateKey: createPrivateKeyReader(settings.confDirectory),
    connect: async (request) => {
      const worker = await connectToWorker({...request, proxy: undefined, firewall: ASK});
      workers.push(worker);
      return worker;
    },
    hasLivingSession: ({connection, session}) => hasLivingSession(connection, session.persistence),
    persistences: new Map(),
    parked: new Map(),
  };
  return {
    emulator,
    services,
    platform,
    user,
    workers,
    addJob: async (job) => (await emulator.control.addJob(job)) as JobId,
    attach: (jobId, change = {}, workerNumber = 0) => {
      const attachment = new Attachment({jobId, workerNumber}, clean('a job'), {...services, ...change});
      const watched = watch(t, attachment);
      void attachment.start();
      return watched;
    },
  };
};
