import {type ListScope, toScopeKey} from './model/list-scope.ts';
import type {SafeText} from './model/safe-text.ts';
import {guardChanges} from './services/changes/guard-changes.ts';
import {createRunStarter, type RunStarter} from './services/changes/run-starter.ts';
import {createLogService, type LogService} from './services/log/log-service.ts';
import {NoticeBoard} from './services/notice-board.ts';
import {createHttpClient} from './services/platform/http-client.ts';
import {createPlatformClient} from './services/platform/create-platform-client.ts';
import type {PlatformClient} from './services/platform/platform-client.ts';
import {type DxSettings, readDxSettings, requireToken} from './services/settings/dx-settings.ts';
import {type FollowedLogin, followLogin} from './services/settings/follow-login.ts';
import {overrideSettings, type SettingsOverrides} from './services/settings/override-settings.ts';
import {toStateDirectory} from './services/settings/state-directory.ts';
import {setTimeZone} from './services/settings/time-zone.ts';
import {readUserSettings, type UserSettings} from './services/settings/user-settings.ts';
import {type ChangeLog, createChangeLog} from './services/storage/change-log.ts';
import {createToldStore, type ToldStore} from './services/storage/told-store.ts';
import {type ConnectionNotes, createConnectionNotes} from './services/ssh/connection-note.ts';
import {openDatabase} from './services/storage/database.ts';
import {toSnapshotKey} from './services/storage/snapshot-key.ts';
import {createSnapshotStore, type SnapshotStore} from './services/storage/snapshot-store.ts';
import {createNamedViewStore, type NamedViewStore} from './services/storage/named-view-store.ts';
import {createViewStore, type ViewStore} from './services/storage/view-store.ts';
import {createSessionRegistry, type SessionRegistry} from './services/storage/session-registry.ts';

/** What the services are made from. */
export interface ServicesOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly homeDirectory: string;
  /** Where the state is kept, in place of the user's own folder. */
  readonly stateDirectory?: string | undefined;
  /** What the command line says in place of the settings file. */
  readonly overrides?: SettingsOverrides | undefined;
}

/** The services that need no terminal: what the dashboard and the plain commands have in common. */
export interface BaseServices {
  /** What dxtop shares with the official client: where the platform is, and who we are. */
  readonly settings: DxSettings;
  /** Looks whether the user has logged in again since the start. */
  readonly renewLogin: FollowedLogin['renew'];
  /** What the user wants of dxtop itself. */
  readonly userSettings: UserSettings;
  /** The one door to the platform: what changes something is written down, and refused in read-only mode. */
  readonly platform: PlatformClient;
  /** Starts what was planned, once also when an answer is lost and it is asked for again. */
  readonly startRun: RunStarter;
  readonly logs: LogService;
  /** All that dxtop has changed. */
  readonly changeLog: ChangeLog;
  /** What the user has been told. */
  readonly told: ToldStore;
  readonly registry: SessionRegistry;
  /** The list of a scope as it was when dxtop last ran with this account on this server. */
  readonly openSnapshots: (scope: ListScope) => SnapshotStore;
  /** How the list was last looked at. */
  readonly views: ViewStore;
  /** The views that were saved under names. */
  readonly namedViews: NamedViewStore;
  /** What is said before the first connection to a job. */
  readonly notes: ConnectionNotes;
  readonly notices: NoticeBoard;
  /** What is wrong with the settings, the official client's and dxtop's own; on the board as well. */
  readonly settingsNotices: readonly SafeText[];
  /** Ends connections and closes the state file. Safe to call twice. */
  readonly close: () => void;
}

/**
 * Reads the settings and makes the services. The caller closes them. From then on the whole program writes times in the
 * zone of the settings.
 *
 * Throws `ConfigError` when nobody is logged in, or the settings name no server.
 */
export const createServices = async (options: ServicesOptions): Promise<BaseServices> => {
  const {environment, homeDirectory} = options;
  const read = (parentProcessId?: number) => readDxSettings({environment, homeDirectory, parentProcessId});
  // In another window only the user's own files are written, and our shell's session has the token from before.
  const login = followLogin(read(process.ppid), () => [read(process.ppid), read()]);
  const {settings} = login;
  const token = requireToken(settings);
  const places = {environment, homeDirectory, platform: process.platform};
  const user = await readUserSettings(places);
  const stateDirectory = options.stateDirectory ?? toStateDirectory(places);
  const database = openDatabase(stateDirectory);
  const found: SafeText[] = database.notice === undefined ? [] : [database.notice];
  const settingsNotices = [...settings.notices, ...user.notices];
  const notices = new NoticeBoard([...settingsNotices, ...found]);
  const userSettings = overrideSettings(user.settings, options.overrides ?? {});
  setTimeZone(userSettings.display.timeZone);
  const changeLog = createChangeLog(database, notices.post);
  const told = createToldStore(database, notices.post);
  const http = createHttpClient(settings);
  const client = createPlatformClient({http, settings});
  const platform = guardChanges(client, {
    log: changeLog,
    isReadOnly: userSettings.platform.readOnly,
    now: Date.now,
  });
  const logs = createLogService({settings, platform: client, stateDirectory});
  let isClosed = false;
  return {
    settings,
    renewLogin: login.renew,
    userSettings,
    platform,
    startRun: createRunStarter(platform, Date.now),
    changeLog,
    told,
    logs,
    registry: createSessionRegistry(database, notices.post),
    openSnapshots: (scope) => {
      const key = toSnapshotKey(settings.apiServer, token, toScopeKey(scope));
      return createSnapshotStore(database, key, notices.post);
    },
    views: createViewStore(database, settings.apiServer, notices.post),
    namedViews: createNamedViewStore(database, settings.apiServer, notices.post),
    notes: createConnectionNotes(userSettings.ssh.reproducibilityNote, told, Date.now),
    notices,
    settingsNotices,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      logs.close();
      http.close();
      database.connection.close();
    },
  };
};
