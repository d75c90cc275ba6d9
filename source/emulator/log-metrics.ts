import {createRandom, type Random} from './random.ts';

/** Columns of the CSV form. Footing: documented, reference section G.6. */
export const metricsHeader = [
  'timestamp',
  'cpuCount',
  'cpuUsageUser',
  'cpuUsageSystem',
  'cpuUsageIowait',
  'cpuUsageIdle',
  'memoryUsedBytes',
  'memoryTotalBytes',
  'diskUsedBytes',
  'diskTotalBytes',
  'networkOutBytes',
  'networkInBytes',
  'diskReadBytes',
  'diskWriteBytes',
  'diskReadOpsCount',
  'diskWriteOpsCount',
].join();

/** How often a job with detailed metrics is measured. Footing: documented. */
export const metricsPeriodMs = 60_000;

const mega = 1024 ** 2;
const giga = 1024 ** 3;
/** Footing: observed for mem1 (7225 MB for 4 cores), else assumed from the instance types' names. */
const megabytesPerCore: Record<string, number> = {mem1: 1806, mem2: 3956, mem3: 7912, mem4: 15_824};

/** One measurement of a worker. */
export interface Measurement {
  /** The message of a METRICS line. Footing: documented form. */
  readonly text: string;
  /** The same as a CSV row, network and disk as totals since the start. Footing: documented columns. */
  readonly csv: string;
  /** The message of the older report that every job has. Footing: observed form. */
  readonly report: string;
}

/** Invents what a worker measures, one measurement after the other. */
export class WorkerMetrics {
  readonly #random: Random;
  readonly #cores: number;
  readonly #memoryMegabytes: number;
  readonly #diskGigabytes: number;
  #used = {memory: 0.05, disk: 0.08};
  #totals = {out: 0, in: 0, read: 0, written: 0, reads: 0, writes: 0};

  constructor(instanceType: string, seed: number) {
    this.#random = createRandom(seed);
    this.#cores = Number(/_x(\d{1,3})$/.exec(instanceType)?.[1] ?? 4);
    this.#memoryMegabytes = this.#cores * (megabytesPerCore[/mem\d/.exec(instanceType)?.[0] ?? ''] ?? 1806);
    this.#diskGigabytes = 40 + 24 * this.#cores;
  }

  measure(atMs: number): Measurement {
    const random = this.#random;
    const user = random.int(300, 9200) / 100;
    const system = random.int(0, Math.floor((100 - user) * 30)) / 100;
    const wait = random.int(0, Math.floor((100 - user - system) * 50)) / 100;
    const idle = Math.max(0, 100 - user - system - wait);
    this.#used.memory = Math.min(0.97, Math.max(0.03, this.#used.memory + random.int(-40, 60) / 1000));
    this.#used.disk = Math.min(0.96, this.#used.disk + random.int(0, 12) / 1000);
    const megabytesPerSecond = {
      in: random.int(0, 120),
      out: random.int(0, 9),
      read: random.int(0, 260),
      written: random.int(0, 180),
    };
    const perSecond = {reads: random.int(0, 900), writes: random.int(0, 1900)};
    const seconds = metricsPeriodMs / 1000;
    for (const key of ['in', 'out', 'read', 'written'] as const)
      this.#totals[key] += megabytesPerSecond[key] * mega * seconds;
    for (const key of ['reads', 'writes'] as const) this.#totals[key] += perSecond[key] * seconds;

    const memory = Math.round(this.#memoryMegabytes * this.#used.memory);
    const disk = Math.round(this.#diskGigabytes * this.#used.disk);
    const percent = [user, system, idle, wait].map((value) => Math.round(value)).join('/');
    const net = `Net: ${megabytesPerSecond.in}↓/${megabytesPerSecond.out}↑MBps`;
    const ram = `Memory: ${memory}/${this.#memoryMegabytes}MB`;
    const {in: bytesIn, out, read, written, reads, writes} = this.#totals;
    return {
      text: `** CPU usr/sys/idl/wai: ${percent}% (${this.#cores} cores) * ${ram} * Storage: ${disk}/${this.#diskGigabytes}GB * ${net} * Disk: r/w ${megabytesPerSecond.read}/${megabytesPerSecond.written} MBps iops r/w ${perSecond.reads}/${perSecond.writes}`,
      report: `CPU: ${Math.round(100 - idle)}% (${this.#cores} cores) * ${ram} * Storage: ${this.#diskGigabytes - disk}GB free * ${net}`,
      csv: [
        atMs,
        this.#cores,
        ...[user, system, wait, idle].map((value) => value.toFixed(2)),
        memory * mega,
        this.#memoryMegabytes * mega,
        disk * giga,
        this.#diskGigabytes * giga,
        out,
        bytesIn,
        read,
        written,
        reads,
        writes,
      ].join(),
    };
  }
}
