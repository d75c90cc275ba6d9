import test from 'ava';
import {formatBytes} from '../../source/format/bytes.ts';
import {formatArea, formatSparkline, formatTimeAxis} from '../../source/format/chart.ts';
import {formatMetricsWarning} from '../../source/format/metrics.ts';
import {
  formatMetricsCells,
  formatMetricsCourses,
  formatMetricsWords,
  formatRowWarning,
} from '../../source/format/metrics-row.ts';
import {toParts} from '../../source/model/metrics/measures.ts';
import {toRowMetrics} from '../../source/model/metrics/row-metrics.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob, toTestJobId} from '../helpers/executions.ts';
import {toSample} from '../model/metrics/metrics-lines.ts';

const MINUTE_MS = 60_000;

for (const [bytes, text] of [
  [0, '0 B'],
  [-5, '0 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1024 ** 2 - 1, '1 MiB'],
  [12.34 * 1024 ** 3, '12.3 GiB'],
  [99.96 * 1024 ** 3, '100 GiB'],
  [142 * 1024 ** 3, '142 GiB'],
  [5000 * 1024 ** 5, '5000 PiB'],
] as const)
  test(`${bytes} bytes are ${text}`, (t) => {
    t.is(formatBytes(bytes, 'binary'), text);
  });

test('decimal units are a thousand of each other', (t) => {
  const texts = [999, 1000, 12.34e9, 999.6e9].map((bytes) => formatBytes(bytes, 'decimal'));
  t.deepEqual(texts, ['999 B', '1 kB', '12.3 GB', '1 TB']);
});

test('a sparkline has a sign for each value, a blank for none', (t) => {
  const values = [0, 0.5, 1, undefined, 9, -1];
  t.is(formatSparkline(values, {highest: 1, isAscii: false}), '▁▅█ █▁');
  t.is(formatSparkline(values, {highest: 1, isAscii: true}), '_=# #_');
  t.is(formatSparkline([0, 0], {highest: 0, isAscii: true}), '__');
});

test('an area fills its rows from below', (t) => {
  const values = [0, 1, 2, 4, undefined];
  t.deepEqual(formatArea(values, 2, {highest: 4, isAscii: false}), ['   █ ', '▁▄██ ']);
  t.deepEqual(formatArea(values, 2, {highest: 4, isAscii: true}), ['   # ', '.:## ']);
});

test('the axis says when it begins and ends, and its middle where there is room', (t) => {
  const fromMs = new Date(2026, 10, 23, 12, 0).getTime();
  t.is(formatTimeAxis(fromMs, fromMs + 120 * MINUTE_MS, 30), '12:00       13:00        14:00');
  t.is(formatTimeAxis(fromMs, fromMs + 120 * MINUTE_MS, 14), '12:00    14:00');
  t.is(formatTimeAxis(fromMs, fromMs + 120 * MINUTE_MS, 8), '        ');
  t.is(formatTimeAxis(fromMs, fromMs + 2880 * MINUTE_MS, 30), '11-23 12:00        11-25 12:00');
});

test('the parts of a window have the highest of what is in them, and nothing where nothing was measured', (t) => {
  const samples = [0, 1, 2, 3, 20, 21].map((minute) => toSample(minute * MINUTE_MS, {cpu: minute / 100}));
  const toCpu = (fromMinute: number, toMinute: number, count: number) =>
    toParts(samples, 'cpu', {fromMs: fromMinute * MINUTE_MS, toMs: toMinute * MINUTE_MS}, count);
  t.deepEqual(toCpu(0, 4, 2), [0.01, 0.03]);
  // Half minutes show each measurement until the next one.
  t.deepEqual(toCpu(0, 2, 4), [0, 0, 0.01, 0.02]);
  t.deepEqual(toCpu(4, 20, 4), [undefined, undefined, undefined, 0.2]);
  t.deepEqual(toCpu(22, 24, 2), [undefined, undefined]);
  t.deepEqual(toCpu(5, 5, 2), [undefined, undefined]);
});

test('a warning says what is full when, counted from now, and how much is left', (t) => {
  const GIGA = 1024 ** 3;
  const warning = {kind: 'disk', untilFullMs: 26 * MINUTE_MS, left: 12 * GIGA, total: 80 * GIGA} as const;
  t.is(
    formatMetricsWarning(warning, MINUTE_MS, 'binary'),
    'disk full in about 25 min at this rate; 12 GiB of 80 GiB left',
  );
  t.is(
    formatMetricsWarning({...warning, kind: 'memory', total: undefined}, 25.5 * MINUTE_MS, 'binary'),
    'memory full within a minute at this rate; 12 GiB left',
  );
});

test('the row of a job says what its machine does and what runs out, as long as that is of now', (t) => {
  const samples = Array.from({length: 16}, (_, index) =>
    toSample(index * MINUTE_MS, {memory: 4000 + 500 * index}),
  );
  const metrics = toRowMetrics(new Map([[toTestJobId(1), samples]])).get(toTestJobId(1));
  const lastMs = 15 * MINUTE_MS;
  const running = createJob({state: clean('running')});
  t.is(formatMetricsCells(metrics, lastMs), ' 50%  72%  13%    4M');
  t.is(formatMetricsCells(metrics, lastMs + 16 * MINUTE_MS), '');
  t.is(formatMetricsCells(undefined, lastMs), '');
  t.is(formatRowWarning(running, metrics, lastMs), 'memory full in about 9 min');
  t.is(formatRowWarning(running, metrics, lastMs + 6 * MINUTE_MS), undefined);
  t.is(formatRowWarning(createJob({state: clean('failed')}), metrics, lastMs), undefined);
  const [first] = samples;
  const short = first && {...first, disk: {used: undefined, left: 5, total: undefined}};
  t.is(formatMetricsCells(metrics && short && {...metrics, sample: short}, 0), ' 50%  25%    ?    4M');
});

test('with room the cells have the last half hour before them, and a screen reader has words', (t) => {
  const samples = Array.from({length: 31}, (_, index) =>
    toSample(index * MINUTE_MS, {memory: 500 * index, cpu: index < 15 ? 0.1 : 0.9}),
  );
  const metrics = toRowMetrics(new Map([[toTestJobId(1), samples]])).get(toTestJobId(1));
  const nowMs = 30 * MINUTE_MS;
  t.is(formatMetricsCourses(metrics, nowMs, false), '▂▂▂▇▇▇ ▂▃▄▅▆█  90%  94%  13%    4M');
  t.is(formatMetricsCourses(metrics, nowMs, true), '...*** .-=+*#  90%  94%  13%    4M');
  t.is(formatMetricsCourses(metrics, nowMs + 16 * MINUTE_MS, false), '');
  t.is(formatMetricsCourses(undefined, nowMs, false), '');
  t.is(formatMetricsWords(metrics, nowMs), 'processor 90%, memory 94%, disk 13%');
  t.is(formatMetricsWords(metrics, nowMs + 16 * MINUTE_MS), '');
  const totalless = samples.map((sample) => ({
    ...sample,
    memory: {used: undefined, left: 5, total: undefined},
  }));
  const unknown = toRowMetrics(new Map([[toTestJobId(1), totalless]])).get(toTestJobId(1));
  t.is(formatMetricsCourses(unknown, nowMs, false), `▂▂▂▇▇▇ ${' '.repeat(6)}  90%    ?  13%    4M`);
});
