// Measures the bundle in dist/ and prints one table. `npm run benchmark`, or `npm run benchmark -- echo idle` for some
// of it. The figures are ratios between things that were measured by turns in one run; nothing here fails when a goal is missed.
import {measureDoctor} from './doctor.ts';
import {measureEcho} from './echo-latency.ts';
import {measureFirstFrame} from './first-frame.ts';
import {measureIdle} from './idle.ts';
import {openLaboratory, type Laboratory} from './laboratory.ts';
import {formatReports, type Report} from './report.ts';
import {measureScale} from './scale.ts';
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
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in MEASUREMENTS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(MEASUREMENTS).join(', ')}.`);
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
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stderr.write(`measuring: ${name}\n`);
    reports.push(await measure(laboratory));
  }
  console.log(formatReports(reports));
} finally {
  await laboratory.close();
}
