import {fork} from 'node:child_process';
import {once} from 'node:events';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {VIEWS} from '../test/helpers/every-screen.ts';
import type {Report} from './report.ts';

/** What came of one view in all its sizes. */
export interface ViewReport {
  readonly view: string;
  readonly frameCount: number;
  /** What did not fit. */
  readonly problems: readonly string[];
  readonly thrown: readonly string[];
}

const SIZES = 2000;
/** Each part of the sizes is about another execution. */
const PARTS = 10;
const PROGRAM = fileURLToPath(new URL('sizes-process.ts', import.meta.url));
const SHOWN_PROBLEMS = 5;

/** Shows some views in a process of its own: React is faster, and as in the bundle, with `NODE_ENV` set from the start. */
const showViews = async (views: readonly string[]): Promise<ViewReport[]> => {
  const reports: ViewReport[] = [];
  const child = fork(PROGRAM, [String(SIZES), String(PARTS), ...views], {
    execArgv: ['--import=tsx'],
    env: {...process.env, NODE_ENV: 'production'},
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (report: ViewReport) => {
    reports.push(report);
    process.stderr.write(`  ${report.view}: ${report.frameCount} sizes\n`);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`showing ${views.join(', ')} ended with ${String(code)}`);
  return reports;
};

/** Every screen, page and menu of the whole dashboard in 2,000 windows of random sizes, with hostile texts in every field. */
export const measureSizes = async (): Promise<Report> => {
  const processCount = Math.min(2, availableParallelism());
  const shares = Array.from({length: processCount}, (_, share) =>
    VIEWS.filter((_view, index) => index % processCount === share),
  );
  const reports = (await Promise.all(shares.map(showViews))).flat();
  const problems = reports.flatMap((report) => report.problems);
  const thrown = reports.flatMap((report) => report.thrown);
  // What was thrown ends a part.
  const fewest = Math.min(...reports.map(({frameCount}) => frameCount));
  return {
    title: 'Every screen in windows of random sizes',
    figures: [
      {name: 'screens, pages and menus', unit: '', samples: [reports.length]},
      {name: 'sizes of each', goal: {kind: 'at least', value: SIZES}, unit: '', samples: [fewest]},
      {
        name: 'frames that do not fit',
        goal: {kind: 'at most', value: 0},
        unit: '',
        samples: [problems.length],
      },
      {name: 'errors thrown', goal: {kind: 'at most', value: 0}, unit: '', samples: [thrown.length]},
    ],
    notes: [
      'the whole dashboard on an emulated platform, hostile texts in every field',
      ...[...thrown, ...problems].slice(0, SHOWN_PROBLEMS),
    ],
  };
};
