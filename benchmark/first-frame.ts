import {spawn} from 'node:child_process';
import {once} from 'node:events';
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
}

const startDashboard = async (laboratory: Laboratory): Promise<Start> => {
  const client = laboratory.startDxtop(laboratory.small, []);
  const frameMs = (await client.waitFor(FIRST_FRAME)) - client.startedMs;
  const dataMs = (await client.waitFor(FIRST_DATA)) - client.startedMs;
  await client.close();
  return {frameMs, dataMs};
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
 * client's `--version` where `DX_COMMAND` says how to run it.
 */
export const measureFirstFrame = async (
  laboratory: Laboratory,
  officialClient: string | undefined,
): Promise<Report> => {
  // Fills the compile cache, as the first start of a new version does.
  const cold = await startDashboard(laboratory);
  const starts: Start[] = [];
  const nodeMs: number[] = [];
  const officialMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    starts.push(await startDashboard(laboratory));
    nodeMs.push(await run(process.execPath, ['-e', '0'], laboratory.env));
    if (officialClient !== undefined && round < OFFICIAL_ROUNDS)
      officialMs.push(await run('/bin/sh', ['-c', `${officialClient} --version`], laboratory.env));
  }
  const frameMs = starts.map((start) => start.frameMs);
  const official: Figure[] =
    officialMs.length === 0
      ? []
      : [
          {
            name: 'first frame / dx --version',
            goal: {kind: 'at most', value: 0.4},
            unit: '',
            samples: toRatios(frameMs.slice(0, officialMs.length), officialMs),
          },
        ];
  return {
    title: 'Start of the dashboard',
    figures: [
      {
        name: 'first frame / node -e 0',
        goal: {kind: 'at most', value: 5},
        unit: '',
        samples: toRatios(frameMs, nodeMs),
      },
      ...official,
      {name: 'first frame', unit: 'ms', samples: frameMs},
      {name: 'first rows', unit: 'ms', samples: starts.map(({dataMs}) => dataMs)},
      {name: 'first frame without compile cache', unit: 'ms', samples: [cold.frameMs]},
      {name: 'node -e 0', unit: 'ms', samples: nodeMs},
    ],
    notes:
      officialMs.length === 0 ? ['dx --version was left out: set DX_COMMAND to the words that run dx'] : [],
  };
};
