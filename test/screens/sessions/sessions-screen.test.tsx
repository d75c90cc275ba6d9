import test from 'ava';
import {SshError} from '../../../source/model/errors.ts';
import type {ListedSession} from '../../../source/model/listed-session.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toTargetKey, type SessionRecord} from '../../../source/model/session.ts';
import {INITIAL_LIST_STATE} from '../../../source/screens/executions/list-state.ts';
import {SessionsScreen} from '../../../source/screens/sessions/sessions-screen.tsx';
import {createHostileExecutions, createJob, NOW_MS} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';
import {toRecord} from '../../services/storage/state-folder.ts';

const ignore = () => undefined;
const common = {
  isActive: true,
  list: INITIAL_LIST_STATE,
  escapeCharacter: '~',
  notice: undefined,
  peek: {key: undefined, screen: undefined, error: undefined},
  nowMs: NOW_MS,
  onMove: ignore,
  onAttach: ignore,
  onPeek: ignore,
  onDescribe: ignore,
  onForget: ignore,
  onRefresh: ignore,
  onBack: ignore,
};

const toSession = (
  number: number,
  change: Partial<SessionRecord>,
  rest: Pick<ListedSession, 'job' | 'standing'> & Partial<ListedSession>,
): ListedSession => {
  const record = toRecord(number, {lastSeenMs: NOW_MS - number * 60_000, ...change});
  return {key: toTargetKey(record), record, change: undefined, ...rest};
};

const SESSIONS = [
  toSession(3, {jobName: clean('align')}, {job: createJob(), standing: 'alive'}),
  toSession(
    4,
    {jobName: clean('spark, worker 2'), workerNumber: 2, persistence: 'none'},
    {job: createJob({state: clean('debug_hold')}), standing: 'unkept'},
  ),
  toSession(5, {outcome: 'left'}, {job: undefined, standing: 'unknown'}),
  toSession(6, {outcome: 'exited'}, {job: createJob({state: clean('done')}), standing: 'over'}),
  toSession(7, {outcome: 'attached'}, {job: 'gone', standing: 'over'}),
];

const selecting = (index: number) => ({...common, list: {...INITIAL_LIST_STATE, index}});

const hostile = createHostileExecutions(60);
testFrames('sessions', (size, situation) => {
  const text = hostile[situation % 60]?.name ?? clean('');
  const sessions = Array.from({length: situation % 90}, (_, number) => {
    const job = hostile[(situation + number) % 60];
    const standing = (['alive', 'unkept', 'unknown', 'over'] as const)[number % 4] ?? 'over';
    return toSession(
      number,
      {jobName: job?.name ?? clean(''), host: text},
      {
        job: job?.class === 'job' ? job : undefined,
        standing,
      },
    );
  });
  return (
    <SessionsScreen
      {...selecting(situation % 7)}
      {...size}
      peek={{
        key: sessions[situation % 7]?.key,
        screen: {lines: [text, text], atMs: NOW_MS},
        error: undefined,
      }}
      notice={situation % 3 === 0 ? {text, isError: true} : undefined}
      sessions={sessions}
    />
  );
});

test('each session has the state of its job, what is known of it, and how it ended last', (t) => {
  const lines = renderLines(<SessionsScreen {...common} columns={80} rows={24} sessions={SESSIONS} />, 80);
  t.deepEqual(lines.slice(0, 7), [
    ' Sessions: 1 to pick up, 5 remembered',
    ' NAME                        JOB           SESSION     LAST',
    '>align                       ● running     ● alive     detached 3m ago',
    ' spark, worker 2             ◆ debug_hold  ○ not kept  detached 4m ago',
    ' job 5                       unknown       ? unknown   link closed 5m ago',
    ' job 6                       ✓ done        – ended     shell ended 6m ago',
    ' job 7                       not found     – ended     attached 7m ago',
  ]);
  t.is(lines.at(-1), 'Enter go back to it  p peek  d describe  F forget  ? help  Esc back');
});

test('a wide terminal shows the job IDs and the hosts as well', (t) => {
  const [, heading, row] = renderLines(
    <SessionsScreen {...common} columns={160} rows={15} sessions={SESSIONS} />,
    160,
  );
  t.regex(heading ?? '', /LAST +ID +HOST$/);
  t.regex(row ?? '', /detached 3m ago +job-0{23}3 +ec2-1-2-3-4\.compute\.amazonaws\.com$/);
});

for (const [index, note, footer] of [
  [0, "The worker's byobu or tmux keeps it: Enter goes back to it.", 'Enter go back to it'],
  [
    1,
    'No tmux on the worker: it lives only as long as the dxtop that detached from it.',
    'Enter go back to it',
  ],
  [
    2,
    'The platform has not said yet what became of its job. Enter asks it, and goes back.',
    'Enter go back to it  p peek: nobody knows whether it is there',
  ],
  [3, 'Its shell has ended. On a job that runs, Enter opens a new one.', 'Enter attach: job is done'],
  [
    4,
    'The platform has no such job any more, or does not show it to you.',
    'Enter attach: its job is not there  p peek: it has ended',
  ],
] as const) {
  test(`of session ${index} it says: ${note}`, (t) => {
    const lines = renderLines(
      <SessionsScreen {...selecting(index)} columns={100} rows={24} sessions={SESSIONS} />,
      100,
    );
    t.true(lines.includes(` ${note}`));
    t.true(lines.at(-1)?.startsWith(footer), lines.at(-1));
  });
}

for (const [change, state, note] of [
  [
    {kind: 'restarted', tryNumber: 2},
    'running',
    'Its worker is gone: the job was restarted since (try 2). Enter opens a new session there.',
  ],
  [
    {kind: 'restarted', tryNumber: 2},
    'runnable',
    'Its worker is gone: the job was restarted since (try 2), and is runnable.',
  ],
  [
    {kind: 'other-worker'},
    'running',
    'Its worker is gone: the job has another worker now, with another host key. Enter opens a new session there.',
  ],
] as const) {
  test(`of a session whose job is ${state} with ${change.kind} it says: ${note}`, (t) => {
    const job = createJob({state: clean(state)});
    const sessions = [toSession(3, {}, {job, change, standing: 'over'})];
    const screen = <SessionsScreen {...common} columns={120} rows={24} sessions={sessions} />;
    const lines = renderLines(screen, 120);
    t.true(lines.includes(` ${note}`), lines.join('\n'));
    t.true(lines.at(-1)?.startsWith('Enter attach  p peek: it has ended'), lines.at(-1));
  });
}

test('below the rows is where the selected one is, with its number in a cluster', (t) => {
  const lines = renderLines(
    <SessionsScreen {...selecting(1)} columns={60} rows={15} sessions={SESSIONS} />,
    60,
  );
  t.true(lines.includes(` ${SESSIONS[1]?.record.jobId}, worker 2,`));
});

for (const [what, change, shown] of [
  ['is asked for', {}, 'Looking at its screen.'],
  [
    'cannot be had',
    {error: new SshError('firewall', '192.0.2.1 is not let in.', 'Enter asks.')},
    'Its screen is not to be seen: 192.0.2.1 is not let in. Enter asks.',
  ],
  ['was empty', {screen: {lines: [], atMs: NOW_MS - 3000}}, 'Its screen was empty 3s ago.'],
] as const) {
  test(`a remote screen that ${what} is told below the rows`, (t) => {
    const peek = {...common.peek, key: SESSIONS[0]?.key, ...change};
    const screen = <SessionsScreen {...common} peek={peek} columns={80} rows={24} sessions={SESSIONS} />;
    t.true(renderLines(screen, 80).includes(` ${shown}`));
  });
}

test('of a remote screen the end is shown, each line cut, only at its own session', (t) => {
  const lines = Array.from({length: 50}, (_, number) => clean(`${number}:${'x'.repeat(100)}`));
  const peek = {...common.peek, key: SESSIONS[0]?.key, screen: {lines, atMs: NOW_MS - 3000}};
  const draw = (index: number) =>
    renderLines(
      <SessionsScreen {...selecting(index)} peek={peek} columns={60} rows={24} sessions={SESSIONS} />,
      60,
    );
  const shown = draw(0);
  const heading = shown.indexOf(' Its screen, 3s ago:');
  t.true(heading > 0);
  const height = shown.length - 1 - (heading + 1);
  t.true(height > 8);
  t.deepEqual(
    shown.slice(heading + 1, -1),
    lines.slice(-height).map((line) => ` ${line.slice(0, 57)}~`),
  );
  t.false(draw(1).some((line) => line.includes('xxx') || line.includes('Its screen')));
});

test('without any it says how to get one', (t) => {
  const lines = renderLines(<SessionsScreen {...common} columns={80} rows={24} sessions={[]} />, 80);
  t.regex(lines.join('\n'), /There is no session yet\. Enter on a running job of the list attaches/);
  t.true(lines.at(-1)?.startsWith('r look again'));
});

test('a screen reader gets the selected one in words', (t) => {
  const theme = {...PLAIN_THEME, isPlain: true};
  const lines = renderLines(
    <SessionsScreen {...selecting(1)} columns={100} rows={24} sessions={SESSIONS} />,
    100,
    theme,
  );
  t.is(lines[1], '> 2 of 5: not kept, spark, worker 2, job is debug hold, detached 4 minutes ago');
});

test('without UTF-8 it draws itself with ASCII', (t) => {
  const screen = <SessionsScreen {...common} columns={80} rows={24} sessions={SESSIONS} />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
