import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import type {SpendingWarning} from '../../../source/model/spending.ts';
import {createNotifier} from '../../../source/services/notifications/notifier.ts';
import {parseUserSettings} from '../../../source/services/settings/user-settings.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createSessionRegistry} from '../../../source/services/storage/session-registry.ts';
import {createToldStore} from '../../../source/services/storage/told-store.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {createStateFolder, toRecord} from '../storage/state-folder.ts';

/** A notifier as one run of dxtop has it, and what it said. */
const start = async (
  t: ExecutionContext,
  folder: string,
  toml: string,
  environment: NodeJS.ProcessEnv = {},
  startMs = NOW_MS,
) => {
  const {settings} = await parseUserSettings(`[notifications]\n${toml}`, 'config.toml');
  const database = openDatabase(folder);
  t.teardown(() => database.connection.close());
  const notices: string[] = [];
  const written: string[] = [];
  const badges: string[] = [];
  const registry = createSessionRegistry(database, (notice) => t.fail(notice));
  const tree = createExecutionTree();
  let sequence = 0;
  const notifier = createNotifier({
    registry,
    rules: settings.notifications,
    told: createToldStore(database, (notice) => t.fail(notice)),
    post: (notice) => notices.push(notice),
    write: (sequence) => written.push(sequence),
    badge: (word) => badges.push(word),
    environment,
    now: () => startMs,
  });
  const observe = (executions: readonly Execution[]) => {
    sequence++;
    for (const execution of executions) tree.set(execution, sequence);
    notifier.observe(tree);
  };
  const warn = (warnings: readonly SpendingWarning[]) => {
    notifier.warn(warnings);
  };
  return {notifier: {observe, warn}, registry, notices, written, badges};
};

const failed = createJob({
  stateTransitions: [],
  stoppedRunningMs: NOW_MS + 1000,
  state: clean('failed'),
  modifiedMs: NOW_MS + 1000,
  name: clean('align'),
});

test('what happened is told once, also to a second dxtop and after a restart', async (t) => {
  const folder = createStateFolder(t);
  const first = await start(t, folder, '');
  first.notifier.observe([createJob()]);
  t.deepEqual(first.notices, []);
  first.notifier.observe([failed]);
  first.notifier.observe([failed]);
  t.deepEqual(first.notices, ['align failed.']);
  const second = await start(t, folder, '');
  second.notifier.observe([failed]);
  t.deepEqual(second.notices, []);
});

test('many at once are told in one sentence', async (t) => {
  const {notifier, notices} = await start(t, createStateFolder(t), '');
  const many = ['a', 'b', 'c'].map((name, index) => ({
    ...failed,
    id: toTestJobId(index + 1),
    name: clean(name),
  }));
  const held = createJob({
    id: toTestJobId(9),
    state: clean('debug_hold'),
    modifiedMs: NOW_MS,
    name: clean('d'),
  });
  notifier.observe([...many, held]);
  t.deepEqual(notices, ['3 failed, 1 held: a, b, c, d.']);
});

test('another try of the same job is another story', async (t) => {
  const {notifier, notices} = await start(t, createStateFolder(t), '');
  notifier.observe([failed]);
  notifier.observe([{...failed, tryNumber: 1}]);
  t.is(notices.length, 2);
});

test('what was over before dxtop began is not told', async (t) => {
  const {notifier, notices} = await start(t, createStateFolder(t), '');
  notifier.observe([{...failed, modifiedMs: NOW_MS - 3_600_000}]);
  t.deepEqual(notices, []);
});

test('a hold is told when it begins, and again shortly before 48 hours are over', async (t) => {
  const folder = createStateFolder(t);
  const held = createJob({state: clean('debug_hold'), modifiedMs: NOW_MS + 1000, name: clean('align')});
  const first = await start(t, folder, '');
  first.notifier.observe([held]);
  t.deepEqual(first.notices, ['align is held for debugging.']);
  const later = await start(t, folder, '', {}, NOW_MS + 47.6 * 3_600_000);
  later.notifier.observe([held]);
  t.deepEqual(later.notices, ['align is held for debugging, and the hold is about to end.']);
  t.true(later.written.includes('\u0007'));
});

const HOUR_MS = 3_600_000;
const workstation = createJob({
  startedRunningMs: NOW_MS - 3 * HOUR_MS,
  executableName: clean('cloud_workstation'),
  name: clean('IGV'),
});
const IDLE = 'IGV is paid for, and has had no session from this computer for long.';

test('a workstation without a session for long is told to those who asked for it', async (t) => {
  const silent = await start(t, createStateFolder(t), 'idle_hours = 2');
  silent.notifier.observe([workstation]);
  t.deepEqual(silent.notices, []);
  const asked = await start(t, createStateFolder(t), 'idle = ["dashboard"]\nidle_hours = 2');
  asked.notifier.observe([workstation, createJob({id: toTestJobId(2), startedRunningMs: 0})]);
  t.deepEqual(asked.notices, [IDLE]);
});

for (const [outcome, agoMs, isTold] of [
  ['detached', HOUR_MS, false],
  ['detached', 2.5 * HOUR_MS, true],
  ['attached', 2.5 * HOUR_MS, false],
] as const) {
  test(`a session on it that was ${outcome} ${agoMs / HOUR_MS} h ago makes it ${isTold ? 'idle' : 'not idle'}`, async (t) => {
    const {notifier, registry, notices} = await start(
      t,
      createStateFolder(t),
      'idle = ["dashboard"]\nidle_hours = 2',
    );
    registry.save(toRecord(1, {jobId: workstation.id, lastSeenMs: NOW_MS - agoMs, outcome}));
    notifier.observe([workstation]);
    t.deepEqual(notices, isTold ? [IDLE] : []);
  });
}

test('a job that is held for long without a session is idle too', async (t) => {
  const {notifier, notices} = await start(
    t,
    createStateFolder(t),
    'held = []\nidle = ["dashboard"]\nidle_hours = 2',
  );
  const held = {
    ...workstation,
    executableName: clean('bwa'),
    state: clean('debug_hold'),
    stateTransitions: [],
  };
  notifier.observe([{...held, modifiedMs: NOW_MS - 3 * HOUR_MS}]);
  t.deepEqual(notices, [IDLE]);
});

const OLD_MS = NOW_MS - 5 * HOUR_MS;
const tagged = {tags: [clean('seen')], modifiedMs: NOW_MS + 2000};
for (const [what, old] of [
  ['whose worker stopped then', {...failed, createdMs: OLD_MS, stoppedRunningMs: OLD_MS, modifiedMs: OLD_MS}],
  ['that never ran', {...failed, createdMs: OLD_MS, stoppedRunningMs: undefined, modifiedMs: OLD_MS}],
] as const) {
  test(`a new tag on an old failure ${what} tells nothing, whether it is known before or not`, async (t) => {
    const known = await start(t, createStateFolder(t), '');
    known.notifier.observe([old]);
    known.notifier.observe([{...old, ...tagged}]);
    t.deepEqual(known.notices, []);
    const unknown = await start(t, createStateFolder(t), '');
    unknown.notifier.observe([{...old, ...tagged}]);
    t.deepEqual(unknown.notices, []);
  });
}

test('what was seen alive and then ended is told, also when its worker stopped before or never ran', async (t) => {
  const {notifier, notices} = await start(t, createStateFolder(t), '');
  const old = {...failed, createdMs: OLD_MS, stoppedRunningMs: undefined};
  notifier.observe([{...old, state: clean('running'), modifiedMs: OLD_MS}]);
  notifier.observe([old]);
  t.deepEqual(notices, ['align failed.']);
});

test('a new tag on an old hold neither tells of it again nor makes it younger', async (t) => {
  const folder = createStateFolder(t);
  const {notifier, notices} = await start(t, folder, '', {}, NOW_MS);
  const modifiedMs = NOW_MS - 47.6 * HOUR_MS;
  const held = createJob({
    state: clean('debug_hold'),
    name: clean('fold'),
    stateTransitions: [],
    modifiedMs,
  });
  notifier.observe([held]);
  notifier.observe([{...held, ...tagged}]);
  t.deepEqual(notices, ['fold is held for debugging, and the hold is about to end.']);
});

const terminals: ReadonlyArray<readonly [NodeJS.ProcessEnv, string]> = [
  [{TERM_PROGRAM: 'iTerm.app'}, '\u001b]9;align failed.\u001b\\'],
  [{TERM: 'xterm-kitty'}, '\u001b]99;;align failed.\u001b\\'],
  [{TERM: 'foot'}, '\u001b]777;notify;dxtop;align failed.\u001b\\'],
  [{TERM: 'xterm-256color'}, ''],
  [{TERM_PROGRAM: 'iTerm.app', TMUX: '/tmp/tmux'}, ''],
];
for (const [environment, expected] of terminals) {
  test(`the terminal ${JSON.stringify(environment)} is told in its own way`, async (t) => {
    const {notifier, written} = await start(t, createStateFolder(t), '', environment);
    notifier.observe([failed]);
    t.is(written.join(''), expected);
  });
}

test('nothing that a stranger wrote gets into a notification as it is', async (t) => {
  const {notifier, written} = await start(t, createStateFolder(t), 'protocol = "osc777"');
  notifier.observe([{...failed, name: clean('a;b\u001b]52;c;x\u0007é`$(id)`')}]);
  t.is(written.join(''), '\u001b]777;notify;dxtop;a?b??52?c?x?????id?? failed.\u001b\\');
});

test('the user’s command gets JSON on standard input, and no token in its environment', async (t) => {
  const folder = createStateFolder(t);
  const file = join(folder, 'told.json');
  const script = `process.stdin.pipe(require('fs').createWriteStream('${file}')).on('close', () => require('fs').writeFileSync('${file}.env', Object.keys(process.env).join()))`;
  const command = JSON.stringify([process.execPath, '-e', script]);
  const {notifier} = await start(t, folder, `failed = ["command"]\ncommand = ${command}`, {
    PATH: '/bin',
    DX_SECURITY_CONTEXT: 'canary',
  });
  notifier.observe([failed]);
  while (!existsSync(`${file}.env`)) await wait(20);
  t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
    event: 'failed',
    id: failed.id,
    name: 'align',
    text: 'align failed.',
  });
  t.notRegex(readFileSync(`${file}.env`, 'utf8'), /DX_/);
});

test('a command that cannot run is told, and stops nothing', async (t) => {
  const {notifier, notices} = await start(
    t,
    createStateFolder(t),
    'failed = ["command"]\ncommand = ["/nonexistent/program"]',
  );
  notifier.observe([failed]);
  while (notices.length === 0) await wait(5);
  t.regex(notices.join(), /^The command of the notifications failed: .*ENOENT/);
});

test('what is to be in the title is counted there, by fixed words', async (t) => {
  const {notifier, badges} = await start(t, createStateFolder(t), 'done = ["title"]\nheld = []');
  notifier.observe([
    failed,
    {...failed, id: toTestJobId(2), state: clean('done'), name: clean('\u001b]2;x')},
    {...failed, id: toTestJobId(3), state: clean('debug_hold')},
  ]);
  t.deepEqual(badges.sort(), ['done', 'failed']);
});

test('a spending limit that is near is told once a month, and again when it is reached', async (t) => {
  const folder = createStateFolder(t);
  const near = {payer: clean('org-lab'), left: 5, spent: 95, lastsMs: undefined};
  const {notifier, written, badges} = await start(t, folder, 'protocol = "osc9"');
  notifier.warn([]);
  t.deepEqual(written, []);
  notifier.warn([near]);
  notifier.warn([{...near, left: 4}]);
  t.deepEqual(written, ['\u001b]9;org-lab is near its spending limit.\u001b\\']);
  notifier.warn([{...near, left: 0}]);
  t.is(written[1], '\u001b]9;org-lab has reached its spending limit.\u001b\\');
  t.deepEqual(badges, ['spending limit', 'spending limit']);
  const again = await start(t, folder, 'protocol = "osc9"', {}, NOW_MS + HOUR_MS);
  again.notifier.warn([near]);
  t.deepEqual(again.written, []);
  const later = await start(t, folder, 'protocol = "osc9"', {}, NOW_MS + 30 * 24 * HOUR_MS);
  later.notifier.warn([near]);
  t.is(later.written.length, 1);
});
