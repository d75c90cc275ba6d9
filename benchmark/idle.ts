import {Client} from './client.ts';
import {JOB_COUNT, untilPolled, type Laboratory} from './laboratory.ts';
import {findProgram} from './openssh-server.ts';
import type {Figure, Report} from './report.ts';

const SAMPLES = 3;
const SAMPLE_MS = 6000;

/** What programs cost while nobody touches them, one value for each look. */
export interface Idle {
  readonly memoryMb: number[];
  /** Of one processor. */
  readonly cpuPercent: number[];
}

/** Looks at all of them over the same times, so that what else the machine does hits all alike. */
export const watchIdle = async (clients: readonly Client[]): Promise<Idle[]> => {
  const idles = clients.map((): Idle => ({memoryMb: [], cpuPercent: []}));
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = clients.map((client) => client.cpuMs() ?? Number.NaN);
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    clients.forEach((client, index) => {
      idles[index]?.cpuPercent.push(
        (100 * ((client.cpuMs() ?? Number.NaN) - (before[index] ?? 0))) / SAMPLE_MS,
      );
      idles[index]?.memoryMb.push(client.memoryMb() ?? Number.NaN);
    });
  }
  return idles;
};

/** What the dashboard costs while nobody touches it, beside Node itself and `htop`. */
export const measureIdle = async (laboratory: Laboratory): Promise<Report> => {
  const {env} = laboratory;
  const few = laboratory.startDxtop(laboratory.small, []);
  const many = laboratory.startDxtop(laboratory.large, []);
  await Promise.all([few.waitFor('STATE'), untilPolled(laboratory.large)]);
  const node = new Client({file: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env});
  const htopPath = findProgram(['htop']);
  const htop = htopPath === undefined ? undefined : new Client({file: htopPath, args: ['-d', '10'], env});
  const clients = [few, many, node, ...(htop ? [htop] : [])];
  try {
    if (node.memoryMb() === undefined || node.cpuMs() === undefined)
      return {title: 'Idle dashboard', figures: [], notes: ['not measured: needs /proc']};
    // The heap of a program that has just been started still grows.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const [fewIdle, manyIdle, nodeIdle, htopIdle] = await watchIdle(clients);
    if (!fewIdle || !manyIdle || !nodeIdle) throw new Error('nothing was watched');
    const ratios = fewIdle.memoryMb.map((value, index) => value / (nodeIdle.memoryMb[index] ?? Number.NaN));
    const htopFigures: Figure[] = htopIdle
      ? [{name: 'htop: processor', unit: '%', samples: htopIdle.cpuPercent}]
      : [];
    return {
      title: 'Idle dashboard',
      figures: [
        {name: 'memory / bare Node', unit: '', samples: ratios},
        {name: 'memory', unit: 'MB', samples: fewIdle.memoryMb},
        {name: `memory, ${JOB_COUNT} jobs`, unit: 'MB', samples: manyIdle.memoryMb},
        {name: 'bare Node: memory', unit: 'MB', samples: nodeIdle.memoryMb},
        {name: 'processor', unit: '%', samples: fewIdle.cpuPercent},
        {name: `processor, ${JOB_COUNT} jobs`, unit: '%', samples: manyIdle.cpuPercent},
        ...htopFigures,
      ],
      notes: ['polled every few seconds, clocks tick each second; % of one processor'],
    };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
};
