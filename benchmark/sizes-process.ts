// Shows the views that it is asked for in windows of random sizes, with React as it is in the bundle. Started by
// `sizes.ts`, which hears of each view; ends by itself.
import {createEmulator} from '../source/emulator/emulator.ts';
import {type View, walkSizes} from '../test/helpers/every-screen.ts';
import type {ViewReport} from './sizes.ts';

const [sizes, parts, ...views] = process.argv.slice(2);
const count = Math.round(Number(sizes) / Number(parts));

const emulator = await createEmulator({scenario: 'hostile', useTmux: false});
try {
  for (const view of views) {
    let report: ViewReport = {view, frameCount: 0, problems: [], thrown: []};
    // Each part is about another execution; the first rows are all jobs, which have every page.
    for (let seed = 0; seed < Number(parts); seed++) {
      try {
        const walk = await walkSizes(emulator, view as View, {count, seed, deepestRow: 25});
        report = {
          ...report,
          frameCount: report.frameCount + walk.frameCount,
          problems: [...report.problems, ...walk.problems],
        };
      } catch (error) {
        report = {...report, thrown: [...report.thrown, `${view}: ${String(error)}`]};
      }
    }
    process.send?.(report);
  }
} finally {
  await emulator.close();
  process.disconnect();
}
