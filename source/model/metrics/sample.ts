import type {LogLine} from '../log-line.ts';

/** What was measured of a job's machine at one moment. Sizes are bytes, rates bytes per second, shares 0 to 1. */
export interface MetricsSample {
  readonly atMs: number;
  /** Of all cores. */
  readonly cpu: number;
  /** Time that the cores waited for disks; `undefined` in the short report. */
  readonly wait: number | undefined;
  readonly cores: number;
  readonly memory: Usage;
  readonly disk: Usage;
  readonly networkIn: number;
  readonly networkOut: number;
  /** `undefined` in the short report. */
  readonly diskRead: number | undefined;
  readonly diskWritten: number | undefined;
}

/** How much of something is used. */
export interface Usage {
  /** `undefined` where only what is left was told. */
  readonly used: number | undefined;
  readonly left: number;
  /** `undefined` where only what is left was told. */
  readonly total: number | undefined;
}

/** The levels of the lines in which measurements come: detailed ones, and the short report that every job writes. */
export const METRICS_LEVELS = ['METRICS', 'INFO'] as const;

const MEGA = 1024 ** 2;
const GIGA = 1024 ** 3;
/** No machine has more; a larger number is a broken line. */
const LARGEST = 1e15;

const DETAILED =
  /^\*\* CPU usr\/sys\/idl\/wai: *(\d+)\/(\d+)\/(\d+)\/(\d+)% \((\d+) cores?\) \* Memory: *(\d+)\/(\d+) ?MB \* Storage: *(\d+)\/(\d+) ?GB \* Net: *(\d+)↓\/(\d+)↑ ?MBps(?: \* Disk: r\/w (\d+)\/(\d+) MBps\b.*)?$/;
const SHORT =
  /^CPU: *(\d+)% \((\d+) cores?\) \* Memory: *(\d+)\/(\d+) ?MB \* Storage: *(\d+) ?GB free \* Net: *(\d+)↓\/(\d+)↑ ?MBps/;

const toUsage = (used: number, total: number, unit: number): Usage => ({
  used: Math.min(used, total) * unit,
  left: Math.max(0, total - used) * unit,
  total: total * unit,
});

const toShare = (percent: number): number => Math.min(1, Math.max(0, percent / 100));

/**
 * Reads a measurement from a line of a log; `undefined` for every other line. Numbers that no machine can have make it
 * no measurement, and a use above the total is the total.
 *
 * Source: reference section G.6 for the detailed form, whose units are binary; G.7 for the short one, which was seen in
 * real logs.
 */
export const toMetricsSample = ({
  atMs,
  level,
  source,
  text,
}: Pick<LogLine, 'atMs' | 'level' | 'source' | 'text'>): MetricsSample | undefined => {
  if (atMs === undefined) return undefined;
  if (level === 'METRICS') return toDetailed(atMs, text);
  // What the job's own program prints may look like a report.
  return level === 'INFO' && source !== 'APP' ? toShort(atMs, text) : undefined;
};

const toNumbers = (text: string, form: RegExp): readonly (number | undefined)[] | undefined => {
  const match = form.exec(text);
  if (!match) return undefined;
  const numbers = match
    .slice(1)
    .map((digits: string | undefined) => (digits === undefined ? undefined : Number(digits)));
  return numbers.some((number) => number !== undefined && number > LARGEST) ? undefined : numbers;
};

const toDetailed = (atMs: number, text: string): MetricsSample | undefined => {
  const numbers = toNumbers(text, DETAILED);
  if (!numbers) return undefined;
  const [, , idle = 0, wait = 0, cores = 0, memory = 0, memoryTotal = 0, disk = 0, diskTotal = 0] = numbers;
  const [networkIn = 0, networkOut = 0, read, written] = numbers.slice(9);
  return {
    atMs,
    cpu: toShare(100 - idle - wait),
    wait: toShare(wait),
    cores,
    memory: toUsage(memory, memoryTotal, MEGA),
    disk: toUsage(disk, diskTotal, GIGA),
    networkIn: networkIn * MEGA,
    networkOut: networkOut * MEGA,
    diskRead: read === undefined ? undefined : read * MEGA,
    diskWritten: written === undefined ? undefined : written * MEGA,
  };
};

const toShort = (atMs: number, text: string): MetricsSample | undefined => {
  const numbers = toNumbers(text, SHORT);
  if (!numbers) return undefined;
  const [cpu = 0, cores = 0, memory = 0, memoryTotal = 0, diskLeft = 0, networkIn = 0, networkOut = 0] =
    numbers;
  return {
    atMs,
    cpu: toShare(cpu),
    wait: undefined,
    cores,
    memory: toUsage(memory, memoryTotal, MEGA),
    disk: {used: undefined, left: diskLeft * GIGA, total: undefined},
    networkIn: networkIn * MEGA,
    networkOut: networkOut * MEGA,
    diskRead: undefined,
    diskWritten: undefined,
  };
};
