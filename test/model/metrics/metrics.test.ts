import test from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {WorkerMetrics} from '../../../source/emulator/log-metrics.ts';
import {type MetricsSample, toMetricsSample} from '../../../source/model/metrics/sample.ts';
import {MetricsSeries} from '../../../source/model/metrics/series.ts';
import {findMetricsWarnings} from '../../../source/model/metrics/trend.ts';
import {toMetricsLine, toMetricsText, toSample} from './metrics-lines.ts';

const MINUTE_MS = 60_000;
const MEGA = 1024 ** 2;
const GIGA = 1024 ** 3;

test('the documented example is read, in bytes and shares', (t) => {
  const text =
    '** CPU usr/sys/idl/wai: 24/11/1/64% (4 cores) * Memory: 1566/31649MB * Storage: 19/142GB * Net: 10↓/0↑MBps * Disk: r/w 20/174 MBps iops r/w 8/1300';
  t.deepEqual(toMetricsSample(toMetricsLine(text, 7)), {
    atMs: 7,
    cpu: 0.35,
    wait: 0.64,
    cores: 4,
    memory: {used: 1566 * MEGA, left: 30_083 * MEGA, total: 31_649 * MEGA},
    disk: {used: 19 * GIGA, left: 123 * GIGA, total: 142 * GIGA},
    networkIn: 10 * MEGA,
    networkOut: 0,
    diskRead: 20 * MEGA,
    diskWritten: 174 * MEGA,
  });
});

test('the short report of every job is read, unless the job itself printed it', (t) => {
  const text = 'CPU: 13% (4 cores) * Memory: 282/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps';
  const sample = toMetricsSample(toMetricsLine(text, 7, 'INFO', 'DX_APP'));
  t.is(sample?.cpu, 0.13);
  t.deepEqual(sample?.disk, {used: undefined, left: 79 * GIGA, total: undefined});
  t.is(sample?.wait, undefined);
  t.is(toMetricsSample(toMetricsLine(text, 7, 'INFO', 'APP')), undefined);
  t.is(toMetricsSample(toMetricsLine(text, 7, 'STDOUT', 'DX_APP')), undefined);
});

test('what is no measurement is none: other lines, cut ones, no time, numbers that no machine has', (t) => {
  const whole = toMetricsText();
  t.truthy(toMetricsSample(toMetricsLine(whole)));
  t.is(toMetricsSample({...toMetricsLine(whole), atMs: undefined}), undefined);
  t.is(
    toMetricsSample(toMetricsLine(toMetricsText({memory: 1e30}).replace('1e+30', '9'.repeat(400)))),
    undefined,
  );
  for (let length = 0; length < whole.indexOf(' * Disk'); length++)
    t.is(toMetricsSample(toMetricsLine(whole.slice(0, length))), undefined, whole.slice(0, length));
  for (const text of Object.values(nastyStrings)) t.is(toMetricsSample(toMetricsLine(text)), undefined);
});

test('a use above the total is the total, and every number of a line stays within its bounds', (t) => {
  const random = createRandom(1);
  for (let round = 0; round < 2000; round++) {
    const number = () => random.int(0, 10 ** random.int(1, 9));
    const [memory, memoryTotal, disk, diskTotal] = [number(), number(), number(), number()];
    const text = toMetricsText({
      idle: random.int(0, 999),
      wait: random.int(0, 999),
      memory,
      memoryTotal,
      disk,
      diskTotal,
    });
    const sample = toMetricsSample(toMetricsLine(text.replaceAll('-', '')));
    t.truthy(sample, text);
    if (!sample) return;
    t.true(sample.cpu >= 0 && sample.cpu <= 1 && (sample.wait ?? 2) <= 1);
    for (const {used = -1, left, total = -1} of [sample.memory, sample.disk]) {
      t.true(used >= 0 && used <= total && left >= 0);
      t.is(used + left, total);
    }
  }
});

test('what the emulator writes is what dxtop reads', (t) => {
  const load = {cpu: 0.5, wait: 0.1, memory: 0.4, disk: 0.5, netIn: 10, netOut: 1, read: 20, written: 30};
  const metrics = new WorkerMetrics('mem1_ssd1_v2_x4', () => load, 0, 3);
  for (let count = 1; count <= 100; count++) {
    const {text, report} = metrics.measure(count * MINUTE_MS);
    const detailed = toMetricsSample(toMetricsLine(text));
    const short = toMetricsSample(toMetricsLine(report, 1000, 'INFO', 'DX_APP'));
    t.is(detailed?.cores, 4, text);
    t.deepEqual(short?.memory, detailed?.memory, report);
    t.is(short?.disk.left, detailed?.disk.left);
  }
});

test('a series is in the order of time, each moment once, however the lines come', (t) => {
  const random = createRandom(2);
  for (let round = 0; round < 50; round++) {
    const series = new MetricsSeries();
    const times = new Set<number>();
    for (let count = 0; count < 200; count++) {
      const atMs = random.int(0, 300);
      t.is(series.add(toSample(atMs)), !times.has(atMs));
      times.add(atMs);
    }
    t.deepEqual(
      series.toSamples().map(({atMs}) => atMs),
      [...times].sort((a, b) => a - b),
    );
  }
});

test('a long series stays bounded, keeps its peak and all of its last day', (t) => {
  const series = new MetricsSeries();
  const count = 30_000;
  for (let minute = 0; minute < count; minute++)
    series.add(toSample(minute * MINUTE_MS, {memory: minute === 777 ? 15_999 : 1000}));
  const samples = series.toSamples();
  t.true(samples.length <= 3000);
  t.is(samples[0]?.atMs, 0);
  t.is(Math.min(...samples.map(({memory}) => memory.left)), MEGA);
  t.deepEqual(
    samples.slice(-1440).map(({atMs}) => atMs / MINUTE_MS),
    Array.from({length: 1440}, (_, index) => count - 1440 + index),
  );
});

test('detailed measurements take the place of the short reports', (t) => {
  const series = new MetricsSeries();
  series.add(toSample(1, {wait: undefined}));
  t.false(series.isDetailed);
  series.add(toSample(2));
  t.false(series.add(toSample(3, {wait: undefined})));
  t.true(series.isDetailed);
  t.deepEqual(series.toSamples(), [toSample(2)]);
});

const toCourse = (
  count: number,
  toMeasured: (minute: number) => {memory?: number; disk?: number},
): MetricsSample[] =>
  Array.from({length: count}, (_, minute) => toSample(minute * MINUTE_MS, toMeasured(minute)));
const endOf = (samples: readonly MetricsSample[]) => samples.at(-1)?.atMs ?? 0;

test('a ramp says when it is over, and how much is left', (t) => {
  const samples = toCourse(15, (minute) => ({
    memory: 4000 + 400 * minute,
    disk: 60 + Math.floor(minute / 2),
  }));
  const [memory, disk] = findMetricsWarnings(samples, endOf(samples));
  t.is(memory?.kind, 'memory');
  t.is(Math.round((memory?.untilFullMs ?? 0) / MINUTE_MS), 16);
  t.is(disk?.kind, 'disk');
  t.is(disk?.left, 13 * GIGA);
  t.is(disk?.total, 80 * GIGA);
  const untilMinutes = (disk?.untilFullMs ?? 0) / MINUTE_MS;
  t.true(untilMinutes > 20 && untilMinutes < 32, String(untilMinutes));
});

test('a line with noise and outliers has the slope that it was made with', (t) => {
  const random = createRandom(5);
  for (let round = 0; round < 300; round++) {
    const perMinute = random.int(300, 700);
    const samples = toCourse(20, (minute) => ({
      memory: random.chance(0.1) ? 500 : 500 + perMinute * minute + random.int(-150, 150),
    })).with(19, toSample(19 * MINUTE_MS, {memory: 500 + perMinute * 19}));
    const [warning] = findMetricsWarnings(samples, endOf(samples));
    const truth = (16_000 - 500 - perMinute * 19) / perMinute;
    // With more than half left there is no warning yet.
    if (truth > 50 || 500 + perMinute * 19 <= 8000) continue;
    t.is(warning?.kind, 'memory');
    const estimate = (warning?.untilFullMs ?? 0) / MINUTE_MS;
    t.true(Math.abs(estimate - truth) <= 0.2 * truth + 1, `${estimate} for ${truth}`);
  }
});

test('nothing is said of a level course, however it wavers, nor of one that falls', (t) => {
  const random = createRandom(6);
  for (let round = 0; round < 500; round++) {
    const samples = toCourse(20, () => ({
      memory: 14_000 + random.int(-600, 600),
      disk: 70 + random.int(-2, 2),
    }));
    t.deepEqual(findMetricsWarnings(samples, endOf(samples)), []);
  }
  const falling = toCourse(20, (minute) => ({memory: 15_000 - 300 * minute, disk: 75 - minute}));
  t.deepEqual(findMetricsWarnings(falling, endOf(falling)), []);
});

test('nothing is said with few measurements, of a far end, or of measurements that are old', (t) => {
  const steep = toCourse(15, (minute) => ({memory: 4000 + 400 * minute}));
  t.is(findMetricsWarnings(steep, endOf(steep)).length, 1);
  t.is(findMetricsWarnings(steep.slice(0, 4), 3 * MINUTE_MS).length, 0);
  t.is(findMetricsWarnings(steep, endOf(steep) + 6 * MINUTE_MS).length, 0);
  t.is(findMetricsWarnings([], 0).length, 0);
  const slow = toCourse(20, (minute) => ({memory: 2000 + 30 * minute}));
  t.is(findMetricsWarnings(slow, endOf(slow)).length, 0);
});

test('what is left is enough to warn of a disk whose size nobody told', (t) => {
  const samples = toCourse(10, (minute) => ({disk: minute})).map((sample) => ({
    ...sample,
    disk: {used: undefined, left: sample.disk.left - 50 * GIGA, total: undefined},
  }));
  const [warning] = findMetricsWarnings(samples, endOf(samples));
  t.deepEqual(warning && {...warning, untilFullMs: Math.round(warning.untilFullMs / MINUTE_MS)}, {
    kind: 'disk',
    untilFullMs: 21,
    left: 21 * GIGA,
    total: undefined,
  });
});

test('a program that loads its data and then rests is not warned of, nor one that has most of it left', (t) => {
  const resting = toCourse(20, (minute) => ({memory: 4000 + 800 * Math.min(minute, 9)}));
  t.deepEqual(findMetricsWarnings(resting, endOf(resting)), []);
  const early = toCourse(10, (minute) => ({memory: 500 + 400 * minute}));
  t.deepEqual(findMetricsWarnings(early, endOf(early)), []);
  const steep = toCourse(6, (minute) => ({memory: 500 + 1400 * minute}));
  t.is(findMetricsWarnings(steep, endOf(steep)).length, 1);
});
