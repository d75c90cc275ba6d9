import test from 'ava';
import {createEmulator, type Emulator} from '../source/emulator/emulator.ts';
import {VIEWS, walkSizes} from './helpers/every-screen.ts';

let emulator: Emulator;
test.before(async () => {
  emulator = await createEmulator({scenario: 'hostile', useTmux: false});
});
test.after.always(() => emulator.close());

/** A sample; `npm run benchmark -- sizes` shows each in 2,000. */
const SIZES = 10;

for (const [index, view] of VIEWS.entries()) {
  test.serial(`in windows of any size the dashboard fits with hostile texts: ${view}`, async (t) => {
    const {frameCount, problems} = await walkSizes(emulator, view, {
      count: SIZES,
      seed: index,
      deepestRow: 8,
    });
    t.is(frameCount, SIZES);
    t.deepEqual(problems, []);
  });
}
