import {createRandom, type Random} from './random.ts';
import {toInstanceTraits} from './run/instance-types.ts';
import type {Course} from './work-profile.ts';

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
/** What a tool sees of a machine's memory. Footing: observed for mem1 (7225 MB of 8 GiB) and mem3 (31649 MB of 32 GiB). */
const memoryShare: Record<string, number> = {mem1: 0.882};
const usualMemoryShare = 0.9659;
/** What is left of the storage for files. Footing: observed, 142 GB of 150. */
const storageShare = 0.947;

/** One measurement of a worker. */
export interface Measurement {
  /** The message of a METRICS line. Footing: documented form. */
  readonly text: string;
  /** The same as a CSV row, network and disk as totals since the start. Footing: documented columns. */
  readonly csv: string;
  /** The message of the older report that every job has. Footing: observed form. */
  readonly report: string;
}

/** The rates of one measurement, in megabytes per second. */
interface Rates {
  readonly in: number;
  readonly out: number;
  readonly read: number;
  readonly written: number;
}

/** Files are read and written in pieces of this many bytes. Footing: assumed. */
const bytesPerOperation = 128 * 1024;

/** Invents what a worker measures, one measurement after the other, along the course of its work. */
export class WorkerMetrics {
  readonly #random: Random;
  readonly #course: Course;
  readonly #startMs: number;
  readonly #cores: number;
  readonly #memoryMegabytes: number;
  readonly #diskGigabytes: number;
  /** Busy and quiet stretches last for a while. */
  #mood = 1;
  #totals = {out: 0, in: 0, read: 0, written: 0, reads: 0, writes: 0};

  /** `startMs` is when the job's code began. */
  constructor(instanceType: string, course: Course, startMs: number, seed: number) {
    this.#random = createRandom(seed);
    this.#course = course;
    this.#startMs = startMs;
    const {cores, memoryGiB, storageGB} = toInstanceTraits(instanceType);
    this.#cores = cores;
    const share = memoryShare[instanceType.slice(0, 4)] ?? usualMemoryShare;
    this.#memoryMegabytes = Math.round(memoryGiB * 1024 * share);
    this.#diskGigabytes = Math.round(storageGB * storageShare);
  }

  measure(atMs: number): Measurement {
    const load = this.#course(atMs - this.#startMs);
    this.#mood = 0.6 * this.#mood + 0.4 * (0.75 + 0.5 * this.#random.next());
    const user = toPercent(Math.min(0.97, load.cpu * this.#mood));
    const system = toPercent(Math.min(1 - user / 100, 0.01 + 0.05 * load.cpu * this.#random.next()));
    const wait = toPercent(Math.min(1 - (user + system) / 100, load.wait * 2 * this.#random.next()));
    const idle = Math.max(0, 100 - user - system - wait);
    const rates = {
      in: this.#vary(load.netIn),
      out: this.#vary(load.netOut),
      read: this.#vary(load.read),
      written: this.#vary(load.written),
    };
    this.#count(rates);

    const memory = Math.round(this.#memoryMegabytes * Math.min(0.99, load.memory * this.#around(0.02)));
    const disk = Math.round(this.#diskGigabytes * load.disk);
    const percent = [user, system, idle, wait].map((value) => Math.round(value)).join('/');
    const net = `Net: ${Math.round(rates.in)}↓/${Math.round(rates.out)}↑MBps`;
    const ram = `Memory: ${memory}/${this.#memoryMegabytes}MB`;
    const operations = `${toOperations(rates.read)}/${toOperations(rates.written)}`;
    const {in: bytesIn, out, read, written, reads, writes} = this.#totals;
    return {
      text: `** CPU usr/sys/idl/wai: ${percent}% (${this.#cores} cores) * ${ram} * Storage: ${disk}/${this.#diskGigabytes}GB * ${net} * Disk: r/w ${Math.round(rates.read)}/${Math.round(rates.written)} MBps iops r/w ${operations}`,
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

  /** A factor near 1. */
  #around(spread: number): number {
    return 1 + spread * (2 * this.#random.next() - 1);
  }

  #vary(rate: number): number {
    return Math.max(0, rate * this.#mood * this.#around(0.35));
  }

  #count(rates: Rates): void {
    const seconds = metricsPeriodMs / 1000;
    for (const key of ['in', 'out', 'read', 'written'] as const)
      this.#totals[key] += Math.round(rates[key] * mega) * seconds;
    this.#totals.reads += toOperations(rates.read) * seconds;
    this.#totals.writes += toOperations(rates.written) * seconds;
  }
}

const toPercent = (share: number): number => Math.round(share * 10_000) / 100;

const toOperations = (megabytesPerSecond: number): number =>
  Math.round((megabytesPerSecond * mega) / bytesPerOperation);
