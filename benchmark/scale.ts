import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Client} from './client.ts';
import {type Idle, watchIdle} from './idle.ts';
import {JOB_COUNT, type Laboratory} from './laboratory.ts';
import {findProgram} from './openssh-server.ts';
import {type ListRequest, type Platform, startPlatform} from './platform.ts';
import type {Figure, Report} from './report.ts';
import {quantile, toRatios} from './statistics.ts';
import {startWatchedDashboard} from './watched-dashboard.ts';

const KEYS = 300;
/** Between two keys, at least and at most: as somebody moves who looks at what comes by. */
const GAP_MS = [20, 100] as const;
/** How a selected row, or what changes of it, begins: a frame with the cursor where it is now. */
const CURSOR = '\u001B[7m';
/** So long without a request means that what is loaded at the start is there; a refresh comes every 4 s. */
const REST_MS = 1500;
const LIMIT_MS = 60_000;
/** The heap of a program that has just been started still grows. */
const SETTLE_MS = 5000;
/** With 10,000 active a refresh comes every 5 s; after two of them nothing is new any more. */
const STILL_MS = 12_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** When the last of the requests was sent that a dashboard makes at its start, as `Date.now` tells the time. */
const untilLoaded = async (platform: Platform, sinceMs: number): Promise<number> => {
  for (const endMs = Date.now() + LIMIT_MS; Date.now() < endMs; await wait(100)) {
    const times = (await platform.listRequests()).map(({atMs}) => atMs).filter((atMs) => atMs >= sinceMs);
    const lastMs = times.at(-1);
    if (lastMs !== undefined && Date.now() - lastMs > REST_MS) return lastMs;
  }
  throw new Error('the dashboard still loads after a minute');
};

/** How many lists were asked for from one refresh to the next; all pages of a list are one. */
const toListsPerRefresh = (requests: readonly ListRequest[]): number[] => {
  const counts: number[] = [];
  for (const {isRefresh, isNextPage} of requests) {
    if (isNextPage) continue;
    if (isRefresh) counts.push(1);
    else if (counts.length > 0) counts.push((counts.pop() ?? 0) + 1);
  }
  // What follows the last refresh may not be there yet.
  return counts.slice(0, -1);
};

/** Presses keys that move the cursor, and waits each time until it has moved; in milliseconds. */
const moveCursor = async (client: Client): Promise<number[]> => {
  const latencies: number[] = [];
  for (let index = 0; index < KEYS; index++) {
    const [least, most] = GAP_MS;
    await wait(least + Math.random() * (most - least));
    client.forget();
    const startMs = performance.now();
    client.send('j');
    latencies.push((await client.waitFor(CURSOR)) - startMs);
  }
  return latencies;
};

interface Wishes {
  readonly name: string;
  readonly keyMs: number;
}

const measureUse = async (
  laboratory: Laboratory,
  platform: Platform,
  {name, keyMs}: Wishes,
): Promise<Figure[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-scale-'));
  const startedMs = Date.now();
  // With nothing stored, so that the first rows are the platform's.
  const {client, readSpans} = startWatchedDashboard(laboratory, platform.environment, directory);
  try {
    const usableMs = (await client.waitFor(CURSOR)) - client.startedMs;
    const loadedMs = (await untilLoaded(platform, startedMs)) - startedMs;
    process.kill(client.pid, 'SIGUSR2');
    const keysFromMs = Date.now();
    const latencies = await moveCursor(client);
    const requests = (await platform.listRequests()).filter(({atMs}) => atMs >= keysFromMs);
    const memoryMb = client.memoryMb() ?? Number.NaN;
    client.send('q');
    await client.ended;
    const [loading, use] = readSpans();
    if (!loading || !use) throw new Error('the event loop was not watched');
    return [
      {name: `${name}: first rows`, goal: {kind: 'at most', value: 1000}, unit: 'ms', samples: [usableMs]},
      {name: `${name}: all loaded`, unit: 'ms', samples: [loadedMs]},
      {name: `${name}: key to frame, p50`, unit: 'ms', samples: [quantile(latencies, 0.5)]},
      {
        name: `${name}: key to frame, p99`,
        goal: {kind: 'at most', value: keyMs},
        unit: 'ms',
        samples: [quantile(latencies, 0.99)],
      },
      {
        name: `${name}: lists asked for in one refresh`,
        goal: {kind: 'at most', value: 1},
        unit: '',
        samples: toListsPerRefresh(requests),
      },
      {name: `${name}: memory in use`, goal: {kind: 'at most', value: 300}, unit: 'MB', samples: [memoryMb]},
      {name: `${name}: loop blocked while loading`, unit: 'ms', samples: [loading.maxMs]},
      {
        name: `${name}: loop blocked in use`,
        goal: {kind: 'at most', value: 50},
        unit: 'ms',
        samples: [use.maxMs],
      },
    ];
  } finally {
    await client.close();
    rmSync(directory, {recursive: true});
  }
};

/**
 * What rests costs, all at the same time: each of the platforms, and `htop`. First while the prices of what runs count, as
 * the emulator's do in each answer, then with nothing that changes but the clocks on the screen.
 */
const measureRest = async (
  laboratory: Laboratory,
  platforms: ReadonlyMap<string, Platform>,
): Promise<Figure[]> => {
  const {env} = laboratory;
  const htopPath = findProgram(['htop']);
  const dashboards = [...platforms].map(
    ([name, platform]) => [name, laboratory.startDxtop(platform, []), platform] as const,
  );
  const htop = htopPath === undefined ? undefined : new Client({file: htopPath, args: ['-d', '10'], env});
  const clients = [...dashboards.map(([, client]) => client), ...(htop ? [htop] : [])];
  try {
    for (const [, client, platform] of dashboards) {
      await client.waitFor(CURSOR);
      await untilLoaded(platform, Date.now() - SETTLE_MS);
    }
    await wait(SETTLE_MS);
    const counting = await watchIdle(clients);
    for (const [, , platform] of dashboards) await platform.stopClock();
    await wait(STILL_MS);
    const still = await watchIdle(clients);
    const toRatio = (name: string, idles: readonly Idle[], index: number): Figure[] => {
      const htopCpu = htop ? idles.at(-1)?.cpuPercent : undefined;
      if (!htopCpu) return [];
      const samples = toRatios(idles[index]?.cpuPercent ?? [], htopCpu);
      return [{name, goal: {kind: 'at most', value: 2.5}, unit: '', samples}];
    };
    return dashboards.flatMap(([name], index): Figure[] => {
      const {cpuPercent = [], memoryMb = []} = still[index] ?? {};
      return [
        ...toRatio(`${name}: idle processor / htop`, still, index),
        ...toRatio(`${name}: the same, prices count`, counting, index),
        {name: `${name}: idle processor`, unit: '%', samples: cpuPercent},
        {
          name: `${name}: the same, prices count`,
          unit: '%',
          samples: counting[index]?.cpuPercent ?? [],
        },
        {name: `${name}: idle memory`, goal: {kind: 'at most', value: 130}, unit: 'MB', samples: memoryMb},
      ];
    });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
};

/** The dashboard with very many executions: what a user feels of them, and what they cost. */
export const measureScale = async (laboratory: Laboratory): Promise<Report> => {
  const huge = await startPlatform('huge');
  try {
    const large = `${JOB_COUNT} active`;
    const figures = [
      ...(await measureUse(laboratory, huge, {name: 'huge', keyMs: 33})),
      ...(await measureUse(laboratory, laboratory.large, {name: large, keyMs: 16})),
      ...(await measureRest(
        laboratory,
        new Map([
          ['huge', huge],
          [large, laboratory.large],
          ['1 active', laboratory.small],
        ]),
      )),
    ];
    return {
      title: 'The dashboard at scale',
      figures,
      notes: [
        'huge: 100,000 executions of 90 days, 2,000 of them active; what the dashboard loads ends with its last request at the start',
        `${KEYS} keys while the list is polled; idle: nothing changes but the clock, or prices too; % of one processor`,
      ],
    };
  } finally {
    await huge.close();
  }
};
