import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createEmulator} from '../source/emulator/emulator.ts';
import type {Laboratory} from './laboratory.ts';
import type {Report} from './report.ts';
import {startWatchedDashboard} from './watched-dashboard.ts';

const BOMBS = 5;
/** The heap of a program that has just been started still grows. */
const SETTLE_MS = 15_000;
const LOOK_MS = 10;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers of 100 MB in place of the list: what they take of memory and of the event loop. */
export const measureBomb = async (laboratory: Laboratory): Promise<Report> => {
  const emulator = await createEmulator({scenario: 'empty', useTmux: false});
  const {control} = emulator;
  await control.addJob({name: 'align reads', state: 'runnable'});
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-bomb-'));
  const {client, readSpans} = startWatchedDashboard(laboratory, emulator.environment, directory);
  try {
    await client.waitFor('align reads');
    await wait(SETTLE_MS);
    process.kill(client.pid, 'SIGUSR2');
    const growthMb: number[] = [];
    for (let bomb = 0; bomb < BOMBS; bomb++) {
      const beforeMb = client.memoryMb() ?? Number.NaN;
      let mostMb = beforeMb;
      const timer = setInterval(() => {
        mostMb = Math.max(mostMb, client.memoryMb() ?? 0);
      }, LOOK_MS);
      control.failNext({kind: 'huge', route: 'system/findExecutions'});
      // The header has the age of the list; then the next answer, and it is live again.
      await client.waitFor('it was not read');
      await client.waitFor('live');
      clearInterval(timer);
      growthMb.push(mostMb - beforeMb);
    }
    await client.close();
    const [, use] = readSpans();
    if (!use) throw new Error('the event loop was not watched');
    return {
      title: 'An answer of 100 MB',
      figures: [
        {name: 'memory that it takes', goal: {kind: 'at most', value: 64}, unit: 'MB', samples: growthMb},
        {name: 'loop blocked', goal: {kind: 'at most', value: 100}, unit: 'ms', samples: [use.maxMs]},
      ],
      notes: [`${BOMBS} of them, one after the other; the most of memory while each came`],
    };
  } finally {
    await client.close();
    await emulator.close();
    rmSync(directory, {recursive: true});
  }
};
