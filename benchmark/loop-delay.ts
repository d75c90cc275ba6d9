// Loaded into the program under measurement with `NODE_OPTIONS=--import=…`: how long its event loop was blocked. SIGUSR2
// ends one span and begins the next; the spans are written to the file `LOOP_DELAY_FILE` when the program exits. With
// `COUNT_HEAP` the garbage is collected between two spans, and what is left is counted.
import {writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** One span: how late a timer was at most, and in all but one of a hundred times. */
export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
  /** What was in use at its end, once the garbage was collected; 0 without `COUNT_HEAP`. */
  readonly heapMb: number;
}

const RESOLUTION_MS = 5;

const file = process.env['LOOP_DELAY_FILE'];
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({resolution: RESOLUTION_MS});
  const spans: LoopDelay[] = [];
  const countsHeap = process.env['COUNT_HEAP'] !== undefined;
  const countHeapMb = (): number => {
    if (!countsHeap) return 0;
    setFlagsFromString('--expose-gc');
    // A flag of a program that runs counts for the contexts that are made from then on.
    (runInNewContext('gc') as () => void)();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const endSpan = () => {
    // The histogram counts the resolution itself as delay.
    const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    const delay = {maxMs: toMs(histogram.max), p99Ms: toMs(histogram.percentile(99))};
    spans.push({...delay, heapMb: countHeapMb()});
    // Without the collection itself, which the timer sees a turn later.
    setImmediate(() => setTimeout(() => histogram.reset(), 2 * RESOLUTION_MS));
  };
  histogram.enable();
  process.on('SIGUSR2', endSpan);
  process.once('exit', () => {
    endSpan();
    writeFileSync(file, JSON.stringify(spans));
  });
}
