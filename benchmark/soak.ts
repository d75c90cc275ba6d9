import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Laboratory} from './laboratory.ts';
import {type Platform, startPlatform} from './platform.ts';
import type {Report} from './report.ts';
import {startWatchedDashboard} from './watched-dashboard.ts';

const JOBS_PER_HOUR = 10_000;
const MINUTE_MS = 60_000;
/** Until as many jobs end as begin, and the code that runs all the time is compiled. */
const WARM_UP_MINUTES = 5;
const SPAN_MINUTES = 2;
/** As somebody who looks at this and that: from the list into a job, its pages, why, its log, and back. */
const KEYS = [
  'j',
  'j',
  'd',
  '\u001B[C',
  '\u001B[C',
  '\u001B',
  'e',
  '\u001B',
  'l',
  '\u001B',
  '!',
  '\u001B',
  'G',
  'g',
];
const KEY_MS = 2500;

/** How much the values grow from one to the next, by the line that fits them best. */
const toSlope = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sum = (toTerm: (index: number, value: number) => number) =>
    values.reduce((total, value, index) => total + toTerm(index, value), 0);
  return sum((index, value) => (index - middle) * (value - mean)) / sum((index) => (index - middle) ** 2);
};

/** Until a dashboard has loaded a list of some thousands. */
const LOAD_MS = 20_000;
const COUNTED = {countsHeap: true};

/** What a dashboard needs of the heap for the list of a platform at rest, in megabytes, with what it needs anyway. */
const countHeapMb = async (
  laboratory: Laboratory,
  platform: Platform,
  directory: string,
): Promise<number> => {
  const {client, readSpans} = startWatchedDashboard(laboratory, platform.environment, directory, COUNTED);
  try {
    await client.waitFor('STATE');
    await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
  } finally {
    await client.close();
  }
  return readSpans().at(-1)?.heapMb ?? Number.NaN;
};

/** How much heap each listed job takes: a list with them all, against an empty one. */
const measureListedJob = async (
  laboratory: Laboratory,
  full: Platform,
  directory: string,
): Promise<number> => {
  const empty = await startPlatform('empty');
  try {
    const heaps: number[] = [];
    for (const platform of [empty, full])
      heaps.push(await countHeapMb(laboratory, platform, mkdtempSync(path.join(directory, 'list-'))));
    const [emptyMb = Number.NaN, fullMb = Number.NaN] = heaps;
    return (fullMb - emptyMb) / (await full.countJobs());
  } finally {
    await empty.close();
  }
};

/** A dashboard that is looked at while 10,000 jobs an hour come and go; `SOAK_MINUTES` says for how long, 10 by itself. */
export const measureSoak = async (laboratory: Laboratory): Promise<Report> => {
  const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
  const platform = await startPlatform('empty');
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-soak-'));
  const {client, readSpans} = startWatchedDashboard(laboratory, platform.environment, directory, COUNTED);
  try {
    await client.waitFor('STATE');
    await platform.runTraffic(JOBS_PER_HOUR);
    const memoryMb: number[] = [];
    let keyCount = 0;
    const pass = async (passMinutes: number): Promise<void> => {
      for (const endMs = Date.now() + passMinutes * MINUTE_MS; Date.now() < endMs;) {
        client.send(KEYS[keyCount++ % KEYS.length] ?? 'j');
        await new Promise((resolve) => setTimeout(resolve, KEY_MS));
        memoryMb.push(client.memoryMb() ?? Number.NaN);
      }
      process.kill(client.pid, 'SIGUSR2');
    };
    await pass(WARM_UP_MINUTES);
    const jobsBefore = await platform.countJobs();
    for (let passed = 0; passed < minutes; passed += SPAN_MINUTES) await pass(SPAN_MINUTES);
    const jobs = (await platform.countJobs()) - jobsBefore;
    await new Promise((resolve) => setTimeout(resolve, KEY_MS));
    await client.close();
    const spans = readSpans();
    const listedJobMb = await measureListedJob(laboratory, platform, directory);
    // The last span is the moment of the end.
    const heap = spans.slice(0, -1).map(({heapMb}) => heapMb);
    const looked = spans.slice(1, -1);
    const addedMb = (toSlope(heap) * 10) / SPAN_MINUTES;
    return {
      title: 'Soak',
      figures: [
        {name: 'jobs', unit: '', samples: [jobs]},
        {name: 'heap that 10 minutes add', unit: 'MB', samples: [addedMb]},
        {name: 'heap of a listed job, in a new dashboard', unit: 'KB', samples: [listedJobMb * 1024]},
        {
          name: 'heap added besides the listed jobs',
          goal: {kind: 'at most', value: 1},
          unit: 'MB',
          samples: [addedMb - (listedJobMb * jobs * 10) / minutes],
        },
        {name: 'heap in use', unit: 'MB', samples: heap},
        {
          name: 'memory at most',
          goal: {kind: 'at most', value: 220},
          unit: 'MB',
          samples: [Math.max(...memoryMb)],
        },
        {
          name: 'loop delay, p99',
          goal: {kind: 'at most', value: 50},
          unit: 'ms',
          samples: looked.map(({p99Ms}) => p99Ms),
        },
        {name: 'loop delay at most', unit: 'ms', samples: looked.map(({maxMs}) => maxMs)},
      ],
      notes: [
        `${JOBS_PER_HOUR} jobs an hour for ${minutes} minutes after ${WARM_UP_MINUTES}; all stay in the list, and a key every ${KEY_MS / 1000} s`,
      ],
    };
  } finally {
    await client.close();
    await platform.close();
    rmSync(directory, {recursive: true});
  }
};
