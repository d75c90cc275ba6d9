import {isTerminal, type ExecutionRecord, type Failure} from './execution-record.ts';
import {WorkerMetrics, metricsPeriodMs} from './log-metrics.ts';
import {toToolOutput, type ToolOutput} from './log-output.ts';
import type {LogLevel, LogSource, TimedLogEntry} from './logs.ts';
import {createRandom, type Random} from './random.ts';
import type {PlatformState} from './state.ts';
import {toCourse} from './work-profile.ts';

/** Footing: documented, "available for 15 days from the start of the job". */
const metricsLifeMs = 15 * 24 * 3_600_000;
/** Footing: observed at intervals of minutes; the period is assumed. */
const reportPeriodMs = 600_000;
const firstReportMs = 12_000;
/** A tool prints more often at first; this often in the end. Footing: assumed. */
const slowestOutputMs = 20_000;

const never = Number.POSITIVE_INFINITY;

/** A seed that depends on nothing but a text (FNV-1a). */
const toSeed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

const firstSetAt = (record: ExecutionRecord, states: ReadonlySet<string>): number | undefined =>
  record.wire.stateTransitions?.find(({newState}) => states.has(newState))?.setAt;

const runningStates = new Set(['running']);
const statesAfterCode = new Set([
  'debug_hold',
  'waiting_on_output',
  'restartable',
  'terminating',
  'done',
  'failed',
  'terminated',
]);

/** One of the things that write to a log: when it writes next, and what. */
interface Strand {
  dueMs: number;
  write(atMs: number): TimedLogEntry | undefined;
}

const toEntry = (timestamp: number, source: string, level: LogLevel, msg: string): TimedLogEntry => ({
  timestamp,
  source,
  level,
  msg,
});

/** Lines given one after the other with their distances. */
const toScript = (
  startMs: number,
  lines: readonly (readonly [number, string, LogLevel, string])[],
): Strand => {
  let index = 0;
  const strand: Strand = {
    dueMs: startMs + (lines[0]?.[0] ?? never),
    write: (atMs) => {
      const [, source, level, msg] = lines[index++] ?? [0, '', 'INFO' as const, ''];
      strand.dueMs = atMs + (lines[index]?.[0] ?? never);
      return toEntry(atMs, source, level, msg);
    },
  };
  return strand;
};

const toOutputStrand = (startMs: number, output: ToolOutput, random: Random): Strand => {
  let count = 0;
  const strand: Strand = {
    dueMs: startMs,
    write: (atMs) => {
      const msg = count === 0 ? output.heading : output.line(count, random, atMs);
      count += 1;
      const usualMs = Math.min(slowestOutputMs, 2_000 + (atMs - startMs) / 50);
      strand.dueMs = atMs + Math.round(usualMs * (0.6 + 0.8 * random.next()));
      return toEntry(atMs, 'APP', output.level, msg);
    },
  };
  return strand;
};

/** What the worker says of itself before the job's code runs. Footing: observed, reference section G.7. */
const toStartScript = (startedMs: number, hasKey: boolean): Strand =>
  toScript(startedMs, [
    [400, 'DX_APP', 'INFO', 'Logging initialized (priority)'],
    [2, 'DX_APP', 'INFO', 'Logging initialized (bulk)'],
    [900, 'DX_APP', 'INFO', 'Downloading bundled file resources.tar.gz'],
    ...(hasKey ? [[700, 'DX_APP', 'INFO', 'Setting SSH public key'] as const] : []),
  ]);

/** What comes before the tool's own lines. Footing: observed, reference section G.7. */
const toRunScript = (record: ExecutionRecord, runningMs: number): Strand =>
  toScript(runningMs, [
    [300, 'APP', 'STDOUT', 'dxpy/0.413.0 (Linux-5.15.0-1084-aws-x86_64-with-glibc2.31) Python/3.8.10'],
    [
      150,
      'APP',
      'STDOUT',
      `Invoking ${record.wire.function ?? 'main'} with ${JSON.stringify(record.wire.runInput ?? {})}`,
    ],
    [50, 'APP', 'STDOUT', `bash running (job ID ${record.id})`],
    [40, 'APP', 'STDERR', `+ ${toToolOutput(record.wire.executableName ?? '').command}`],
  ]);

/** Everything that its plan lets a try fail by. */
const plannedFailures = ({plan, try: tryNumber}: ExecutionRecord): readonly Failure[] => {
  const failing = plan?.failedTries?.[tryNumber];
  return [...(failing ? [failing] : []), ...(plan?.end.state === 'failed' ? [plan.end] : [])];
};

/**
 * The last words of a job that fails: what its tool says when the plan knows, else the message; then the platform's
 * own for failures that are not the job's. A program that decides speaks for itself. Footing: assumed.
 */
const toLastEntries = (record: ExecutionRecord, endedMs: number): TimedLogEntry[] => {
  const {debug} = record.wire;
  const reason = record.wire.failureReason ?? debug?.failureReason;
  const message = record.wire.failureMessage ?? debug?.failureMessage;
  if (reason === undefined || message === undefined || reason === 'JobTreeFailure') return [];
  const isCulprit = record.wire.failureFrom === undefined || record.wire.failureFrom.id === record.id;
  if (!isCulprit) return [];
  const planned = plannedFailures(record).find(({failureMessage}) => failureMessage === message);
  const isOwn = reason.startsWith('App');
  const words = planned?.lastWords ?? (isOwn && record.plan?.isDecidedByProgram !== true ? [message] : []);
  const entries = words.map((text) => toEntry(endedMs, 'APP', 'STDERR', text));
  return isOwn ? entries : [...entries, toEntry(endedMs, 'SYSTEM', 'ERROR', `${reason}: ${message}`)];
};

/**
 * The log of one try of a job as its life implies it: start-up, resource reports, metrics, the tool's output as
 * long as no program of the job writes its own, and the last words. The same job has the same lines every time.
 */
class JobLogSource {
  readonly #state: PlatformState;
  readonly #jobId: string;
  readonly #jobTry: number;
  #worker: Strand[] = [];
  #code: Strand[] = [];
  #isStarted = false;
  #isRunning = false;
  #hasEnded = false;

  constructor(state: PlatformState, jobId: string, jobTry: number) {
    this.#state = state;
    this.#jobId = jobId;
    this.#jobTry = jobTry;
  }

  *pull(untilMs: number, hasWritten: boolean): Generator<TimedLogEntry> {
    const record = this.#state.executions.getTry(this.#jobId, this.#jobTry);
    const hasOwnOutput = hasWritten || record?.plan?.isDecidedByProgram === true;
    const startedMs = record?.wire.startedRunning;
    if (record === undefined || startedMs === undefined) return;
    const stoppedMs = record.wire.stoppedRunning ?? (isTerminal(record) ? record.wire.modified : undefined);
    const codeEndMs = firstSetAt(record, statesAfterCode) ?? stoppedMs ?? never;
    this.#begin(record, startedMs, untilMs, codeEndMs);
    yield* this.#play(Math.min(untilMs, codeEndMs), [...this.#worker, ...this.#code], hasOwnOutput);
    if (codeEndMs <= untilMs && !this.#hasEnded) {
      this.#hasEnded = true;
      yield* toLastEntries(record, codeEndMs);
    }
    yield* this.#play(Math.min(untilMs, stoppedMs ?? never), this.#worker, hasOwnOutput);
  }

  /** Makes the strands as the job gets to them. */
  #begin(record: ExecutionRecord, startedMs: number, untilMs: number, codeEndMs: number): void {
    const {wire} = record;
    const name = `${record.id} ${record.try}`;
    if (!this.#isStarted) {
      this.#isStarted = true;
      const hasKey = this.#state.users.get(wire.launchedBy ?? '')?.sshPublicKey !== undefined;
      this.#worker.push(toStartScript(startedMs, hasKey));
    }
    const runningMs = firstSetAt(record, runningStates) ?? (codeEndMs < never ? startedMs : undefined);
    if (this.#isRunning || runningMs === undefined) return;
    this.#isRunning = true;
    const toMetrics = (seed: string) =>
      new WorkerMetrics(wire.instanceType ?? '', toCourse(record), runningMs, toSeed(`${seed} ${name}`));
    const metrics = toMetrics('metrics');
    const report: Strand = {
      dueMs: runningMs + firstReportMs,
      write: (atMs) => {
        report.dueMs = atMs + reportPeriodMs;
        return toEntry(atMs, 'DX_APP', 'INFO', metrics.measure(atMs).report);
      },
    };
    this.#worker.push(report);
    if (wire.detailedJobMetrics === true && untilMs < startedMs + metricsLifeMs)
      this.#worker.push(toMetricsStrand(runningMs, toMetrics('detailed')));
    const output = toToolOutput(wire.executableName ?? '');
    this.#code.push(
      toRunScript(record, runningMs),
      toOutputStrand(runningMs + 1_500, output, createRandom(toSeed(name))),
    );
  }

  *#play(untilMs: number, strands: readonly Strand[], hasOwnOutput: boolean): Generator<TimedLogEntry> {
    for (;;) {
      let next: Strand | undefined;
      for (const strand of strands) if (strand.dueMs < (next?.dueMs ?? never)) next = strand;
      if (next === undefined || next.dueMs > untilMs) return;
      const entry = next.write(next.dueMs);
      if (entry && !(hasOwnOutput && entry.source === 'APP')) yield entry;
    }
  }
}

const toMetricsStrand = (startMs: number, metrics: WorkerMetrics): Strand => {
  const strand: Strand = {
    dueMs: startMs + metricsPeriodMs,
    write: (atMs) => {
      strand.dueMs = atMs + metricsPeriodMs;
      const {text, csv} = metrics.measure(atMs);
      return {...toEntry(atMs, 'SYSTEM', 'METRICS', text), csv};
    },
  };
  return strand;
};

/** Makes the sources of a platform's logs. */
export const createLogSources =
  (state: PlatformState) =>
  (jobId: string, jobTry: number): LogSource => {
    const source = new JobLogSource(state, jobId, jobTry);
    return (untilMs, hasOwnOutput) => source.pull(untilMs, hasOwnOutput);
  };
