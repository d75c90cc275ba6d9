import test from 'ava';
import {toMetricsText} from '../model/metrics/metrics-lines.ts';
import {createPlace, type Place, quit, see, seeList, seeSelected, seeThat} from './start-dxtop.ts';

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
    place.home.addSettings('[display]\nunits = "decimal"\n');
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

test.serial(
  'the column of the metrics says of the running jobs in sight what they use and what runs out',
  async (t) => {
    const place = await createPlace(t);
    const nowMs = Date.now();
    const started = {created: nowMs - 60 * MINUTE_MS, startedRunning: nowMs - 50 * MINUTE_MS};
    const ramp = await place.control.addJob({name: 'ramp', ...started});
    const level = await place.control.addJob({name: 'level', ...started});
    for (let index = 0; index < 20; index++) {
      logMetrics(place, ramp, nowMs - (20 - index) * MINUTE_MS, 2000 + 500 * index);
      logMetrics(place, level, nowMs - (20 - index) * MINUTE_MS, 4000);
    }
    const program = await place.start({columns: 120, rows: 30});
    await see(program, /^.● running +ramp/m);
    t.false(program.screen.text().includes('CPU'));
    program.press('c');
    await see(program, /^ ?Columns/m);
    program.press('m');
    await see(program, /^ ?STATE.* CPU {2}MEM DISK {3}NET/m);
    program.press('e');
    await seeThat(program, 'no executable', (screen) => !screen.text().includes('EXECUTABLE'));
    // Without the instance there is room for the courses as well.
    program.press('i');
    await see(program, /CPU {4}MEM {5}CPU {2}MEM DISK {3}NET/);
    program.press('escape');
    await see(program, 'Enter attach');
    await see(program, /ramp memory full in about [6-9] min .* 55% {2}72% {2}13% {3}12M/);
    await see(program, /level .* 55% {2}25% {2}13% {3}12M/);
    // The course of the memory stands before the numbers, and what runs out is among what needs attention.
    await see(program, /ramp .*[▁▂▃▄▅▆▇█]{3} +[▁▂▃▄▅▆▇█]{3,6} +55% {2}72%/);
    logMetrics(place, level, nowMs, 12_000);
    await see(program, /level .* 55% {2}75% {2}13% {3}12M/);
    await see(program, / ! 1 /);
    program.press('!');
    await see(program, /ramp: runs out of memory at this rate, memory full in about [5-9]m/);
    program.press('m');
    await see(program, /! memory full in about/);
    program.press('escape');
    await see(program, /^ Needs attention: one cause/m);
    program.press('!');
    await seeList(program);
    t.is(await quit(program), 0);
  },
);
