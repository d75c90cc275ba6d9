// Takes the pictures of the documentation: runs the bundled demo on a terminal of its own, presses keys, and draws what
// is on the screen then. `npm run screenshots`.
import {mkdir, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {startProgram} from '../../test/helpers/program.ts';
import {createTemporaryHome} from '../../test/helpers/temporary-home.ts';
import {DARK, LIGHT, type TerminalColours, toSvg} from './to-svg.ts';

interface Picture {
  readonly name: string;
  readonly scenario: string;
  readonly columns: number;
  readonly rows: number;
  readonly colours: TerminalColours;
  /** What to wait for, and what to type then, in turn. */
  readonly steps: readonly (readonly [seen: string | RegExp, keys: string])[];
  /** What is on the screen that is drawn. */
  readonly seen: string | RegExp;
}

/** The list with the selected execution in full, nothing of which is still on its way. */
const DESCRIBED = /^(?![^]*asking)[^]*live *\n/;

const PICTURES: readonly Picture[] = [
  {
    name: 'dashboard',
    scenario: 'demo',
    columns: 120,
    rows: 36,
    colours: DARK,
    steps: [],
    seen: DESCRIBED,
  },
  {
    name: 'dashboard-light',
    scenario: 'demo',
    columns: 120,
    rows: 36,
    colours: LIGHT,
    steps: [],
    seen: DESCRIBED,
  },
  {
    name: 'why',
    scenario: 'failures',
    columns: 110,
    rows: 28,
    colours: DARK,
    steps: [[/live *$/m, 'e']],
    seen: /What to do[^]*Last error lines of its log\s+(?!reading)\S/,
  },
  {
    name: 'attention',
    scenario: 'failures',
    columns: 110,
    rows: 28,
    colours: DARK,
    steps: [[/live *$/m, '!']],
    seen: /Needs attention: \d+ causes/,
  },
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fileURLToPath(new URL('../../docs/screenshots', import.meta.url));
await mkdir(folder, {recursive: true});
for (const {name, scenario, columns, rows, colours, steps, seen} of PICTURES) {
  const home = createTemporaryHome();
  const program = await startProgram({
    file: process.execPath,
    args: [`${root}/dist/dxtop.js`, 'demo', '--scenario', scenario],
    env: home.env,
    cwd: home.path,
    columns,
    rows,
  });
  try {
    for (const [before, keys] of steps) {
      await program.screen.waitForText(before, {timeoutMs: 30_000});
      program.type(keys);
    }

    await program.screen.waitForText(seen, {timeoutMs: 30_000});
    await writeFile(`${folder}/${name}.svg`, toSvg(program.screen, colours));
    console.log(`docs/screenshots/${name}.svg`);
  } finally {
    await program.close();
    home.remove();
  }
}
