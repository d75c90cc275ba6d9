import test from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import type {JobMetricsSnapshot} from '../../../source/hooks/use-job-metrics.ts';
import {NetworkError} from '../../../source/model/errors.ts';
import type {MetricsSample} from '../../../source/model/metrics/sample.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ExecutionScreen} from '../../../source/screens/execution/execution-screen.tsx';
import {
  INITIAL_METRICS_STATE,
  type MetricsAction,
  reduceMetrics,
  toWindow,
} from '../../../source/screens/execution/metrics-state.ts';
import {createHostileExecutions, createJob, NOW_MS} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderLines, testFrames} from '../../helpers/render-frame.tsx';
import {toSample} from '../../model/metrics/metrics-lines.ts';

const MINUTE_MS = 60_000;
const ignore = () => undefined;
const common = {
  nowMs: NOW_MS,
  isActive: true,
  onAttach: ignore,
  onCommand: ignore,
  onSetup: ignore,
  onBack: ignore,
  note: '',
};
const NOTHING: JobMetricsSnapshot = {
  phase: 'live',
  error: undefined,
  nextTryMs: undefined,
  samples: [],
  isDetailed: true,
};
const toView = (samples: readonly MetricsSample[], changes: Partial<JobMetricsSnapshot> = {}) => ({
  snapshot: {...NOTHING, samples, ...changes},
  error: undefined,
  retryNow: ignore,
});
/** The memory grows by 500 MB a minute, to the present. */
const toRamp = (count: number) =>
  Array.from({length: count}, (_, index) =>
    toSample(NOW_MS - (count - 1 - index) * MINUTE_MS, {memory: 4000 + 500 * index}),
  );
const job = createJob({startedRunningMs: NOW_MS - 30 * MINUTE_MS});
const hostile = createHostileExecutions(60).filter((execution) => execution.class === 'job');

testFrames('metrics', (size, situation) => {
  const random = createRandom(situation);
  const samples = toRamp(random.int(0, 40)).map((sample) =>
    random.chance(0.1)
      ? {
          ...sample,
          cpu: random.next(),
          networkIn: 10 ** random.int(0, 14),
          memory: {used: 0, left: 0, total: 0},
        }
      : sample,
  );
  return (
    <ExecutionScreen
      {...common}
      {...size}
      execution={hostile[situation % hostile.length] ?? job}
      initialTab="metrics"
      metrics={toView(samples, {
        phase: random.chance(0.2) ? 'waiting' : 'live',
        error: new NetworkError('reset', 'x', 'It broke.', ''),
      })}
    />
  );
});

const draw = (columns: number, rows: number, samples: readonly MetricsSample[], isAscii = false) =>
  renderLines(
    <ExecutionScreen
      {...common}
      {...{columns, rows}}
      execution={job}
      initialTab="metrics"
      metrics={toView(samples)}
    />,
    columns,
    isAscii ? PLAIN_THEME : undefined,
  );

test('each measure has a line with now, its peak and its course, and one of them is a chart', (t) => {
  const lines = draw(100, 24, toRamp(16));
  t.is(lines[2], ' ! memory full in about 9 min at this rate; 4.4 GiB of 15.6 GiB left');
  t.regex(lines[3] ?? '', /^ >CPU {7}50%, peak 50% of 4 cores +▅+$/);
  t.regex(lines[4] ?? '', /^ {2}memory {4}11.2 GiB 72%, peak 11.2 GiB of 15.6 GiB +[▃-▆]+$/);
  t.regex(lines[5] ?? '', /^ {2}disk {6}10 GiB 13%, peak 10 GiB of 80 GiB/);
  t.regex(lines[6] ?? '', /^ {2}net in {4}3 MiB\/s, peak 3 MiB\/s/);
  t.regex(lines[9] ?? '', /^ {6}100%│/);
  t.regex(lines.at(-3) ?? '', /^ {11}\d\d:\d\d +\d\d:\d\d +\d\d:\d\d$/);
  t.regex(lines.at(-2) ?? '', /^ 15 min shown {2}16 measurements, the last 0s ago/);
});

test('a small terminal has the measures, without UTF-8 in ASCII', (t) => {
  const lines = draw(60, 12, toRamp(16), true);
  t.true(lines.some((line) => /^ {2}memory {4}11.2 GiB 72%/.test(line)));
  t.false(lines.some((line) => line.includes('100%|')));
  t.regex(lines.join('\n'), /^[\n -~]*$/);
  t.regex(draw(80, 30, toRamp(16), true).join(''), /^[ -~]*100%\|[ -~]*$/);
});

test('the warning stands above the other pages too, and not when the job is over', (t) => {
  const drawPage = (state: string) =>
    renderLines(
      <ExecutionScreen
        {...common}
        columns={100}
        rows={24}
        execution={createJob({state: clean(state)})}
        metrics={toView(toRamp(16))}
      />,
      100,
    );
  t.is(drawPage('running')[2], ' ! memory full in about 9 min at this rate; 4.4 GiB of 15.6 GiB left');
  t.false(drawPage('failed').some((line) => line.includes('full in about')));
});

test('without measurements it says why', (t) => {
  const toReason = (changes: Partial<JobMetricsSnapshot>, execution = job, error?: unknown): string =>
    renderLines(
      <ExecutionScreen
        {...common}
        columns={200}
        rows={24}
        execution={execution}
        initialTab="metrics"
        metrics={{...toView([], changes), error}}
      />,
      200,
    )[2] ?? '';
  const problem = new NetworkError('reset', 'x', 'The network broke.', '');
  t.regex(toReason({phase: 'connecting'}), /Asking the platform/);
  t.regex(toReason({phase: 'live'}), /Nothing was measured yet/);
  t.regex(toReason({phase: 'ended'}), /Its log has no measurements. .*--detailed-job-metrics/);
  t.regex(
    toReason({phase: 'ended'}, createJob({startedRunningMs: NOW_MS - 16 * 1440 * MINUTE_MS})),
    /keeps measurements for 15 days/,
  );
  t.regex(toReason({phase: 'failed', error: problem}), /The network broke. r tries again/);
  t.regex(toReason({phase: 'waiting', error: problem}), /The network broke. It is tried again/);
  t.regex(toReason({}, job, problem), /The network broke. r tries again/);
  const waiting = createJob({startedRunningMs: undefined, state: clean('runnable')});
  t.regex(toReason({}, waiting), /no machine yet/);
});

test('time is zoomed, moved along and followed, always within what is known', (t) => {
  const known = {fromMs: 0, toMs: 80 * MINUTE_MS};
  const press = (...actions: MetricsAction[]) => {
    let state = INITIAL_METRICS_STATE;
    for (const action of actions) state = reduceMetrics(state, {action, known});
    const {fromMs, toMs} = toWindow(state, known);
    return {...state, shown: [fromMs / MINUTE_MS, toMs / MINUTE_MS]};
  };
  t.deepEqual(press().shown, [0, 80]);
  t.deepEqual(press('zoomIn').shown, [40, 80]);
  t.deepEqual(press('zoomIn', 'earlier').shown, [20, 60]);
  t.deepEqual(press('zoomIn', 'start').shown, [0, 40]);
  t.deepEqual(press('zoomIn', 'start', 'earlier').shown, [0, 40]);
  t.is(press('zoomIn', 'start', 'later', 'later').endMs, undefined);
  t.is(press('zoomIn', 'start', 'end').endMs, undefined);
  t.deepEqual(press(...Array.from({length: 9}, () => 'zoomIn' as const)).shown, [75, 80]);
  t.deepEqual(press('zoomIn', 'zoomIn', 'start', 'zoomOut').shown, [0, 40]);
  t.is(press('zoomIn', 'zoomIn', 'start', 'zoomOut', 'zoomOut').spanMs, undefined);
  t.is(press('zoomIn', 'earlier', 'whole').spanMs, undefined);
  t.is(press('previous').measure, 'networkOut');
  t.is(press('next', 'next').measure, 'disk');
  const random = createRandom(4);
  const actions = ['zoomIn', 'zoomOut', 'earlier', 'later', 'start', 'end', 'whole'] as const;
  for (let round = 0; round < 2000; round++) {
    const [from = -1, to = 99] = press(
      ...Array.from({length: 8}, () => actions[random.int(0, actions.length - 1)] ?? 'whole'),
    ).shown;
    t.true(from >= 0 && to <= 80 && from < to, `${from} ${to}`);
  }
});

for (const [columns, keys] of [
  [120, '  j/k measure  +/- time  [/] earlier, later'],
  [80, '  j/k measure  +/- time'],
  [50, ''],
] as const) {
  test(`at ${columns} columns the page of metrics names the keys that have room, and cuts none`, (t) => {
    t.is(draw(columns, 24, toRamp(20)).at(-2), ` 19 min shown  20 measurements, the last 0s ago${keys}`);
  });
}
