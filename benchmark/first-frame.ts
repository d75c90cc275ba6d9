import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import type {Laboratory} from './laboratory.ts';
import type {Figure, Report} from './report.ts';
import {toRatios} from './statistics.ts';

const ROUNDS = 15;
const OFFICIAL_ROUNDS = 7;
/** In the heading of the list. */
const FIRST_FRAME = 'STATE';
/** The name of the job. */
const FIRST_DATA = 'DeepVariant';

interface Start {
  readonly frameMs: number;
  readonly dataMs: number;
  /** When it drew by itself what was painted before. */
  readonly ownFrameMs: number;
}

/**
 * Starts the dashboard of a user without settings, waits for the rows and ends it, which stores the list.
 *
 * @param state the state folder
 * @param isStored whether it has the list from an earlier start, whose frame is then shown before the program is loaded;
 * without it, that is the empty list
 */
const startDashboard = async (laboratory: Laboratory, state: string, isStored = false): Promise<Start> => {
  const {small} = laboratory;
  const environment = {...small.environment, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state};
  const client = laboratory.startDxtop({...small, environment}, []);
  const waitFor = async (text: string) => (await client.waitFor(text)) - client.startedMs;
  const frameMs = await waitFor(FIRST_FRAME);
  const storedDataMs = isStored ? await waitFor(FIRST_DATA) : undefined;
  const ownFrameMs = await waitFor(FIRST_FRAME);
  const dataMs = storedDataMs ?? (await waitFor(FIRST_DATA));
  await client.close();
  return {frameMs, dataMs, ownFrameMs};
};

/** From the start of a program to its end, in milliseconds. */
const run = async (file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const startMs = performance.now();
  const child = spawn(file, args, {stdio: 'ignore', env});
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
  return performance.now() - startMs;
};

/**
 * How long the bundle takes to its first frame and to the first rows, against Node itself, and against the official
 * client's `--version` where `DX_COMMAND` says how to run it. By turns with nothing stored, as at the very first start,
 * where rows come with the first answer, and with the list of the last run, as at every later one. The first frame is what
 * a small part of the program paints before the rest is loaded: the empty list, or the stored one with its age. When the
 * program has drawn the same list by itself is told as well.
 */
export const measureFirstFrame = async (
  laboratory: Laboratory,
  officialClient: string | undefined,
): Promise<Report> => {
  const toState = (name: string) => path.join(laboratory.env['HOME'] ?? '', `state-${name}`);
  // Fills the compile cache, as the first start of a new version does, and stores the list.
  const cold = await startDashboard(laboratory, toState('kept'));
  const firstStarts: Start[] = [];
  const laterStarts: Start[] = [];
  const nodeMs: number[] = [];
  const officialMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    firstStarts.push(await startDashboard(laboratory, toState(String(round))));
    laterStarts.push(await startDashboard(laboratory, toState('kept'), true));
    nodeMs.push(await run(process.execPath, ['-e', '0'], laboratory.env));
    if (officialClient !== undefined && round < OFFICIAL_ROUNDS)
      officialMs.push(await run('/bin/sh', ['-c', `${officialClient} --version`], laboratory.env));
  }
  const kinds = [
    ['first start: first frame', firstStarts],
    ['later start: stored frame', laterStarts],
  ] as const;
  return {
    title: 'Start of the dashboard',
    figures: [
      ...kinds.flatMap(([name, starts]) => toFigures(name, starts, nodeMs, officialMs)),
      toOwnFigure('first start: first frame of its own', firstStarts),
      toOwnFigure('later start: first frame of its own', laterStarts),
      {name: 'first frame without compile cache', unit: 'ms', samples: [cold.frameMs]},
      {name: 'node -e 0', unit: 'ms', samples: nodeMs},
    ],
    notes:
      officialMs.length === 0 ? ['dx --version was left out: set DX_COMMAND to the words that run dx'] : [],
  };
};

const toOwnFigure = (name: string, starts: readonly Start[]): Figure => ({
  name,
  unit: 'ms',
  samples: starts.map(({ownFrameMs}) => ownFrameMs),
});

const toFigures = (
  name: string,
  starts: readonly Start[],
  nodeMs: readonly number[],
  officialMs: readonly number[],
): Figure[] => {
  const frameMs = starts.map((start) => start.frameMs);
  const official: Figure[] =
    officialMs.length === 0
      ? []
      : [
          {
            name: `${name} / dx --version`,
            goal: {kind: 'at most', value: 0.4},
            unit: '',
            samples: toRatios(frameMs.slice(0, officialMs.length), officialMs),
          },
        ];
  return [
    {
      name: `${name} / node -e 0`,
      goal: {kind: 'at most', value: 5},
      unit: '',
      samples: toRatios(frameMs, nodeMs),
    },
    ...official,
    {name, unit: 'ms', samples: frameMs},
    {name: `${name}, rows`, unit: 'ms', samples: starts.map(({dataMs}) => dataMs)},
  ];
};
