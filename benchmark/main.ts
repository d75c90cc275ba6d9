// Measures the bundle in dist/ and prints one table. `npm run benchmark`, or `npm run benchmark -- echo idle` for some
// of it; what takes many minutes is measured only when it is named. Figures are ratios between things that were measured
// by turns in one run, where there is something to compare with; nothing here fails when a goal is missed.
import {measureBomb} from './bomb.ts';
import {measureDoctor} from './doctor.ts';
import {measureEcho} from './echo-latency.ts';
import {measureFaults} from './faults.ts';
import {measureFirstFrame} from './first-frame.ts';
import {measureHostile} from './hostile.ts';
import {measureIdle} from './idle.ts';
import {openLaboratory, type Laboratory} from './laboratory.ts';
import {formatReports, type Report} from './report.ts';
import {measureScale} from './scale.ts';
import {measureSizes} from './sizes.ts';
import {measureSoak} from './soak.ts';
import {measureThroughput} from './throughput.ts';
import {measureWayBack} from './way-back.ts';

const MEASUREMENTS: Readonly<Record<string, (laboratory: Laboratory) => Promise<Report>>> = {
  echo: measureEcho,
  throughput: measureThroughput,
  'first-frame': (laboratory) => measureFirstFrame(laboratory, process.env['DX_COMMAND']),
  'way-back': measureWayBack,
  doctor: measureDoctor,
  idle: measureIdle,
  scale: measureScale,
  bomb: measureBomb,
};

/** What takes so long that it is measured only when it is asked for. */
const LONG_MEASUREMENTS: typeof MEASUREMENTS = {
  faults: measureFaults,
  hostile: measureHostile,
  sizes: measureSizes,
  soak: measureSoak,
};
const ALL = {...MEASUREMENTS, ...LONG_MEASUREMENTS};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in ALL));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(ALL).join(', ')}.`);
  process.exit(2);
}

const laboratory = await openLaboratory();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void laboratory.close().finally(() => process.exit(1));
  });
}
try {
  const reports: Report[] = [];
  for (const [name, measure] of Object.entries(ALL)) {
    if (asked.length > 0 ? !asked.includes(name) : name in LONG_MEASUREMENTS) continue;
    process.stderr.write(`measuring: ${name}\n`);
    reports.push(await measure(laboratory));
  }
  console.log(formatReports(reports));
} finally {
  await laboratory.close();
}
