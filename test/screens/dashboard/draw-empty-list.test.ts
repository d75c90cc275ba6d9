import test from 'ava';
import {createEmulator} from '../../../source/emulator/emulator.ts';
import {createRandom} from '../../../source/emulator/random.ts';
import {createPalette} from '../../../source/format/palette.ts';
import {drawEmptyList} from '../../../source/screens/dashboard/draw-empty-list.ts';
import {createEmulatedServices} from '../../helpers/emulated-services.ts';
import {mountApp, untilApp} from '../../helpers/mount-app.tsx';
import {USUAL_SIZES} from '../../helpers/render-frame.tsx';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';

/** Ink writes two bold texts beside each other as one. */
const BETWEEN_BOLD = '\u001B[22m\u001B[1m';

for (const [name, theme] of [
  ['in colour', {palette: createPalette(true), isAscii: false}],
  ['without colours, in ASCII', {palette: createPalette(false), isAscii: true}],
] as const) {
  test(`the empty list, ${name}, is to the last character what the dashboard draws before the first answer`, async (t) => {
    const emulator = await createEmulator({scenario: 'empty'});
    const home = createTemporaryHome();
    const {services, close} = await createEmulatedServices(emulator, home);
    // No answer comes, however long the test takes.
    services.lists.getState().current.feed.refresh = () => new Promise(() => undefined);
    const app = mountApp(services, {
      size: {columns: 41, rows: 11},
      theme: {...theme, isPlain: false, units: 'binary'},
    });
    t.teardown(async () => {
      app.unmount();
      close();
      await emulator.close();
      home.remove();
    });
    const random = createRandom(7);
    const others = Array.from({length: 60}, () => ({columns: random.int(40, 250), rows: random.int(10, 80)}));
    for (const size of [...USUAL_SIZES, ...others]) {
      const lines = drawEmptyList({source: services.source, ...size, ...theme});
      t.is(lines.length, size.rows);
      const picture = lines.join('\n').replaceAll(BETWEEN_BOLD, '');
      app.resize(size);
      await untilApp(app, `the dashboard to draw this:\n${picture}`, () => app.styledText() === picture);
    }
  });
}
