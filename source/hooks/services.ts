import {createContext, useContext} from 'react';
import type {CheckReport} from '../model/check.ts';
import type {ClosedFirewall} from '../model/closed-firewall.ts';
import type {WorkerReach} from '../model/cluster.ts';
import type {Worker} from '../model/execution.ts';
import type {ExecutionId, JobId} from '../model/ids.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {SessionRecord, WorkerTarget} from '../model/session.ts';
import type {Explanation} from '../services/failure/explain-failure.ts';
import type {ChangeDesk} from '../services/changes/change-desk.ts';
import type {RunStarter} from '../services/changes/run-starter.ts';
import type {FrameKeeper} from '../services/first-frame/frame-keeper.ts';
import type {LogService} from '../services/log/log-service.ts';
import type {Notifier} from '../services/notifications/notifier.ts';
import type {NoticeBoard} from '../services/notice-board.ts';
import type {UrlOpener} from '../services/browser/open-url.ts';
import type {KeySetup} from '../services/keys/key-setup.ts';
import type {ListFeeds} from '../services/list/list-feeds.ts';
import type {SpendingLimits} from '../services/platform/find-spending-limits.ts';
import type {PlatformClient} from '../services/platform/platform-client.ts';
import type {FollowedLogin} from '../services/settings/follow-login.ts';
import type {Attachment} from '../services/ssh/attachment.ts';
import type {UserSettings} from '../services/settings/user-settings.ts';
import type {ChangeLog} from '../services/storage/change-log.ts';
import type {NamedViewStore} from '../services/storage/named-view-store.ts';
import type {ViewStore} from '../services/storage/view-store.ts';
import type {SessionRegistry} from '../services/storage/session-registry.ts';
import type {Mouse} from '../services/terminal/mouse.ts';
import type {JobControl} from '../services/terminal/job-control.ts';

/** What the screens' hooks ask; made once in `cli.tsx`. */
export interface Services {
  /** What the user wants, from the settings file. */
  readonly settings: UserSettings;
  readonly platform: PlatformClient;
  /** Looks whether the user has logged in again since the start. */
  readonly renewLogin: FollowedLogin['renew'];
  /** The project that is selected with the official client. */
  readonly projectContextId: string | undefined;
  /** The executions of the chosen scope, and the way to another. */
  readonly lists: ListFeeds;
  /** What those who pay may still spend. */
  readonly spendingLimits: SpendingLimits;
  /** Throws what the platform client throws. */
  readonly explainFailure: (id: ExecutionId) => Promise<Explanation>;
  /** Where confirmed changes wait and are made. */
  readonly changes: ChangeDesk;
  /** Starts what was planned; see `createRunStarter`. */
  readonly startRun: RunStarter;
  /** Tells the user what happens to their executions. */
  readonly notifier: Notifier;
  /** All that dxtop has changed. */
  readonly changeLog: ChangeLog;
  readonly readLastErrorLines: LogService['readLastErrorLines'];
  readonly openLog: LogService['open'];
  readonly openMetrics: LogService['openMetrics'];
  readonly watchMetrics: LogService['watchMetrics'];
  readonly knownMetrics: LogService['knownMetrics'];
  readonly registry: SessionRegistry;
  /** How the list was last looked at. */
  readonly views: ViewStore;
  /** The views that were saved under names. */
  readonly namedViews: NamedViewStore;
  /** Whether a worker's SSH port answers. */
  readonly probeWorker: (worker: Worker) => Promise<WorkerReach>;
  /** Hears after each frame of the list how to draw what the next start may begin with; `undefined` where none is kept. */
  readonly offerFrame: FrameKeeper['offer'] | undefined;
  /** `undefined` in tests of screens without a terminal. */
  readonly jobControl: JobControl | undefined;
  /** `undefined` in tests of screens without a terminal, and where nothing is where a mouse could find it. */
  readonly mouse: Mouse | undefined;
  /** Looks at everything between the user and a worker, or at account and network; never rejects. */
  readonly runChecks: (
    target: WorkerTarget | undefined,
    options: CheckRun,
  ) => Promise<readonly CheckReport[]>;
  /** Reads what is on a session's remote screen; see `peekSession`. */
  readonly peekSession: (record: SessionRecord) => Promise<readonly SafeText[]>;
  readonly createAttachment: (target: WorkerTarget, jobName: SafeText) => Attachment;
  /** Takes back what dxtop has let through a job's firewall; see `closeFirewall`. */
  readonly closeFirewall: (jobId: JobId) => Promise<ClosedFirewall | undefined>;
  /** Loads what sets up SSH keys; ssh2 takes a while. */
  readonly openKeySetup: () => Promise<KeySetup>;
  /** For paths that are shown with `~`. */
  readonly homeDirectory: string;
  /** Puts a text into the terminal's clipboard, where the terminal allows it. */
  readonly copy: (text: SafeText) => void;
  /** Opens a page of the platform's website in the user's browser. */
  readonly openUrl: UrlOpener;
  /** The host of that website; `undefined` where nobody knows it. */
  readonly website: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** Where the executions come from, for the header, such as `demo` or `api.dnanexus.com`. */
  readonly source: SafeText;
  /** What the user should know about settings and state. */
  readonly notices: NoticeBoard;
}

/** How one run of checks is followed and ended. */
export interface CheckRun {
  readonly signal: AbortSignal;
  /** Gets all reports each time one of them changes. */
  readonly onChange: (reports: readonly CheckReport[]) => void;
}

const ServicesContext = createContext<Services | undefined>(undefined);

/** Hands the services to every screen below. */
export const ServicesProvider = ServicesContext.Provider;

/** The services. Throws outside of `ServicesProvider`, which is a mistake in the program. */
export const useServices = (): Services => {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices outside of ServicesProvider');
  return services;
};
