import type {ExecutionRecord} from './execution-record.ts';

/** How a kind of work uses its machine while it computes; shares are of what there is, from 0 to 1. */
interface Usage {
  /** Of all cores: the tool's own time, and time spent waiting for disks. */
  readonly cpu: number;
  readonly wait: number;
  readonly memory: number;
  /** How long memory takes to fill up to that, in milliseconds: a genome index, a heap. */
  readonly loadMs: number;
  /** Storage in the end. */
  readonly disk: number;
  /** Megabytes per second. */
  readonly read: number;
  readonly written: number;
}

const minuteMs = 60_000;
/** Inputs are fetched during this share of the time, at most for so long. */
const fetchShare = 0.1;
const longestFetchMs = 8 * minuteMs;
/** Of a job whose end is not planned: when half of the way is behind it. */
const openEndedMs = 60 * minuteMs;

/** By a pattern of the executable's name. Footing: assumed, of the order of magnitude of the real tools. */
const usages: readonly (Usage & {pattern: RegExp})[] = [
  {
    pattern: /^star_|rnaseq/,
    cpu: 0.93,
    wait: 0.03,
    memory: 0.78,
    loadMs: 3 * minuteMs,
    disk: 0.4,
    read: 160,
    written: 90,
  },
  {
    pattern: /^salmon|^fastqc|^multiqc/,
    cpu: 0.7,
    wait: 0.05,
    memory: 0.3,
    loadMs: minuteMs,
    disk: 0.2,
    read: 110,
    written: 6,
  },
  {
    pattern: /^gatk_|mutect|^glimpse|vep|bcftools|plink|regenie/,
    cpu: 0.58,
    wait: 0.02,
    memory: 0.46,
    loadMs: 10 * minuteMs,
    disk: 0.33,
    read: 24,
    written: 9,
  },
  {
    pattern: /^deepvariant/,
    cpu: 0.88,
    wait: 0.01,
    memory: 0.55,
    loadMs: 4 * minuteMs,
    disk: 0.35,
    read: 60,
    written: 70,
  },
  {
    pattern: /^maxquant|^thermo|^ptm|^perseus/,
    cpu: 0.64,
    wait: 0.16,
    memory: 0.6,
    loadMs: 20 * minuteMs,
    disk: 0.58,
    read: 190,
    written: 150,
  },
  {
    pattern: /^cellranger|^seurat|^scvi/,
    cpu: 0.82,
    wait: 0.07,
    memory: 0.72,
    loadMs: 15 * minuteMs,
    disk: 0.62,
    read: 140,
    written: 160,
  },
  {
    pattern: /^hail|spark|^glow|^dask/,
    cpu: 0.74,
    wait: 0.05,
    memory: 0.83,
    loadMs: 6 * minuteMs,
    disk: 0.3,
    read: 85,
    written: 60,
  },
  // Somebody sits there and thinks.
  {
    pattern: /workstation|^nf_|nextflow/,
    cpu: 0.02,
    wait: 0,
    memory: 0.08,
    loadMs: minuteMs,
    disk: 0.11,
    read: 0,
    written: 0.2,
  },
];

const plainUsage: Usage = {
  cpu: 0.45,
  wait: 0.04,
  memory: 0.35,
  loadMs: 5 * minuteMs,
  disk: 0.25,
  read: 40,
  written: 20,
};

/** What a worker is busy with at a moment, before chance plays on it. */
export interface Load {
  readonly cpu: number;
  readonly wait: number;
  /** Shares of the machine's memory and storage. */
  readonly memory: number;
  readonly disk: number;
  /** Megabytes per second. */
  readonly netIn: number;
  readonly netOut: number;
  readonly read: number;
  readonly written: number;
}

/** The load of a worker so long after its job's code began, in milliseconds. */
export type Course = (elapsedMs: number) => Load;

/** What a message of the failure that is planned says is going to run out. */
const toShortage = (message: string): 'memory' | 'disk' | undefined => {
  if (/out of memory|OutOfMemory/i.test(message)) return 'memory';
  return /no space left/i.test(message) ? 'disk' : undefined;
};

/** What a machine does that is kept although its job's code is over. */
const quiet = {cpu: 0.01, wait: 0, netIn: 0, netOut: 0, read: 0, written: 0.1} as const;

const toDisk = (shortage: 'memory' | 'disk' | undefined, disk: number, progress: number): number =>
  shortage === 'disk' ? disk + (0.995 - disk) * progress : disk;

const toRise = (share: number): number => Math.min(1, Math.max(0, share));

/**
 * How the machine of a job's present try is used as time goes by: inputs are fetched, memory fills, storage grows,
 * and what the planned failure says ran out really runs out.
 */
export const toCourse = ({wire, plan, try: tryNumber}: ExecutionRecord): Course => {
  const usage = usages.find(({pattern}) => pattern.test(wire.executableName ?? '')) ?? plainUsage;
  const failing = plan?.failedTries?.[tryNumber];
  const runMs = failing?.runMs ?? plan?.runMs ?? Number.POSITIVE_INFINITY;
  const failure = failing ?? (plan?.end.state === 'failed' ? plan.end : undefined);
  const shortage = toShortage(failure?.failureMessage ?? '');
  const fetchMs = Math.min(longestFetchMs, fetchShare * (Number.isFinite(runMs) ? runMs : openEndedMs));
  return (elapsedMs) => {
    const progress = Number.isFinite(runMs)
      ? toRise(elapsedMs / runMs)
      : elapsedMs / (elapsedMs + openEndedMs);
    const isFetching = usage.read > 0 && elapsedMs < fetchMs;
    const isStoring = failure === undefined && Number.isFinite(runMs) && progress > 0.95;
    const isOver = elapsedMs > runMs;
    const loaded = toRise((elapsedMs - fetchMs) / usage.loadMs);
    const memory = 0.04 + (usage.memory - 0.04) * loaded;
    const fetched = toRise(elapsedMs / fetchMs);
    const disk = 0.07 + (usage.disk - 0.07) * (0.4 * fetched + 0.6 * progress);
    if (isOver) return {...quiet, memory: 0.05, disk: toDisk(shortage, disk, 1)};
    return {
      cpu: isFetching ? 0.12 : usage.cpu,
      wait: isFetching ? 0.08 : usage.wait,
      memory: shortage === 'memory' ? memory + (0.985 - memory) * progress ** 2 : memory,
      disk: toDisk(shortage, disk, progress),
      netIn: isFetching ? 210 : 0,
      netOut: isStoring ? 95 : 0,
      read: isFetching ? 4 : usage.read,
      written: isFetching ? 190 : usage.written,
    };
  };
};
