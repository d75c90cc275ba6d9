import type {WireCurrency} from '../wire/job.ts';
import {isTerminal, type ExecutionRecord} from './execution-record.ts';
import type {ExecutionStore} from './execution-store.ts';
import {defaultInstanceType} from './run/instance-types.ts';

/** US dollars, as the platform describes them. Footing: documented, describe of a job. */
export const dollars: WireCurrency = {
  dxCode: 0,
  code: 'USD',
  symbol: '$',
  symbolPosition: 'left',
  decimalSymbol: '.',
  groupingSymbol: ',',
};

/** Dollars per core and hour by memory class. Footing: assumed, of the right order of magnitude. */
const dollarsPerCoreHour: Record<string, number> = {mem1: 0.058, mem2: 0.066, mem3: 0.084, mem4: 0.11};

/** What an instance type costs per hour in dollars; a graphics processor triples it, low priority is cheaper. */
export const toHourlyDollars = (instanceType: string, priority: string | undefined): number => {
  const cores = Number(/_x(\d+)$/.exec(instanceType)?.[1] ?? 4);
  const perCore = dollarsPerCoreHour[/mem\d/.exec(instanceType)?.[0] ?? ''] ?? 0.066;
  const factor = (instanceType.includes('gpu') ? 3 : 1) * (priority === 'high' ? 1 : 0.45);
  return cores * perCore * factor;
};

const toOwnDollars = (record: ExecutionRecord, nowMs: number, nodeCount: number): number => {
  const {startedRunning, stoppedRunning, priority, failureReason} = record.wire;
  const {instanceType = defaultInstanceType} = record.wire;
  if (typeof startedRunning !== 'number' || typeof instanceType !== 'string') return 0;
  // Footing: documented, failures of the platform's own making are not billed.
  if (failureReason === 'JMInternalError') return 0;
  const endMs = typeof stoppedRunning === 'number' ? stoppedRunning : nowMs;
  return (
    (Math.max(0, endMs - startedRunning) / 3_600_000) * toHourlyDollars(instanceType, priority) * nodeCount
  );
};

/** What a job cost in all its tries until now; an earlier try by itself only what it cost. */
const toJobDollars = (store: ExecutionStore, record: ExecutionRecord, nowMs: number): number => {
  const nodeCount = 1 + (record.plan?.clusterNodes ?? 0);
  let sum = toOwnDollars(record, nowMs, nodeCount);
  if (!store.isLatest(record)) return sum;
  for (let tryNumber = 0; tryNumber < record.try; tryNumber++) {
    const earlier = store.getTry(record.id, tryNumber);
    if (earlier) sum += toOwnDollars(earlier, nowMs, nodeCount);
  }
  return sum;
};

/**
 * What an execution cost until now with everything below it, in dollars with six decimals.
 *
 * Footing: documented, `totalPrice` covers a job along with its subjobs; that it covers earlier tries is assumed.
 */
export const toTotalPrice = (store: ExecutionStore, record: ExecutionRecord, nowMs: number): number => {
  let sum = record.class === 'job' ? toJobDollars(store, record, nowMs) : 0;
  for (const child of store.children(record.id)) sum += toTotalPrice(store, child, nowMs);
  return Math.round(sum * 1e6) / 1e6;
};

/** What an execution costs per hour at present with everything below it, in dollars. */
export const toHourlyRate = (store: ExecutionStore, record: ExecutionRecord): number => {
  const {startedRunning, stoppedRunning, instanceType, priority} = record.wire;
  const isBilled = record.class === 'job' && startedRunning !== undefined && stoppedRunning === undefined;
  let sum =
    isBilled && !isTerminal(record)
      ? toHourlyDollars(instanceType ?? defaultInstanceType, priority) *
        (1 + (record.plan?.clusterNodes ?? 0))
      : 0;
  for (const child of store.children(record.id)) sum += toHourlyRate(store, child);
  return sum;
};
