import {createEmulator} from '../source/emulator/emulator.ts';
import {startProgram} from '../test/helpers/program.ts';
import {createTemporaryHome} from '../test/helpers/temporary-home.ts';
import {type HostileReport, openEverything, pageThrough, watchFrames} from '../test/pty/hostile-walk.ts';
import type {Laboratory} from './laboratory.ts';
import type {Report} from './report.ts';

const JOBS = 10_000;
/** How often everything of the selected job is opened, in pages of the list. */
const OPEN_EVERY = 5;
const SIZES = [
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
] as const;
const START_MS = 120_000;
const SHOWN_FRAMES = 2;

interface Walk extends HostileReport {
  readonly pageCount: number;
  readonly openedCount: number;
  readonly code: number | string | undefined;
}

/** Goes through the whole list in a terminal of one size, and now and then through everything of one job. */
const walk = async (
  {program: file}: Laboratory,
  emulator: Awaited<ReturnType<typeof createEmulator>>,
  size: (typeof SIZES)[number],
): Promise<Walk> => {
  const home = createTemporaryHome();
  const program = await startProgram({
    file: process.execPath,
    args: [file],
    env: {...home.env, ...emulator.environment},
    cwd: home.path,
    ...size,
  });
  try {
    const {screen} = program;
    await screen.waitForText(/^dxtop .*live$/m, {timeoutMs: START_MS});
    // All of them, not the first page alone.
    await screen.waitForScreen(() => /● \d{4} running/.test(screen.text()), {timeoutMs: START_MS});
    const toReport = watchFrames(program);
    let openedCount = 0;
    const pageCount = await pageThrough(program, async (page) => {
      if (page % OPEN_EVERY > 0) return;
      openedCount++;
      await openEverything(emulator, program, openedCount);
    });
    const report = toReport();
    program.press('q');
    const {code, signal} = await program.exit;
    return {...report, pageCount, openedCount, code: code ?? signal};
  } finally {
    await program.close();
    home.remove();
  }
};

/** 10,000 jobs with a hostile text in every field, through the whole program into a terminal emulator. */
export const measureHostile = async (laboratory: Laboratory): Promise<Report> => {
  const emulator = await createEmulator({scenario: 'hostile', executions: JOBS, useTmux: false});
  try {
    const walks: Walk[] = [];
    for (const size of SIZES) walks.push(await walk(laboratory, emulator, size));
    const sum = (toCount: (one: Walk) => number): number[] => [
      walks.reduce((total, one) => total + toCount(one), 0),
    ];
    const none = {goal: {kind: 'at most', value: 0}, unit: ''} as const;
    const toEvents = (kinds: readonly string[]) =>
      sum(({events}) => events.filter(({kind}) => kinds.includes(kind)).length);
    return {
      title: 'Hostile texts',
      figures: [
        {name: 'jobs', goal: {kind: 'at least', value: JOBS}, unit: '', samples: [JOBS]},
        {name: 'pages of the list', unit: '', samples: sum(({pageCount}) => pageCount)},
        {
          name: 'jobs of which every screen was opened',
          unit: '',
          samples: sum(({openedCount}) => openedCount),
        },
        {name: 'frames', unit: '', samples: sum(({frameCount}) => frameCount)},
        {name: 'frames without header or footer', ...none, samples: sum(({brokenCount}) => brokenCount)},
        {name: 'replies of the terminal', ...none, samples: toEvents(['reply'])},
        {name: 'titles', ...none, samples: toEvents(['title'])},
        {name: 'clipboard writes', ...none, samples: toEvents(['clipboard'])},
        {name: 'links', ...none, samples: toEvents(['link'])},
        {name: 'notifications and bells', ...none, samples: toEvents(['notification', 'bell'])},
        {name: 'ends other than 0', ...none, samples: sum(({code}) => (code === 0 ? 0 : 1))},
      ],
      notes: [
        `terminals of ${SIZES.map(({columns, rows}) => `${columns}x${rows}`).join(' and ')}; logs, metrics and messages of errors are hostile too`,
        ...walks.flatMap(({brokenFrames}) => brokenFrames).slice(0, SHOWN_FRAMES),
      ],
    };
  } finally {
    await emulator.close();
  }
};
