import {createEmulator} from '../source/emulator/emulator.ts';
import type {Fault} from '../source/emulator/faults.ts';
import {startProgram} from '../test/helpers/program.ts';
import type {Screen} from '../test/helpers/screen.ts';
import {createTemporaryHome} from '../test/helpers/temporary-home.ts';
import type {Laboratory} from './laboratory.ts';
import type {Figure, Report} from './report.ts';

const ROUNDS = 20;
/** How many dashboards run at the same time: each waits for its polls most of the time. */
const AT_ONCE = 5;
const LIMIT_MS = 120_000;
/** After the first list nothing is asked for but refreshes. */
const SETTLE_MS = 8000;
const ROUTE = 'system/findExecutions';
/** A poll, and a second. */
const RECOVERY_MS = 5000;
/** The deadline of a request. */
const DEADLINE_MS = 15_000;
/** How late a timer may be beside four other programs. */
const LATE_MS = 500;
const NAME = 'align reads';

/** A fault, and how long after it the platform itself asks to be left alone. */
interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly askedMs?: number;
  /** Whether it lasts until the deadline of the request. */
  readonly isSlow?: boolean;
}

const toStatus = (status: number, type: string, retryAfter?: string): Fault => ({
  kind: 'status',
  status,
  type,
  ...(retryAfter !== undefined && {retryAfter}),
});

const CASES: readonly Case[] = [
  {name: '500', fault: toStatus(500, 'InternalError')},
  {name: '502 with a page', fault: {kind: 'html'}},
  {name: '403', fault: toStatus(403, 'PermissionDenied')},
  {name: '404', fault: toStatus(404, 'ResourceNotFound')},
  {name: '429, wait 2 s', fault: toStatus(429, 'RateLimitConditional', '2'), askedMs: 2000},
  {name: '503, wait 2 s', fault: toStatus(503, 'ServiceUnavailable', '2'), askedMs: 2000},
  {name: '503, how long is not said', fault: toStatus(503, 'ServiceUnavailable')},
  {name: '503, an absurd wait', fault: toStatus(503, 'ServiceUnavailable', 'soon')},
  {name: 'a redirect', fault: toStatus(302, 'Found')},
  // The first one is taken for the end of a kept connection, and asked again without a word.
  {name: 'two resets', fault: {kind: 'reset', count: 2}},
  {name: 'half an answer', fault: {kind: 'truncate'}},
  {name: 'broken JSON', fault: {kind: 'badJson'}},
  {name: '100 MB', fault: {kind: 'huge'}},
  {name: 'no answer', fault: {kind: 'hang'}, isSlow: true},
  {name: 'a drip', fault: {kind: 'drip'}, isSlow: true},
];

interface Outcome {
  readonly recoveryMs: readonly number[];
  /** From the request to the frame that says how old the list is. */
  readonly noticeMs: readonly number[];
  readonly blankedFrames: number;
  /** How often the program ended by itself, or did not end with 0. */
  readonly crashes: number;
}

const rowOf = (screen: Screen): string => screen.lines().find((line) => line.includes(NAME)) ?? '';

/** Meets one fault again and again, and looks each time how long the list is old. */
const meet = async ({program: file}: Laboratory, {fault, askedMs = 0}: Case): Promise<Outcome> => {
  const emulator = await createEmulator({scenario: 'empty', useTmux: false});
  const home = createTemporaryHome();
  const {control} = emulator;
  const id = await control.addJob({name: NAME, state: 'runnable'});
  const program = await startProgram({
    file: process.execPath,
    args: [file],
    env: {...home.env, ...emulator.environment},
    cwd: home.path,
    columns: 120,
    rows: 30,
  });
  const {screen} = program;
  const until = (what: string, predicate: () => boolean) =>
    screen.waitForScreen(predicate, {timeoutMs: LIMIT_MS, what});
  const isLive = () => /^dxtop .* live$/m.test(screen.text());
  const recoveryMs: number[] = [];
  const noticeMs: number[] = [];
  let blankedFrames = 0;
  const life = {isOver: false, isWatched: true};
  void program.exit.then(() => {
    life.isOver = true;
  });
  try {
    await until('the list', () => isLive() && rowOf(screen) !== '');
    // The history is loaded with tries of its own, which nobody sees.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    screen.onFrame(() => {
      if (life.isWatched && rowOf(screen) === '') blankedFrames++;
    });
    for (let round = 0; round < ROUNDS && !life.isOver; round++) {
      const countLists = () => control.requests().filter(({route}) => route === ROUTE).length;
      const state = round % 2 === 0 ? 'running' : 'runnable';
      control.failNext({...fault, route: ROUTE});
      // Nothing else fails meanwhile: the next list is the one that meets it.
      const before = countLists();
      while (countLists() === before) await new Promise((resolve) => setTimeout(resolve, 5));
      const metMs = performance.now();
      await until('an old list', () => !isLive());
      const noticedMs = performance.now();
      control.update(id, {state});
      await until('a live list', () => isLive() && rowOf(screen).includes(state));
      noticeMs.push(noticedMs - metMs);
      recoveryMs.push(performance.now() - noticedMs - askedMs);
    }
    const wasEnded = life.isOver;
    // At its end the terminal shows what it showed before.
    life.isWatched = false;
    program.press('q');
    const {code} = await program.exit;
    return {recoveryMs, noticeMs, blankedFrames, crashes: wasEnded || code !== 0 ? 1 : 0};
  } finally {
    await program.close();
    await emulator.close();
    home.remove();
  }
};

/** Each fault of the platform's answers 20 times: what stays on the screen, and how soon it is live again. */
export const measureFaults = async (laboratory: Laboratory): Promise<Report> => {
  const outcomes = new Map<Case, Outcome>();
  const waiting = [...CASES];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      outcomes.set(next, await meet(laboratory, next));
      process.stderr.write(`  ${next.name}\n`);
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  const all = [...outcomes.values()];
  const count = (toCount: (outcome: Outcome) => number): Figure['samples'] => [
    all.reduce((sum, outcome) => sum + toCount(outcome), 0),
  ];
  const atMost = (value: number) => ({kind: 'at most', value}) as const;
  return {
    title: 'Faults of the platform',
    figures: [
      {name: 'faults met', unit: '', samples: count(({recoveryMs}) => recoveryMs.length)},
      {name: 'crashes', goal: atMost(0), unit: '', samples: count(({crashes}) => crashes)},
      {
        name: 'frames without the row',
        goal: atMost(0),
        unit: '',
        samples: count(({blankedFrames}) => blankedFrames),
      },
      ...CASES.map((one): Figure => {
        const {recoveryMs = []} = outcomes.get(one) ?? {};
        return {
          name: `live again after ${one.name}`,
          goal: atMost(RECOVERY_MS),
          unit: 'ms',
          samples: [Math.max(...recoveryMs)],
        };
      }),
      ...CASES.filter(({isSlow}) => isSlow).map((one): Figure => ({
        name: `shown as old: ${one.name}`,
        goal: atMost(DEADLINE_MS + LATE_MS),
        unit: 'ms',
        samples: [Math.max(...(outcomes.get(one)?.noticeMs ?? []))],
      })),
    ],
    notes: [
      `each ${ROUNDS} times, the longest of them; from the frame that shows the fault to the one that shows what has changed since, without the time that the platform asked for`,
      'a rejection that nobody handles ends the program',
    ],
  };
};
