// Loaded into the program under measurement with `NODE_OPTIONS=--import=…`: how long its event loop was blocked. SIGUSR2
// ends one span and begins the next; the spans are written to the file `LOOP_DELAY_FILE` when the program exits.
import {writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';

/** One span: how late a timer was at most, and in all but one of a hundred times. */
export interface LoopDelay {
  readonly maxMs: number;
  readonly p99Ms: number;
}

const RESOLUTION_MS = 5;

const file = process.env['LOOP_DELAY_FILE'];
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({resolution: RESOLUTION_MS});
  const spans: LoopDelay[] = [];
  const endSpan = () => {
    // The histogram counts the resolution itself as delay.
    const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    spans.push({maxMs: toMs(histogram.max), p99Ms: toMs(histogram.percentile(99))});
    histogram.reset();
  };
  histogram.enable();
  process.on('SIGUSR2', endSpan);
  process.once('exit', () => {
    endSpan();
    writeFileSync(file, JSON.stringify(spans));
  });
}
