import type {WireAnalysis} from '../wire/analysis.ts';
import type {WireJob} from '../wire/job.ts';
import type {EmulatorControl, JobEnd, LinkOrder} from './control.ts';
import {describeFully} from './describe-execution.ts';
import {entityNotFound} from './errors.ts';
import {isAttachable, type ExecutionRecord, type StoredFields} from './execution-record.ts';
import type {FaultQueue} from './faults.ts';
import type {Life} from './life.ts';
import type {LogStore} from './logs.ts';
import type {RequestLog} from './request-log.ts';
import type {PlatformState} from './state.ts';
import type {WorkerPool} from './worker-pool.ts';
import type {Worker} from './workers/worker.ts';

/** What the control acts on. */
export interface ControlParts {
  state: PlatformState;
  life: Life;
  pool: WorkerPool;
  faults: FaultQueue;
  requestLog: RequestLog;
  logs: LogStore;
  restartLogs: () => void;
  advance: () => number;
  setLatencyMs: (ms: number) => void;
  moveClock: (ms: number) => void;
}

const toRecordParts = (job: Partial<WireJob>): {wire: StoredFields; identity: Partial<ExecutionRecord>} => {
  const {id, class: _class, created, try: tryNumber, ...wire} = job;
  const identity = {
    ...(id !== undefined && {id}),
    ...(created !== undefined && {created}),
    ...(typeof tryNumber === 'number' && {try: tryNumber}),
  };
  return {wire, identity};
};

const addJob = async (
  parts: ControlParts,
  job: Partial<WireJob> & {sshAfterMs?: number},
): Promise<string> => {
  const {state, life, pool} = parts;
  const nowMs = parts.advance();
  const {sshAfterMs = 0, ...fields} = job;
  const {wire, identity} = toRecordParts(fields);
  const jobState = wire.state ?? 'running';
  const isAlive = jobState === 'running' || jobState === 'debug_hold';
  const record = life.place(
    'job',
    {
      name: 'test job',
      executable: [...state.executables.values()].find((item) => item.class === 'applet')?.id ?? '',
      executableName: 'test_applet',
      allowSSH: [state.clientIp],
      instanceType: 'mem1_ssd1_v2_x4',
      stateTransitions: isAlive
        ? [
            {newState: 'runnable', setAt: nowMs},
            {newState: jobState, setAt: nowMs},
          ]
        : [],
      ...(isAlive && {startedRunning: nowMs}),
      ...wire,
      state: jobState,
    },
    identity,
  );
  if (!isAttachable(record)) return record.id;
  if (sshAfterMs > 0) {
    life.timeline.schedule(nowMs + sshAfterMs, () => life.wantWorker(record));
  } else {
    record.wantsWorker = true;
    await pool.open(record);
  }
  return record.id;
};

const endJob = (parts: ControlParts, record: ExecutionRecord, end: JobEnd): void => {
  if (end.state === 'failed') {
    const {failureReason = 'AppError', failureMessage = 'The job failed'} = end;
    parts.life.finish(record, {state: 'failed', failureReason, failureMessage});
  } else {
    if (end.state === 'terminated') parts.life.enter(record, 'terminating');
    parts.life.finish(record, {state: end.state, ...(end.output && {output: end.output})});
  }
};

const restartJob = async (parts: ControlParts, record: ExecutionRecord): Promise<void> => {
  const {life, pool} = parts;
  const plan = record.plan;
  delete record.plan;
  record.wire.failureReason = 'UnresponsiveWorker';
  record.wire.failureMessage = 'The worker stopped responding';
  life.enter(record, 'restartable');
  life.jobs.restart(record);
  record.wire.startedRunning = life.timeline.currentMs;
  life.enter(record, 'running');
  // From here on the job lives as it was planned, with another machine.
  if (plan) record.plan = plan;
  record.wantsWorker = true;
  await pool.settle();
  await pool.open(record);
};

const orderLinks = (worker: Worker, order: LinkOrder): void => {
  if (order.how === 'stall') worker.stallLinks();
  else if (order.how === 'heal') worker.healLinks();
  else if (order.how === 'slow') worker.slowLinks(order.ms);
  else worker.cutLinks(order.how);
};

const requireState = (record: ExecutionRecord, state: string): ExecutionRecord => {
  if (record.wire.state === state) return record;
  throw new Error(`${record.id} is not ${state} but ${String(record.wire.state)}`);
};

const holdJob = (
  {life}: ControlParts,
  record: ExecutionRecord,
  failure: {failureReason?: string; failureMessage?: string},
): void => {
  requireState(record, 'running');
  const {failureReason = 'AppError', failureMessage = 'The job failed'} = failure;
  life.jobs.hold(record, {state: 'failed', failureReason, failureMessage});
};

/** Creates the control of one emulator. */
export const createControl = (parts: ControlParts): EmulatorControl => {
  const {state, life, pool, faults, requestLog} = parts;
  const require = (id: string): ExecutionRecord => {
    parts.advance();
    const record = state.executions.get(id);
    if (record === undefined) throw entityNotFound(id);
    return record;
  };
  return {
    addJob: (job = {}) => addJob(parts, job),
    addApp: (app = {}) => {
      const id = `app-${String(state.executables.size).padStart(24, 'A')}`;
      state.executables.set(id, {name: 'test_app', ...app, id, class: 'app'});
      return id;
    },
    findJob: (name) => {
      parts.advance();
      for (const record of state.executions.newestFirst()) if (record.wire.name === name) return record.id;
      throw new Error(`there is no execution with the name ${JSON.stringify(name)}`);
    },
    execution: (id) =>
      describeFully(state, require(id), parts.advance()) as unknown as WireJob | WireAnalysis,
    update: (id, changes) => {
      const record = require(id);
      const {wire} = toRecordParts(changes);
      const {state: newState, ...others} = wire;
      Object.assign(record.wire, others, {modified: life.timeline.currentMs});
      if (newState === undefined || newState === record.wire.state) return;
      record.epoch += 1;
      record.wire.state = newState;
      const transition = {newState, setAt: life.timeline.currentMs};
      if (!others.stateTransitions)
        record.wire.stateTransitions = [...(record.wire.stateTransitions ?? []), transition];
    },
    endJob: (id, end) => endJob(parts, require(id), end),
    restartJob: (id) => restartJob(parts, require(id)),
    holdJob: (id, failure = {}) => holdJob(parts, require(id), failure),
    interruptSpot: (id) => life.jobs.interruptSpot(requireState(require(id), 'running')),
    silenceWorker: (id) => life.jobs.loseWorker(requireState(require(id), 'running')),
    wakeWorker: (id) => {
      const record = requireState(require(id), 'unresponsive');
      life.jobs.run(record);
      if (record.plan === undefined) life.wantWorker(record);
    },
    orderLinks: (order, jobId) => {
      for (const worker of pool.all(jobId)) orderLinks(worker, order);
    },
    changeHostKey: (jobId, {publish = false} = {}) => {
      const {wire} = require(jobId);
      const worker = pool.get(jobId);
      if (worker === undefined) throw new Error(`${jobId} has no worker`);
      worker.changeHostKey();
      if (publish) wire.sshHostKey = worker.hostKey;
      return worker.hostKey;
    },
    advanceClock: (ms) => {
      parts.moveClock(ms);
      parts.advance();
    },
    remove: (id) => {
      require(id).epoch += 1;
      pool.release(id);
      state.executions.remove(id);
      parts.logs.remove(id);
    },
    setLatencyMs: parts.setLatencyMs,
    failNext: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    limitRate: (limit) => faults.limitRate(limit),
    setSpending: (left, spent) => {
      for (const org of state.orgs.values()) {
        org.estSpendingLimitLeft = left;
        if (spent !== undefined)
          Object.assign(org, {computeCharges: spent, storageCharges: 0, dataEgressCharges: 0});
      }
    },
    setClientIp: (ip) => {
      state.clientIp = ip;
    },
    requests: () => requestLog.all(),
    log: (jobId, entry) => {
      const {try: jobTry} = require(jobId);
      parts.logs.append(jobId, {jobTry, ...entry});
    },
    restartLogs: parts.restartLogs,
    worker: (jobId) => pool.get(jobId),
    settle: async () => {
      parts.advance();
      await pool.settle();
    },
  };
};
