import type {WireAnalysis} from '../wire/analysis.ts';
import type {WireExecutable} from '../wire/executable.ts';
import type {WireJob} from '../wire/job.ts';
import type {Fault, RateLimit} from './faults.ts';
import type {LogEntry} from './logs.ts';
import type {SeenRequest} from './request-log.ts';
import type {Worker} from './workers/worker.ts';

/** How a job is to end. */
export interface JobEnd {
  state: 'done' | 'failed' | 'terminated';
  /** What it gives when it is done; nothing when absent. */
  output?: Record<string, unknown>;
  failureReason?: string;
  failureMessage?: string;
}

/** What can be done to the links of workers: `reset` and `close` cut them, `slow` delays what passes. */
export type LinkOrder = {how: 'reset' | 'close' | 'stall' | 'heal'} | {how: 'slow'; ms: number};

/**
 * What tests, benchmarks and the demo do to an emulator in the same process. None of it can be reached through
 * the API's port.
 */
export interface EmulatorControl {
  /**
   * Adds a running job with a worker that can be reached at once, or after `sshAfterMs`; returns its ID.
   *
   * The job is the account's own in the selected project and lets the current client IP in, unless `job` says
   * otherwise: `allowSSH: []` is a closed firewall. With a `state` other than `running` or `debug_hold` it has
   * no worker. It stays as it is until told otherwise. Rejects when the worker cannot be started.
   */
  addJob(job?: Partial<WireJob> & {sshAfterMs?: number}): Promise<string>;
  /** Adds an app, open source and by the account itself unless `app` says otherwise; returns its ID, for `addJob`. */
  addApp(app?: Partial<WireExecutable>): string;
  /** The ID of the newest execution with exactly this name; throws when there is none. */
  findJob(name: string): string;
  /** The current describe with every field, those on request included; throws when there is no such execution. */
  execution(id: string): WireJob | WireAnalysis;
  /**
   * Sets fields directly. A new `state` becomes a transition as well, and what the job had planned is dropped.
   * The worker stays as it is; `endJob` is what ends one.
   */
  update(id: string, changes: Partial<WireJob>): void;
  /** Ends a job now, with all that follows for its tree; its worker's links close. */
  endJob(id: string, end: JobEnd): void;
  /** Fails the job's try and brings up the next one: new worker, new port, new host key. Ready when fulfilled. */
  restartJob(id: string): Promise<void>;
  /**
   * The cloud takes the machine of a running job back: the next try queues when the job's policy says so, else the
   * job fails. Throws unless the job is running, as the next two do unless it is as they say.
   */
  interruptSpot(id: string): void;
  /** The worker of a running job falls silent: `unresponsive`, and ten minutes later its try has failed. */
  silenceWorker(id: string): void;
  /** The worker of an unresponsive job is heard again: the job runs on, on a machine with a new address. */
  wakeWorker(id: string): void;
  /** Puts a running job into debug hold, as if it had failed for this reason (`AppError`), until the hold expires. */
  holdJob(id: string, failure?: {failureReason?: string; failureMessage?: string}): void;
  /** Does this to the links of a job's workers, those of a cluster's nodes included, or to all links. */
  orderLinks(order: LinkOrder, jobId?: string): void;
  /**
   * The driver's worker shows another host key from now on; the job's describe shows the old one unless it is to
   * be published. Returns the new key.
   */
  changeHostKey(jobId: string, options?: {publish?: boolean}): string;
  /** Lets the platform's clock jump ahead; everything that is due happens. */
  advanceClock(ms: number): void;
  /** The execution vanishes: 404 from now on. */
  remove(id: string): void;
  /** Every reply waits this long; it still tells what was true when it was asked for. */
  setLatencyMs(ms: number): void;
  /**
   * Makes the next `count` (1) matching calls fail. Orders are served in their sequence.
   *
   * `status` an error reply (500); `reset` a TCP reset; `hang` no reply ever; `html` a gateway's page (502);
   * `badJson` broken JSON; `wrongTypes` every other row, or the whole reply, with other types and a `__proto__`;
   * `truncate` half of the announced bytes; `drip` a byte each 100 ms; `huge` 100 MB, compressed if accepted.
   */
  failNext(fault: Fault): void;
  clearFaults(): void;
  /** From now on more calls a second than this are refused with 503 and Retry-After; undefined ends that. */
  limitRate(limit: RateLimit | undefined): void;
  /** Writes into a job's log, that of its latest try unless the entry says otherwise. */
  log(jobId: string, entry: LogEntry): void;
  /** Closes every log stream with code 1001, as a platform that restarts does. */
  restartLogs(): void;
  /** Sets what the organization that pays for the lab's projects may still spend, and what it has spent; `null` is no limit. */
  setSpending(left: number | null, spent?: number): void;
  /** What whoami reports, and the address that workers compare with `allowSSH`; 127.0.0.1 at first. */
  setClientIp(ip: string): void;
  /** The API calls seen, oldest first, the latest 10,000. Refused ones (no token, foreign Host …) are not among them. */
  requests(): readonly SeenRequest[];
  /** The worker of a job (of a cluster: the driver's), once it listens. */
  worker(jobId: string): Worker | undefined;
  /** Runs everything that is due by now, and waits for workers to come and go. Calls to the API do the first part by themselves. */
  settle(): Promise<void>;
}
