import {setTimeout as delay} from 'node:timers/promises';
import type {Emulator} from '../../source/emulator/emulator.ts';
import {createRandom, type Random} from '../../source/emulator/random.ts';
import {type ExecutionTab, TAB_LABELS} from '../../source/screens/execution/execution-tabs.ts';
import type {ListBarName} from '../../source/screens/dashboard/use-list-bar.ts';
import type {ListMenu} from '../../source/screens/executions/list-menus.ts';
import type {Screen} from '../../source/screens/screen-stack.ts';
import {createEmulatedServices} from './emulated-services.ts';
import {toKeyBytes} from './keys.ts';
import {type MountedApp, mountApp, untilApp} from './mount-app.tsx';
import {findOverflow, type FrameSize} from './frame-size.ts';
import {saveHostileSessions} from './hostile-sessions.ts';
import {createTemporaryHome} from './temporary-home.ts';

/** What can be on the screen: each screen, each page of an execution, each menu, and what opens over others. */
export type View =
  | Screen['name']
  | `page ${ExecutionTab}`
  | `menu ${ListMenu | ListBarName}`
  | 'flat list'
  | 'filter'
  | 'copy'
  | 'palette'
  | 'marks'
  | 'connect'
  | 'name of a view'
  | 'key set-up alone';

/** How a view is reached from the list, and how one knows it. */
interface Way {
  /** The keys, by the names that `toKeyBytes` knows. */
  readonly keys: readonly string[];
  /** What of a frame, styles included, no other view has. */
  readonly shows: RegExp;
  /** Whether the keys that move can be pressed there without leaving it. */
  readonly isMoving?: boolean;
  /** Whether it is opened on the first row of the list alone. */
  readonly isOfFirstRow?: boolean;
}

/** A page of an execution: so many steps to the right of the first one, or to the left. */
const toPage = (tab: ExecutionTab, steps: number): Way => ({
  keys: ['d', ...Array.from({length: Math.abs(steps)}, () => (steps > 0 ? 'right' : 'left'))],
  shows: new RegExp(`\\u001B\\[7m ${TAB_LABELS[tab]} `),
  isMoving: true,
});

const byCrumb = (crumb: string, ...keys: readonly string[]): Way => ({
  keys,
  shows: new RegExp(`^\\W*Executions › ${crumb}\\b`),
  isMoving: true,
});

const LIST = / STATE +NAME/;

/** Every view there is: the compiler misses the one that is not here. */
const WAYS: Readonly<Record<View, Way>> = {
  executions: {keys: [], shows: LIST, isMoving: true},
  'flat list': {keys: ['t'], shows: LIST, isMoving: true},
  execution: toPage('overview', 0),
  why: byCrumb('Why', 'e'),
  workers: byCrumb('Workers', 'w'),
  log: byCrumb('Log', 'l'),
  help: byCrumb('Help', '?'),
  status: byCrumb('Status', ':', ...Array.from('status'), 'enter'),
  // With rows: without any there is nothing to see.
  sessions: {...byCrumb('Sessions', 'S'), shows: /Executions › Sessions\b[^]* up, [1-9]\d* remembered/},
  attention: byCrumb('Needs attention', '!'),
  checks: byCrumb('Checks', 'i'),
  changes: byCrumb('Changes', ':', ...Array.from('changes'), 'enter'),
  // Its keys answer the question.
  change: {...byCrumb('Change', 'a', 'X'), isMoving: false},
  // The others call themselves parts of other jobs, which do not run again by themselves.
  launch: {...byCrumb('Run again', 'R'), isOfFirstRow: true},
  setup: {...byCrumb('SSH key', 'K'), isMoving: false},
  'page overview': toPage('overview', 0),
  'page failure': toPage('failure', 1),
  'page log': toPage('log', 2),
  'page metrics': toPage('metrics', 3),
  'page data': toPage('data', 4),
  'page tree': toPage('tree', 5),
  'page workers': toPage('workers', 6),
  'page timeline': toPage('timeline', 7),
  'page ssh': toPage('ssh', -2),
  'page raw': toPage('raw', -1),
  'menu sort': {keys: ['o'], shows: /Sort by/},
  'menu columns': {keys: ['c'], shows: /Columns/},
  'menu states': {keys: ['f'], shows: /Only.*held/},
  'menu scope': {keys: ['p'], shows: /everyone's/},
  'menu history': {keys: ['h'], shows: /the last 24 hours/},
  'menu views': {keys: ['v'], shows: /Views.*everything/},
  'name of a view': {keys: ['v', 's'], shows: /Save as:/},
  filter: {keys: ['/', ...Array.from('cost')], shows: /words, state:failed/},
  copy: {keys: ['y'], shows: /Copy:/},
  palette: {keys: [':'], shows: /attach, or open what cannot be attached/},
  marks: {keys: ['a'], shows: /marked\. X, T act on them/},
  connect: {keys: ['s'], shows: /Attaching to/},
  'key set-up alone': {keys: [], shows: /SSH key/},
};

/** The names of the views. */
export const VIEWS = Object.keys(WAYS) as readonly View[];

/** How a view is shown. */
export interface WalkOptions {
  /** In how many sizes. */
  readonly count: number;
  /** Of the sizes, of the keys, and of the row that is chosen. */
  readonly seed: number;
  /** The lowest row that the cursor may be moved to before the view is opened; the list's first is 0. */
  readonly deepestRow: number;
}

/** What came of showing a view in many sizes. */
export interface SizeWalk {
  readonly frameCount: number;
  /** What did not fit; empty when all did. */
  readonly problems: readonly string[];
}

const MOVES = ['j', 'k', 'page-down', 'page-up', 'G', 'g'] as const;
const USUAL: FrameSize = {columns: 100, rows: 40};
/** Of the sizes the last tenth may be too small to show anything; what is typed is lost there. */
const TINY_SHARE = 0.1;

const pressAndWait = async (app: MountedApp, key: string): Promise<void> => {
  const before = app.frameCount();
  app.press(toKeyBytes(key, false));
  await untilApp(app, `a frame after ${key}`, () => app.frameCount() > before);
};

const resizeAndWait = async (app: MountedApp, size: FrameSize): Promise<void> => {
  app.resize(size);
  // What Ink draws at once is the frame of before.
  const before = app.frameCount();
  await untilApp(app, 'a frame of the new size', () => app.frameCount() > before);
};

const toSize = (random: Random, isTiny: boolean): FrameSize =>
  isTiny
    ? {columns: random.int(1, 60), rows: random.int(1, 15)}
    : {columns: random.int(40, 250), rows: random.int(10, 80)};

/**
 * Shows one view of the whole dashboard, with hostile texts in every field and among the sessions, in windows of random sizes. Throws what a
 * screen throws, and when the view does not come or goes away.
 */
export const walkSizes = async (
  emulator: Emulator,
  view: View,
  {count, seed, deepestRow}: WalkOptions,
): Promise<SizeWalk> => {
  const random = createRandom(seed);
  const {keys, shows, isMoving = false, isOfFirstRow = false} = WAYS[view];
  const home = createTemporaryHome();
  const {services, close} = await createEmulatedServices(emulator, home);
  await saveHostileSessions(services, random);
  const app = mountApp(services, {size: USUAL, isSetup: view === 'key set-up alone'});
  const untilShown = () => untilApp(app, `the view ${view}`, () => shows.test(app.styledText()));
  try {
    if (view !== 'key set-up alone') {
      await untilApp(app, 'a live list', () => /live$/m.test(app.text()) && /^>/m.test(app.text()));
      const startRow = isOfFirstRow ? 0 : random.int(0, deepestRow);
      for (let row = startRow; row > 0; row--) await pressAndWait(app, 'j');
    }
    for (const key of keys) await pressAndWait(app, key);
    await untilShown();
    const problems: string[] = [];
    for (let index = 0; index < count; index++) {
      const isTiny = index >= count * (1 - TINY_SHARE);
      if (isMoving && random.chance(0.3)) app.press(toKeyBytes(random.pick(MOVES), false));
      const size = toSize(random, isTiny);
      await resizeAndWait(app, size);
      const problem = findOverflow(app.text(), size);
      if (problem !== undefined) problems.push(`${view}: ${problem}`);
      // What it asks the platform for comes meanwhile.
      if (index % 20 === 0) await delay(5);
      if (isTiny || index % 50 > 0) continue;
      await resizeAndWait(app, USUAL);
      await untilShown();
    }
    return {frameCount: count, problems};
  } finally {
    app.unmount();
    close();
    home.remove();
  }
};
