import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {mock} from 'node:test';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Services} from '../source/hooks/services.ts';
import {NetworkError} from '../source/model/errors.ts';
import {clean} from '../source/model/safe-text.ts';
import {NoticeBoard} from '../source/services/notice-board.ts';
import {type Clock, systemClock} from '../source/services/platform/clock.ts';
import {OWN_EVERYWHERE} from '../source/model/list-scope.ts';
import {createListFeeds} from '../source/services/list/list-feeds.ts';
import {createExecutionsFeed} from '../source/services/platform/executions-feed.ts';
import type {HttpClient} from '../source/services/platform/http-client.ts';
import {createPlatformClient} from '../source/services/platform/create-platform-client.ts';
import {parseUserSettings} from '../source/services/settings/user-settings.ts';
import {openDatabase} from '../source/services/storage/database.ts';
import {createSessionRegistry} from '../source/services/storage/session-registry.ts';
import {createNamedViewStore} from '../source/services/storage/named-view-store.ts';
import {createViewStore} from '../source/services/storage/view-store.ts';
import {mountApp} from './helpers/mount-app.tsx';
import {toSettings} from './services/platform/fixture-server.ts';

const START_MS = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;
const STEP_MS = 5000;

const JOB = `job-${'0'.repeat(23)}1`;
const DESCRIBED = {
  id: JOB,
  class: 'job',
  name: 'align reads',
  state: 'running',
  created: START_MS - 10 * MINUTE_MS,
  modified: START_MS - 9 * MINUTE_MS,
  startedRunning: START_MS - 9 * MINUTE_MS,
  launchedBy: 'user-ada',
};

/** The network between dxtop and a platform with one job. */
const createNetwork = () => {
  const network = {isUp: true, askedCount: 0};
  const answer = async (route: string): Promise<object> => {
    network.askedCount++;
    await Promise.resolve();
    if (!network.isUp)
      throw new NetworkError('refused', 'api', 'The platform cannot be reached.', 'Check the network.');
    if (route.endsWith('/describe')) return DESCRIBED;
    return route.includes('find') ? {results: [{id: JOB, describe: DESCRIBED}], next: null} : {};
  };
  const http: HttpClient = {
    host: 'api',
    post: answer,
    postRaw: async (route) => {
      const bytes = Buffer.from(JSON.stringify(await answer(route)));
      return {bytes, parse: (piece = bytes) => JSON.parse(piece.toString()) as unknown};
    },
    close: () => undefined,
  };
  return {network, http};
};

const never = (): never => {
  throw new Error('nobody asks for this here');
};

const createServices = async (t: ExecutionContext, http: HttpClient): Promise<Services> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-app-'));
  const database = openDatabase(directory);
  t.teardown(() => {
    database.connection.close();
    rmSync(directory, {recursive: true});
  });
  const settings = toSettings(1);
  const notices = new NoticeBoard();
  // The system's clock was there before the one that is moved.
  const clock: Clock = {...systemClock, now: () => Date.now()};
  const platform = createPlatformClient({http, settings, clock});
  const {settings: userSettings} = await parseUserSettings('', 'config.toml');
  const nothing: readonly never[] = [];
  return {
    settings: userSettings,
    platform,
    renewLogin: () => 'same',
    startRun: never,
    projectContextId: undefined,
    lists: createListFeeds({
      scope: OWN_EVERYWHERE,
      findProjectName: never,
      open: () => createExecutionsFeed({client: platform, launchedBy: 'self', now: Date.now}),
      now: Date.now,
    }),
    spendingLimits: {find: () => Promise.resolve([])},
    changes: {start: never, undoAll: never, getSnapshot: () => nothing, subscribe: () => () => undefined},
    notifier: {observe: () => undefined, warn: () => undefined},
    changeLog: {begin: never, finish: never, list: () => []},
    registry: createSessionRegistry(database, notices.post),
    views: createViewStore(database, settings.apiServer, notices.post),
    namedViews: createNamedViewStore(database, settings.apiServer, notices.post),
    knownMetrics: () => [],
    explainFailure: never,
    readLastErrorLines: never,
    openLog: never,
    openMetrics: () => Promise.reject(new Error('no log can be reached')),
    watchMetrics: never,
    probeWorker: never,
    offerFrame: undefined,
    jobControl: undefined,
    mouse: undefined,
    runChecks: never,
    peekSession: never,
    createAttachment: never,
    closeFirewall: never,
    openKeySetup: never,
    homeDirectory: '/home/ada',
    copy: never,
    openUrl: never,
    website: undefined,
    now: Date.now,
    source: clean('the platform'),
    notices,
  };
};

test('with the platform away for an hour dxtop is still there and usable, says why, and counts down to the next try', async (t) => {
  mock.timers.enable({apis: ['setTimeout', 'setInterval', 'Date'], now: START_MS});
  const {network, http} = createNetwork();
  const services = await createServices(t, http);
  const screen = mountApp(services);
  t.teardown(() => {
    screen.unmount();
    mock.timers.reset();
  });
  /** Moves the clock, and lets everything that is due by then happen. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      mock.timers.tick(STEP_MS);
      for (let turn = 0; turn < 12; turn++) await new Promise(setImmediate);
    }
  };

  await pass(10 * STEP_MS);
  t.regex(screen.text(), /^dxtop {2}the platform .* live$/m);
  t.regex(screen.text(), /^>● running +align reads/m);
  network.isUp = false;
  await pass(MINUTE_MS);
  const running = /align reads.* (?<time>0:\d\d:\d\d)/.exec(screen.text())?.groups?.['time'] ?? 'none';

  for (const minute of [10, 20, 30, 40]) {
    const before = network.askedCount;
    await pass(10 * MINUTE_MS);
    t.true(network.askedCount > before, `it goes on asking after minute ${String(minute)}`);
    const text = screen.text();
    t.regex(text, /^dxtop .* (\d\d?m|1h) old$/m);
    const next = /^The platform cannot be reached\. Check the network\. Next try in (?<seconds>\d+) s\.$/m;
    t.true(Number(next.exec(text)?.groups?.['seconds'] ?? Infinity) <= 30, text);
    // Nobody knows whether it went on.
    t.true(text.includes(running), `${running}\n${text}`);
    screen.press('d');
    await pass(STEP_MS);
    t.regex(screen.text(), /^Executions › align reads$/m);
    screen.press('q');
    await pass(STEP_MS);
    t.regex(screen.text(), /^>● running +align reads/m);
  }

  await pass(20 * MINUTE_MS);
  t.regex(screen.text(), /^dxtop .* 1h old$/m);
  t.true(network.askedCount < 1000, `${String(network.askedCount)} questions`);
  network.isUp = true;
  // Half a minute, and a step of this clock.
  await pass(30_000 + STEP_MS);
  t.regex(screen.text(), /^dxtop {2}the platform .* live$/m);
  t.notRegex(screen.text(), /cannot be reached/);
});
