import {createServices} from '../../source/create-services.ts';
import type {Services} from '../../source/hooks/services.ts';
import {OWN_EVERYWHERE} from '../../source/model/list-scope.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {Emulator} from '../../source/emulator/emulator.ts';
import {createUrlOpener} from '../../source/services/browser/open-url.ts';
import {createChangeDesk} from '../../source/services/changes/change-desk.ts';
import {runChecks} from '../../source/services/checks/run-checks.ts';
import {toCheckSubject} from '../../source/services/checks/to-check-subject.ts';
import {explainFailure} from '../../source/services/failure/explain-failure.ts';
import {createKeySetup} from '../../source/services/keys/key-setup.ts';
import {openLists} from '../../source/services/list/open-lists.ts';
import {createSpendingLimits} from '../../source/services/platform/find-spending-limits.ts';
import {Attachment} from '../../source/services/ssh/attachment.ts';
import {peekSession} from '../../source/services/ssh/peek-session.ts';
import {createPrivateKeyReader} from '../../source/services/ssh/private-key.ts';
import {probeWorker} from '../../source/services/ssh/probe-worker.ts';
import {toWorkerWay} from '../../source/services/ssh/worker-way.ts';
import type {Terminal} from '../../source/services/terminal/terminal.ts';
import type {TemporaryHome} from './temporary-home.ts';

/** The services of a dashboard that has no terminal of its own, and the end of them. */
export interface EmulatedServices {
  readonly services: Services;
  readonly close: () => void;
}

/**
 * Makes the services as the program does, with an emulator in place of the platform. What needs a terminal is left out:
 * nothing can be copied, and an attach goes no further than its first connection, which never comes.
 */
export const createEmulatedServices = async (
  emulator: Emulator,
  home: TemporaryHome,
): Promise<EmulatedServices> => {
  const environment = {...home.env, ...emulator.environment};
  const base = await createServices({environment, homeDirectory: home.path});
  const {settings, userSettings, platform, registry, views, logs, notices} = base;
  const readKey = createPrivateKeyReader(settings.confDirectory);
  const way = toWorkerWay({}, environment, base);
  const services: Services = {
    ...base,
    settings: userSettings,
    projectContextId: settings.projectContextId,
    lists: openLists({...base, scope: OWN_EVERYWHERE, isStoredShown: false, now: Date.now}).lists,
    spendingLimits: createSpendingLimits(platform),
    explainFailure: (id) => explainFailure(platform, id),
    changes: createChangeDesk(platform, notices.post),
    notifier: {observe: () => undefined, warn: () => undefined},
    readLastErrorLines: (id, request) => logs.readLastErrorLines(id, request),
    openLog: (execution, choice) => logs.open(execution, choice),
    openMetrics: (job) => logs.openMetrics(job),
    watchMetrics: () => logs.watchMetrics(),
    knownMetrics: (jobId) => logs.knownMetrics(jobId),
    views,
    probeWorker: (worker) => probeWorker(worker, {isPlatformLocal: true, proxy: way.proxy}),
    offerFrame: undefined,
    jobControl: undefined,
    mouse: undefined,
    runChecks: (target, run) =>
      runChecks(toCheckSubject({settings, platform, target, way, readKey, isWhole: false}), run),
    peekSession: (record) =>
      peekSession(record, {
        platform,
        way,
        isPlatformLocal: true,
        readPrivateKey: readKey,
        findTransport: () => Promise.resolve('ssh2'),
      }),
    createAttachment: (target, jobName) =>
      new Attachment(target, jobName, {
        platform,
        registry,
        terminal: {columns: 80, rows: 24} as unknown as Terminal,
        now: Date.now,
        term: 'xterm-256color',
        escapeCharacter: '~',
        isPlatformLocal: true,
        readPrivateKey: readKey,
        connect: () => new Promise(() => undefined),
        hasLivingSession: () => Promise.resolve(false),
        persistences: new Map(),
        parked: new Map(),
      }),
    closeFirewall: () => Promise.resolve(undefined),
    openKeySetup: () =>
      Promise.resolve(
        createKeySetup({
          platform,
          confDirectory: settings.confDirectory,
          homeDirectory: home.path,
          comment: 'test',
          agentPath: settings.agentPath,
          now: Date.now,
        }),
      ),
    homeDirectory: home.path,
    copy: () => undefined,
    openUrl: createUrlOpener({}, undefined),
    website: undefined,
    now: Date.now,
    source: clean('the platform'),
  };
  return {services, close: base.close};
};
