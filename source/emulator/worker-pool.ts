import {isAttachable, type ExecutionRecord} from './execution-record.ts';
import {isAllowedBy} from './firewall.ts';
import type {PlatformState} from './state.ts';
import {toBanner} from './worker-banner.ts';
import {toJobFiles} from './worker-files.ts';
import {workstationCommands} from './workers/commands.ts';
import type {ProgramEnd, ProgramStream} from './workers/job-program.ts';
import {createWorker, type Worker} from './workers/worker.ts';

/** What the workers of one emulator share. */
export interface WorkerPoolOptions {
  state: PlatformState;
  runDirectory: string;
  useTmux: boolean;
  /** Variables of the emulator's API for the worker of a job. */
  toEnvironment: (record: ExecutionRecord) => Record<string, string>;
  now: () => number;
  /** A job's program has written a line. */
  onProgramLine?: (record: ExecutionRecord, stream: ProgramStream, line: string) => void;
  /** The program of a job's present try has ended. */
  onProgramEnd?: (record: ExecutionRecord, end: ProgramEnd) => void;
  /** Somebody on the worker ended a held job. */
  onHoldEnd?: (record: ExecutionRecord) => void;
}

/** The machines of one try of one job: the driver first, then the other nodes of a cluster. */
interface Machines {
  readonly record: ExecutionRecord;
  readonly tryNumber: number;
  /** What failed when they could not be started. */
  error?: Error;
  workers: Worker[];
  ready: Promise<void>;
}

/**
 * One SSH worker, or a cluster of them, for each job that wants one.
 *
 * Host, port and host key show in the job's describe only when its workers listen. Everything it starts is
 * closed when the job leaves its worker, and by `close`.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #machines = new Map<string, Machines>();
  readonly #wanted = new Set<ExecutionRecord>();
  readonly #closing = new Set<Promise<void>>();
  /** What went wrong when workers were closed, for `close` to report. */
  readonly #failures: unknown[] = [];
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** The driver's worker of a job, once it listens. */
  get(jobId: string): Worker | undefined {
    return this.#machines.get(jobId)?.workers[0];
  }

  /** Every worker that listens, of one job or of all. */
  all(jobId?: string): Worker[] {
    return [...this.#machines].flatMap(([id, {workers}]) =>
      jobId === undefined || id === jobId ? workers : [],
    );
  }

  /** Notes that a job wants its workers; `openWanted` starts them. */
  want(record: ExecutionRecord): void {
    this.#wanted.add(record);
  }

  /** Starts what is still wanted: after a long sleep most of the jobs that wanted a worker meanwhile are over. */
  openWanted(): void {
    for (const record of this.#wanted) {
      // A worker that cannot be started leaves its job without a host, as a slow one does; `addJob` says why.
      if (record.wantsWorker) void this.open(record).catch(() => undefined);
    }
    this.#wanted.clear();
  }

  /** Starts a job's workers; ready or failed when the promise is fulfilled. Rejects when they cannot be started. */
  async open(record: ExecutionRecord): Promise<void> {
    if (this.#isClosed) return;
    let machines = this.#machines.get(record.id);
    if (machines === undefined) {
      machines = {record, tryNumber: record.try, workers: [], ready: Promise.resolve()};
      this.#machines.set(record.id, machines);
      machines.ready = this.#start(machines);
    }
    await machines.ready;
    if (machines.error) throw machines.error;
  }

  /** Closes a job's workers; does not wait. */
  release(jobId: string): void {
    const machines = this.#machines.get(jobId);
    if (machines === undefined) return;
    this.#machines.delete(jobId);
    const closing = machines.ready
      .then(async () => {
        await Promise.all(machines.workers.map((worker) => worker.close()));
      })
      .catch((error: unknown) => {
        this.#failures.push(error);
      })
      .then(() => {
        this.#closing.delete(closing);
      });
    this.#closing.add(closing);
  }

  /** Waits until every worker that was asked for listens or has failed, and every released one is gone. */
  async settle(): Promise<void> {
    await Promise.all([...this.#machines.values()].map(({ready}) => ready));
    await Promise.all(this.#closing);
  }

  /** Closes all workers. Safe to call twice. Rejects when something of one could not be ended or removed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const jobId of [...this.#machines.keys()]) this.release(jobId);
    await this.settle();
    if (this.#failures.length > 0) throw new AggregateError(this.#failures, 'a worker could not be closed');
  }

  /** Never rejects: a failure is kept for those who ask with `open`. */
  async #start(machines: Machines): Promise<void> {
    const {record} = machines;
    const count = 1 + (record.plan?.clusterNodes ?? 0);
    try {
      for (let index = 0; index < count; index++)
        machines.workers.push(await this.#createWorker(machines, index));
    } catch (error) {
      machines.error = error instanceof Error ? error : new Error(String(error));
      return;
    }
    if (this.#isCurrent(machines) && isAttachable(record)) publish(record, machines.workers);
  }

  async #createWorker(machines: Machines, index: number): Promise<Worker> {
    const {state, runDirectory, useTmux, toEnvironment, now, onProgramLine} = this.#options;
    const {record} = machines;
    const {program, files} = toJobFiles(state, record, now());
    return createWorker({
      jobId: record.id,
      runDirectory,
      useTmux,
      banner: toBanner(state, record, now()),
      environment: toEnvironment(record),
      authorizedKeys: () => {
        // Footing: documented, only the user who launched a job may log in, with the key of the account.
        const key = state.users.get(record.wire.launchedBy ?? '')?.sshPublicKey;
        return key === undefined || isClosedApp(state, record) ? [] : [key];
      },
      isAllowed: () => isAttachable(record) && isAllowedBy(record.wire.allowSSH, state.clientIp),
      files,
      // Footing: documented, these come with the app of that name.
      ...(record.wire.executableName === 'cloud_workstation' && {commands: workstationCommands}),
      // The other nodes of a cluster have nothing to run.
      ...(program !== undefined && index === 0 && {program}),
      onProgramLine: (stream, line) => {
        if (this.#isCurrent(machines)) onProgramLine?.(record, stream, line);
      },
      onProgramEnd: (end) => void this.#endProgram(machines, end),
    });
  }

  #isCurrent(machines: Machines): boolean {
    return this.#machines.get(machines.record.id) === machines && machines.record.try === machines.tryNumber;
  }

  /** Tells that a program has ended, and keeps the worker busy when its job is held because of that. */
  async #endProgram(machines: Machines, end: ProgramEnd): Promise<void> {
    const {onProgramEnd, onHoldEnd} = this.#options;
    const {record, ready} = machines;
    await ready;
    if (!this.#isCurrent(machines)) return;
    onProgramEnd?.(record, end);
    const isHeld = record.wire.state === 'debug_hold' && this.#isCurrent(machines);
    // A scripted job is held whatever its program does, and is not ended by it.
    if (!isHeld || record.plan?.isDecidedByProgram !== true) return;
    await machines.workers[0]?.program?.hold(end.isHeld, () => {
      if (this.#isCurrent(machines)) onHoldEnd?.(record);
    });
  }
}

/** Footing: documented, nobody but its developers logs in to the jobs of an app that is not open source. */
const isClosedApp = (state: PlatformState, {wire}: ExecutionRecord): boolean => {
  const executable = state.executables.get(wire.executable ?? '');
  return executable?.openSource === false && executable.isDeveloperFor !== true;
};

/** Footing: documented, an OpenSSH public key line with its newline, the port an integer. */
const publish = (record: ExecutionRecord, workers: readonly Worker[]): void => {
  const [driver, ...nodes] = workers;
  if (driver === undefined) return;
  record.wire.host = driver.host;
  record.wire.sshPort = driver.port;
  record.wire.sshHostKey = driver.hostKey;
  if (nodes.length === 0) return;
  record.wire.clusterSlaves = nodes.map(({host, port, hostKey}, index) => ({
    host,
    internalIP: `10.0.3.${index + 11}`,
    sshPort: port,
    sshHostKey: hostKey,
  }));
};
