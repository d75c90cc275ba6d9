import type {MetricsSample} from '../../../source/model/metrics/sample.ts';
import {clean} from '../../../source/model/safe-text.ts';

/** What a line says, in the units of the line: percent, MB, GB and MB per second. */
export interface LineFacts {
  readonly idle?: number;
  readonly wait?: number;
  readonly memory?: number;
  readonly memoryTotal?: number;
  readonly disk?: number;
  readonly diskTotal?: number;
}

/** The text of a METRICS line, as the reference has it. */
export const toMetricsText = ({
  idle = 40,
  wait = 5,
  memory = 1566,
  memoryTotal = 31_649,
  disk = 19,
  diskTotal = 142,
}: LineFacts = {}): string =>
  `** CPU usr/sys/idl/wai: ${95 - idle - wait + 5}/0/${idle}/${wait}% (4 cores) * Memory: ${memory}/${memoryTotal}MB * Storage: ${disk}/${diskTotal}GB * Net: 10↓/2↑MBps * Disk: r/w 20/174 MBps iops r/w 8/1300`;

/** The lines' place in a log. */
export const toMetricsLine = (
  text: string,
  atMs: number | undefined = 1000,
  level = 'METRICS',
  source = 'SYSTEM',
) => ({
  atMs,
  level: clean(level),
  source: clean(source),
  text: clean(text),
});

const MEGA = 1024 ** 2;
const GIGA = 1024 ** 3;

/** A sample in MB of memory and GB of disk. */
export const toSample = (
  atMs: number,
  {
    memory = 1000,
    disk = 10,
    ...changes
  }: {memory?: number; disk?: number} & Partial<Omit<MetricsSample, 'memory' | 'disk'>> = {},
): MetricsSample => ({
  atMs,
  cpu: 0.5,
  wait: 0.1,
  cores: 4,
  memory: {used: memory * MEGA, left: (16_000 - memory) * MEGA, total: 16_000 * MEGA},
  disk: {used: disk * GIGA, left: (80 - disk) * GIGA, total: 80 * GIGA},
  networkIn: 3 * MEGA,
  networkOut: MEGA,
  diskRead: 0,
  diskWritten: 0,
  ...changes,
});
