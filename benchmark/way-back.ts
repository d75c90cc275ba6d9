import type {Client} from './client.ts';
import type {Laboratory} from './laboratory.ts';
import type {Report} from './report.ts';
import {quantile} from './statistics.ts';

const ROUNDS = 15;
/** The sum is what the shell prints; what is typed does not contain it. */
const typeMark = (client: Client, index: number): string => {
  client.send(`clear; echo mark-$((7000 + ${index}))-\r`);
  return `mark-${7000 + index}-`;
};

/** How fast a session comes back after a reset, and the dashboard after a detach; on a worker of the emulator. */
export const measureWayBack = async (laboratory: Laboratory): Promise<Report> => {
  const {small} = laboratory;
  const job = await small.addJob({name: 'Way back'});
  const reattachMs: number[] = [];
  const detachMs: number[] = [];
  const client = laboratory.startDxtop(small, []);
  // The job added last is the first of the list.
  await client.waitFor('Way back');
  for (let index = 0; index < ROUNDS; index++) {
    client.send('\r');
    // What is typed before the session is there would be an answer to the screen that connects.
    await client.waitFor('dnanexus@');
    await settle();
    await client.waitFor(typeMark(client, index));
    await settle();
    const cutAtMs = performance.now();
    await small.cut(job);
    await client.waitFor('lost');
    reattachMs.push((await client.waitFor(`mark-${7000 + index}-`)) - cutAtMs);
    await settle();
    client.send('\r');
    await settle();
    client.forget();
    const detachedAtMs = performance.now();
    client.send('~d');
    detachMs.push((await client.waitFor('STATE')) - detachedAtMs);
    // Until the quarantine of late terminal replies is over, keys are thrown away.
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  await client.close();
  const p95 = quantile(reattachMs, 0.95);
  return {
    title: 'Way back',
    figures: [
      {name: 'reset to the same screen', unit: 'ms', samples: reattachMs},
      {name: 'the same, p95', goal: {kind: 'at most', value: 1500}, unit: 'ms', samples: [p95]},
      {name: '~d to the list', unit: 'ms', samples: detachMs},
    ],
    notes: [],
  };
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 300));
