import {nastyStrings} from '../../source/emulator/scenarios/nasty-strings.ts';
import type {LogEntry} from '../../source/emulator/logs.ts';
import type {Emulator} from '../../source/emulator/emulator.ts';
import {createRandom} from '../../source/emulator/random.ts';
import {TAB_LABELS} from '../../source/screens/execution/execution-tabs.ts';
import type {Program} from '../helpers/program.ts';
import type {Screen, ScreenEvent} from '../helpers/screen.ts';

/** What hostile texts did to a terminal. */
export interface HostileReport {
  /** How many whole frames were looked at. */
  readonly frameCount: number;
  /** Frames whose first or last row is not the dashboard's own; a few of them as text. */
  readonly brokenFrames: readonly string[];
  readonly brokenCount: number;
  /** What the terminal did besides drawing, once the program had asked it what it asks at its start. */
  readonly events: readonly ScreenEvent[];
}

const LIST_HEADER = /^dxtop {2}127\.0\.0\.1 .*(live|old|asking)$/;
/** The name of an execution may begin with blanks, or be nothing. */
const CRUMBS = 'Executions ›';
const FOOTER =
  /^(?:(?:Enter|s|r|Esc|y) .*(?:q quit|\? help|Esc (?:back|leave|cancel)).*|Esc .*|Copy: {2}.*|Type \d+ to .*|Tags and properties: ?)$/;
const KEPT_FRAMES = 5;

/** Looks at every frame from now on; call it when the list is there. */
export const watchFrames = ({screen}: Program): (() => HostileReport) => {
  let frameCount = 0;
  let brokenCount = 0;
  const brokenFrames: string[] = [];
  const eventsBefore = screen.events.length;
  screen.onFrame(() => {
    frameCount++;
    const lines = screen.lines();
    const [first = ''] = lines;
    if ((LIST_HEADER.test(first) || first.startsWith(CRUMBS)) && FOOTER.test(lines.at(-1) ?? '')) return;
    brokenCount++;
    if (brokenFrames.length < KEPT_FRAMES) brokenFrames.push(screen.text());
  });
  return () => ({frameCount, brokenCount, brokenFrames, events: screen.events.slice(eventsBefore)});
};

/** The page of an execution that is shown, by its label; the tabs are its third row. */
const shownPage = (screen: Screen): string => {
  let label = '';
  for (let x = 0; x < screen.columns; x++) {
    const {isInverse, text} = screen.cell(x, 2);
    if (isInverse) label += text;
  }
  return label.trim();
};

const FACT_MS = 30_000;
/** After so long a key was lost, not late: React hands the keyboard over a moment after a screen is drawn. */
const LOST_MS = 10_000;

/** Presses a key, once more when it was lost, until the screen is as it should be. */
const pressUntil = async (
  program: Program,
  key: string,
  what: string,
  predicate: (screen: Screen) => boolean,
): Promise<void> => {
  program.press(key);
  const timer = setInterval(() => {
    program.press(key);
  }, LOST_MS);
  try {
    await program.screen.waitForScreen(predicate, {timeoutMs: FACT_MS, what});
  } finally {
    clearInterval(timer);
  }
};

const isListShown = (screen: Screen): boolean => LIST_HEADER.test(screen.lines()[0] ?? '');

const leave = (program: Program): Promise<void> => pressUntil(program, 'escape', 'the list', isListShown);

const openAndLeave = async (program: Program, key: string, crumb: RegExp): Promise<void> => {
  await pressUntil(program, key, `the screen behind ${key}`, (screen) => crumb.test(screen.lines()[0] ?? ''));
  await leave(program);
};

/** Opens each page of the selected job, until it is the first one again; throws when one was not among them. */
const openPages = async (program: Program): Promise<void> => {
  const missing = new Set(Object.values(TAB_LABELS));
  await pressUntil(program, 'd', 'the first page', (screen) => shownPage(screen) === TAB_LABELS.overview);
  for (let label = TAB_LABELS.overview; missing.delete(label); label = shownPage(program.screen)) {
    const last = label;
    await pressUntil(
      program,
      'right',
      `the page after ${last}`,
      (screen) => ![last, ''].includes(shownPage(screen)),
    );
  }
  if (missing.size > 0) throw new Error(`not opened: ${[...missing].join(', ')}`);
};

const TEXTS = Object.values(nastyStrings);

/** Gives a job's log a line of everything; with what measures are written in as well. */
const addLogLines = ({control}: Emulator, jobId: string, seed: number): void => {
  const random = createRandom(seed);
  const text = () => random.pick(TEXTS).slice(0, 500);
  for (const level of ['STDOUT', 'STDERR', 'ERROR', 'METRICS', text()] as const)
    control.log(jobId, {source: text(), level: level as LogEntry['level'], msg: text()});
  control.log(jobId, {
    source: 'SYSTEM',
    level: 'METRICS',
    msg: `** CPU usr/sys/idl/wai: 5/0/${text()}/0% (4 cores) * Memory: 1/${text()}MB * Storage: 1/2GB${text()}`,
  });
};

/** Opens every screen and every page that there is of the selected job, from the list and back to it. */
export const openEverything = async (emulator: Emulator, program: Program, seed: number): Promise<void> => {
  const {control} = emulator;
  const jobId = selectedId(program.screen);
  if (/^job-\w{24}$/.test(jobId ?? '')) addLogLines(emulator, jobId ?? '', seed);
  const message = TEXTS[seed % TEXTS.length] ?? '';
  if (seed % 3 === 0)
    control.failNext({route: 'job/describe', kind: 'status', status: 500, type: message, message});
  if (seed % 7 === 0)
    control.failNext({route: 'system/findExecutions', kind: 'status', status: 500, type: message, message});
  await openPages(program);
  await leave(program);
  await openAndLeave(program, 'e', /› Why$/);
  await openAndLeave(program, 'l', /› Log$/);
  await openAndLeave(program, 'w', /› Workers$/);
  await openAndLeave(program, 'i', /› Checks$/);
  await openAndLeave(program, 'X', /› Change$/);
  await openAndLeave(program, 'T', /› Change$/);
  await openAndLeave(program, '!', /› Needs attention$/);
  await pressUntil(program, 'y', 'what can be copied', (screen) => /^Copy: /m.test(screen.text()));
  await pressUntil(program, 'escape', 'the list alone', (screen) => !/^Copy: /m.test(screen.text()));
};

/** The ID of the job that has the cursor, from its details. */
const selectedId = (screen: Screen): string | undefined => /\bid {2,}(\S+)/.exec(screen.text())?.[1];

/**
 * Goes down the list a page at a time, from its first row to its last; calls `onPage` on each. Answers how many pages
 * there were. Needs a terminal that shows the selected row's details, and rows that all have an ID.
 */
export const pageThrough = async (
  program: Program,
  onPage: (page: number) => Promise<void>,
): Promise<number> => {
  const {screen} = program;
  const firstId = selectedId(screen);
  await pressUntil(program, 'G', 'the last row', () => selectedId(screen) !== firstId);
  const lastId = selectedId(screen);
  await pressUntil(program, 'g', 'the first row', () => selectedId(screen) === firstId);
  for (let page = 1; ; page++) {
    await onPage(page);
    const id = selectedId(screen);
    if (id === lastId) return page;
    await pressUntil(
      program,
      'page-down',
      'the next page',
      () => ![id, undefined].includes(selectedId(screen)),
    );
  }
};
