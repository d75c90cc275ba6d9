import {appendFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {toMetricsText} from '../model/metrics/metrics-lines.ts';
import {createPlace, type Place, quit, see, seeList, seeSelected} from './start-dxtop.ts';

const MINUTE_MS = 60_000;

const logMetrics = (place: Place, job: string, atMs: number, memory: number): void => {
  place.control.log(job, {
    source: 'SYSTEM',
    level: 'METRICS',
    msg: toMetricsText({memory, memoryTotal: 16_000}),
    timestamp: atMs,
  });
};

test.serial(
  'm shows the metrics of a job from its start on, in the wished units, warns of what runs out, and follows them',
  async (t) => {
    const place = await createPlace(t);
    appendFileSync(
      path.join(place.home.path, '.config', 'dxtop', 'config.toml'),
      '[display]\nunits = "decimal"\n',
    );
    const nowMs = Date.now();
    const job = await place.control.addJob({
      name: 'the ramp',
      created: nowMs - 60 * MINUTE_MS,
      startedRunning: nowMs - 50 * MINUTE_MS,
    });
    for (let index = 0; index < 40; index++)
      logMetrics(place, job, nowMs - (40 - index) * MINUTE_MS, 2000 + 300 * index);
    const program = await place.start({columns: 100, rows: 30});
    await see(program, 'the ramp');
    program.press('g');
    await seeSelected(program, 'the ramp');
    program.press('m');
    await see(program, /! memory full in about (5|6|7) min at this rate; 2\.4 GB of 16\.8 GB left/);
    await see(program, /^ >CPU +55%/m);
    await see(program, /40 measurements, the last \d+[sm] ago/);
    await see(program, /^ +100%│/m);
    logMetrics(place, job, nowMs, 14_000);
    await see(program, /41 measurements/);

    program.press('j');
    await see(program, /^ >memory +14\.7 GB 88%, peak 14\.7 GB of 16\.8 GB/m);
    await see(program, /^ +16\.8 GB│/m);
    program.press('+');
    await see(program, /^ 20 min shown/m);
    program.press('0');
    await see(program, /^ 40 min shown/m);

    // The warning stands above the other pages as well.
    program.press('left');
    await see(program, /live, following/);
    await see(program, '! memory full in about');
    program.press('escape');
    await seeList(program);
    t.is(await quit(program), 0);
  },
);
