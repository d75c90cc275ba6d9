import type {WireCurrency} from '../wire/job.ts';
import type {ExecutionRecord} from './execution-record.ts';
import type {ExecutionStore} from './execution-store.ts';

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
  const {startedRunning, stoppedRunning, instanceType, priority, failureReason} = record.wire;
  if (typeof startedRunning !== 'number' || typeof instanceType !== 'string') return 0;
  // Footing: documented, failures of the platform's own making are not billed.
  if (failureReason === 'JMInternalError') return 0;
  const endMs = typeof stoppedRunning === 'number' ? stoppedRunning : nowMs;
  return (
    (Math.max(0, endMs - startedRunning) / 3_600_000) * toHourlyDollars(instanceType, priority) * nodeCount
  );
};

/**
 * What an execution cost until now with everything below it, in dollars with six decimals.
 *
 * Footing: documented, `totalPrice` covers a job along with its subjobs.
 */
export const toTotalPrice = (store: ExecutionStore, record: ExecutionRecord, nowMs: number): number => {
  let sum = record.class === 'job' ? toOwnDollars(record, nowMs, 1 + (record.plan?.clusterNodes ?? 0)) : 0;
  for (const child of store.children(record.id)) sum += toTotalPrice(store, child, nowMs);
  return Math.round(sum * 1e6) / 1e6;
};
