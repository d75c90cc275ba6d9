import {render} from 'ink';
import {App, type AppResult} from './app.tsx';
import {type AttachOptions, createAttachmentServices} from './create-attachment-services.ts';
import {type BaseServices, createServices} from './create-services.ts';
import {findInitialAttach} from './find-initial-attach.ts';
import {createPalette} from './format/palette.ts';
import type {Services} from './hooks/services.ts';
import {conclude, concludeSetup} from './last-words.ts';
import type {HistorySpan} from './model/history-span.ts';
import {type ListScope, toFirstScope} from './model/list-scope.ts';
import {requireView, toNamedViews} from './model/named-view.ts';
import {clean} from './model/safe-text.ts';
import type {SessionOutcome, WorkerTarget} from './model/session.ts';
import {createUrlOpener} from './services/browser/open-url.ts';
import {openLists} from './services/list/open-lists.ts';
import {createChangeDesk, summariseUnfinished} from './services/changes/change-desk.ts';
import type {FrameFiles} from './services/first-frame/frame-files.ts';
import {createFrameKeeper} from './services/first-frame/frame-keeper.ts';
import {createSpendingLimits} from './services/platform/find-spending-limits.ts';
import {createNotifier} from './services/notifications/notifier.ts';
import {isLoopback} from './services/settings/api-server.ts';
import {hasColour} from './services/settings/colour.ts';
import {isUnicode} from './services/settings/locale.ts';
import {toWebsite} from './services/settings/website.ts';
import {Attachment} from './services/ssh/attachment.ts';
import {toWorkerWay, type WayWishes} from './services/ssh/worker-way.ts';
import {limitYoungHeap} from './services/process/limit-young-heap.ts';
import {toPassingStore} from './services/storage/view-store.ts';
import {JobControl} from './services/terminal/job-control.ts';
import {makesLinks} from './services/terminal/makes-links.ts';
import {openTerminal} from './services/terminal/open-terminal.ts';
import type {Terminal} from './services/terminal/terminal.ts';

/** What the dashboard is started with. */
export interface DashboardOptions extends AttachOptions, WayWishes {
  /** Attach at once, to this worker or to the last session, and end with that session. */
  readonly attach?: WorkerTarget | 'last' | undefined;
  /** What is left to do once such an attach is over, and its outcome told at the prompt. */
  readonly afterAttach?: (
    services: BaseServices,
    target: WorkerTarget,
    outcome: SessionOutcome['kind'],
  ) => Promise<void>;
  /** What the list begins with in place of what was chosen last; what it leaves open is as the view says. */
  readonly scope?: Partial<ListScope> | undefined;
  /** The name of the view that the list begins with, in place of what was chosen last. */
  readonly view?: string | undefined;
  /** How far back the list goes at first, in place of what the view says, or 24 hours. */
  readonly firstSpan?: HistorySpan | undefined;
  /** Set up the SSH key instead of showing the list, and end with that. */
  readonly isSetup?: boolean | undefined;
  /** The workers end with dxtop, as those of the demo do: there is nothing to go back to. */
  readonly isPlatformOurs?: boolean | undefined;
  /** What is on the terminal already, and where the frame for the next start goes; without it none is stored. */
  readonly firstFrame?: FirstFrame | undefined;
  /** What the header calls the platform; its host name when absent. */
  readonly source?: string | undefined;
}

/** What the dashboard begins with. */
export interface FirstFrame {
  /** Where the frame for the next start goes. */
  readonly files: FrameFiles;
  /** The terminal with a frame on it, in place of one that is still to be opened. */
  readonly shown: {readonly terminal: Terminal; readonly jobControl: JobControl} | undefined;
}

/**
 * Runs the dashboard, or one attach, until the user leaves. Answers the exit status.
 *
 * Throws `ConfigError` when it cannot begin: not logged in, settings that name no server, no session to go back to, no view of
 * that name.
 */
export const runDashboard = async (options: DashboardOptions): Promise<number> => {
  const {environment, attachObstacle} = options;
  const base = await createServices(options);
  const {settings, userSettings, platform, logs, changeLog, told, registry, notices} = base;
  const way = toWorkerWay(options, environment, {settings, userSettings});
  const website = toWebsite(settings.apiServer, userSettings.platform.website);
  const isPlatformLocal = isLoopback(settings.apiServer.host);
  const view =
    options.view === undefined
      ? undefined
      : requireView(toNamedViews(userSettings.views, base.namedViews.list()), options.view);
  const views = view ? toPassingStore(base.views, view.chosen) : base.views;
  const initialAttach = options.attach && (await findInitialAttach(options.attach, base));

  const {firstFrame} = options;
  // An attach shows no notices, and they are of use before it begins.
  if (initialAttach) for (const notice of base.settingsNotices) process.stderr.write(`dxtop: ${notice}\n`);
  const terminal = firstFrame?.shown?.terminal ?? openTerminal();
  const frames = firstFrame && createFrameKeeper(firstFrame.files, () => terminal.isLent);
  if (attachObstacle) notices.post(clean(`${attachObstacle.summary} ${attachObstacle.remedy}`));
  const attachmentServices = createAttachmentServices({
    ...options,
    base,
    terminal,
    way,
    hasSessions: initialAttach === undefined,
  });
  const isListShown = initialAttach === undefined && !options.isSetup;
  const {lists, flush} = openLists({
    ...base,
    views,
    scope: toFirstScope(view?.scope, options.scope) ?? views.loadScope(),
    firstSpan: options.firstSpan ?? view?.span,
    isStoredShown: isListShown,
    now: Date.now,
  });
  void lists.nameProject();
  const services: Services = {
    settings: userSettings,
    changes: createChangeDesk(platform, notices.post),
    changeLog,
    notifier: createNotifier({
      rules: userSettings.notifications,
      told,
      registry,
      post: notices.post,
      write: (sequence) => {
        terminal.send(sequence);
      },
      badge: (word) => {
        if (terminal.isLent) terminal.badge.add(word);
      },
      environment,
      now: Date.now,
    }),
    platform,
    renewLogin: base.renewLogin,
    startRun: base.startRun,
    spendingLimits: createSpendingLimits(platform),
    lists,
    projectContextId: settings.projectContextId,
    explainFailure: async (id) =>
      (await import('./services/failure/explain-failure.ts')).explainFailure(platform, id),
    readLastErrorLines: (id, request) => logs.readLastErrorLines(id, request),
    openLog: (execution, choice) => logs.open(execution, choice),
    openMetrics: (job) => logs.openMetrics(job),
    watchMetrics: () => logs.watchMetrics(),
    knownMetrics: (jobId) => logs.knownMetrics(jobId),
    registry,
    views,
    namedViews: base.namedViews,
    probeWorker: async (worker) =>
      (await import('./services/ssh/probe-worker.ts')).probeWorker(worker, {
        isPlatformLocal,
        proxy: way.proxy,
      }),
    offerFrame: frames?.offer,
    jobControl: firstFrame?.shown?.jobControl ?? new JobControl(terminal),
    // For a screen reader nothing has a place.
    mouse: userSettings.display.plain ? undefined : terminal.mouse,
    openKeySetup: async () => {
      const {createKeySetup, toKeyComment} = await import('./services/keys/key-setup.ts');
      return createKeySetup({
        platform,
        confDirectory: settings.confDirectory,
        homeDirectory: options.homeDirectory,
        comment: toKeyComment(),
        agentPath: settings.agentPath,
        now: Date.now,
      });
    },
    homeDirectory: options.homeDirectory,
    runChecks: async (target, run) => {
      const [{runChecks}, {toCheckSubject}] = await Promise.all([
        import('./services/checks/run-checks.ts'),
        import('./services/checks/to-check-subject.ts'),
      ]);
      const readKey = attachmentServices.readPrivateKey;
      return await runChecks(toCheckSubject({settings, platform, target, way, readKey, isWhole: true}), run);
    },
    closeFirewall: async (jobId) => {
      const {closeFirewall} = await import('./services/ssh/close-firewall.ts');
      return await closeFirewall({jobId, platform, registry, signal: new AbortController().signal});
    },
    peekSession: async (record) => {
      const {peekSession} = await import('./services/ssh/peek-session.ts');
      return await peekSession(record, {...attachmentServices, way, isPlatformLocal});
    },
    createAttachment: (target, jobName) => new Attachment(target, jobName, attachmentServices),
    copy: (text) => {
      terminal.copy(text);
    },
    openUrl: createUrlOpener(environment, website),
    website,
    now: Date.now,
    source: clean(options.source ?? settings.apiServer.host),
    notices,
  };
  const isPlain = userSettings.display.plain;
  const {links} = userSettings.display;
  const hasLinks = !isPlain && (links === 'auto' ? makesLinks(environment) : links === 'on');
  const theme = {
    palette: createPalette(hasColour(environment) && !isPlain, userSettings.display.theme),
    isPlain,
    isAscii: isPlain || userSettings.display.ascii || !isUnicode(environment, process.platform),
    units: userSettings.display.units,
    linkHost: hasLinks ? website : undefined,
  };

  // After the terminal has been restored, whatever ends the program.
  const storeAll = () => {
    flush();
    frames?.flush();
  };
  process.on('exit', storeAll);
  terminal.input.start();
  const app = render(
    <App services={services} theme={theme} initialAttach={initialAttach} isSetup={options.isSetup} />,
    {
      stdin: terminal.input.dashboard as NodeJS.ReadStream & {fd: 0},
      stdout: terminal.output,
      // A screen reader follows text that goes on from line to line, and reads what is above it.
      alternateScreen: !isPlain,
      isScreenReaderEnabled: isPlain,
      exitOnCtrlC: false,
      patchConsole: false,
      incrementalRendering: true,
      // A key that comes right after the frame of another one, or of the clock, waits for the next: at most 8 ms, of the
      // 16 that it may take in all. Nothing that goes on by itself draws so often.
      maxFps: 125,
      // Ink takes a CI variable for a sign that nobody looks; we know better.
      interactive: true,
    },
  );
  services.mouse?.turn(userSettings.display.mouse);
  limitYoungHeap();
  const result = (await app.waitUntilExit()) as AppResult | undefined;
  // A plain frame has no newline behind it, and whatever comes next begins a line of its own.
  if (isPlain) terminal.output.write('\r\n');
  terminal.restore();
  for (const worker of attachmentServices.parked.values()) worker.connection.close();
  const unfinished = summariseUnfinished(services.changes.getSnapshot());
  if (unfinished !== undefined) process.stderr.write(`dxtop: ${unfinished}\n`);
  const status = options.isSetup
    ? concludeSetup(result)
    : conclude(result, options.isPlatformOurs ? undefined : registry.latestResumable());
  if (initialAttach && result && 'outcome' in result)
    await options.afterAttach?.(base, initialAttach.target, result.outcome.kind);
  storeAll();
  base.close();
  return status;
};
