import {appendFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {nastyStrings} from '../../source/emulator/scenarios/nasty-strings.ts';
import type {ScreenEvent} from '../helpers/screen.ts';
import {openEverything, pageThrough, watchFrames} from './hostile-walk.ts';
import {createPlace, quit, see, seeList, seeThat} from './start-dxtop.ts';

/** What a terminal is told and what it answers, but for the links that dxtop makes of IDs and of its own website. */
const toForeignEvents = (events: readonly ScreenEvent[]): readonly ScreenEvent[] =>
  events.filter(
    ({kind, text}) =>
      kind !== 'reply' &&
      !(
        kind === 'link' &&
        /^;https:\/\/lab\.example\.org\/panx\/projects\/\w{24}\/monitor\/(?:job|analysis)\/\w{24}$/.test(text)
      ),
  );

for (const [columns, hasLinks] of [
  [100, false],
  [200, true],
] as const) {
  test.serial(
    `hostile texts steer nothing in a terminal of ${columns} columns with${hasLinks ? '' : 'out'} links, and header and footer stay`,
    async (t) => {
      const place = await createPlace(t, {scenario: 'hostile'});
      if (hasLinks)
        appendFileSync(
          path.join(place.home.path, '.config', 'dxtop', 'config.toml'),
          '[platform]\nwebsite = "lab.example.org"\n[display]\nlinks = "on"\n',
        );
      const program = await place.start({columns, rows: 40});
      await see(program, /^dxtop {2}127\.0\.0\.1 {2}.*live$/m);
      // What the program itself asks the terminal at its start is answered; nothing after it is.
      const replies = program.screen.events.filter(({kind}) => kind === 'reply').length;
      const count = Object.keys(nastyStrings).length + 20;
      const seeWhole = () =>
        seeThat(
          program,
          'header and footer',
          (screen) =>
            /^dxtop {2}127\.0\.0\.1 {2}/.test(screen.lines()[0] ?? '') &&
            /^Enter (attach|open)/.test(screen.lines()[39] ?? ''),
        );
      for (let row = 0; row < count; row++) {
        program.press('j');
        await seeWhole();
        if (row % 5 > 0) continue;
        program.press('d');
        await see(program, /Esc back/);
        program.press('escape');
        await seeWhole();
      }
      t.deepEqual(toForeignEvents(program.screen.events), []);
      t.is(program.screen.events.filter(({kind}) => kind === 'reply').length, replies);
      t.is(
        program.screen.events.some(({kind}) => kind === 'link'),
        hasLinks,
      );
      t.is(await quit(program), 0);
      t.deepEqual(toForeignEvents(program.screen.events), []);
    },
  );
}

test.serial(
  'texts made of pieces of hostile ones steer nothing on any screen, and header and footer stay in every frame',
  async (t) => {
    const place = await createPlace(t, {scenario: 'hostile', executions: 40});
    const program = await place.start({columns: 120, rows: 40});
    await see(program, /^dxtop {2}127\.0\.0\.1 .*live$/m);
    await see(program, /^>/m);
    const toReport = watchFrames(program);
    const pages = await pageThrough(program, async (page) => {
      // `npm run benchmark -- hostile` does it for many more.
      if (page <= 2) await openEverything(place.emulator, program, page * 21);
    });
    t.true(pages > 3, `${pages} pages`);
    const {frameCount, brokenFrames, events} = toReport();
    t.true(frameCount > 40, `${frameCount} frames`);
    t.deepEqual(brokenFrames, []);
    t.deepEqual(events, []);
  },
);

test.serial(
  'with NO_COLOR nothing is coloured, and without UTF-8 the program draws with ASCII',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'align reads', state: 'done'});
    let printed = '';
    const program = await place.start({env: {NO_COLOR: '1', LANG: 'C'}});
    program.onOutput((bytes) => {
      printed += bytes.toString('latin1');
    });
    await see(program, /^>\+ done +align reads/m);
    program.press('?');
    await see(program, 'In the list');
    program.press('escape');
    await seeList(program);
    // Only weight and inversion; the reset of everything may come too.
    t.deepEqual(
      [...new Set(printed.match(/\x1b\[[\d;]*m/g))].filter((code) => !/^\x1b\[(0|1|22|7|27)?m$/.test(code)),
      [],
    );
    t.regex(printed, /^[\x00-\x7f]*$/);
    t.is(await quit(program), 0);
  },
);
