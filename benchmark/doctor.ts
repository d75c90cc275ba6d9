import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {openFilteredPort} from '../test/helpers/filtered-port.ts';
import {type Laboratory} from './laboratory.ts';
import type {Report} from './report.ts';

const ROUNDS = 10;
const FILTERED_ROUNDS = 3;

/** From the start of the program to its end, in milliseconds; throws when it ends with another code than expected. */
const runDoctor = async (laboratory: Laboratory, jobId: string, expectedCode: number): Promise<number> => {
  const startMs = performance.now();
  const child = spawn(process.execPath, [laboratory.program, 'doctor', jobId], {
    stdio: 'ignore',
    env: {...laboratory.env, ...laboratory.small.environment},
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== expectedCode) throw new Error(`dxtop doctor ended with ${String(code)}`);
  return performance.now() - startMs;
};

/** How long `dxtop doctor` takes, start and end of the program included: all well, and a port that swallows packets. */
export const measureDoctor = async (laboratory: Laboratory): Promise<Report> => {
  const healthy = await laboratory.small.addJob({name: 'Healthy'});
  const healthyMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) healthyMs.push(await runDoctor(laboratory, healthy, 0));

  const filtered = await laboratory.small.addJob({name: 'Filtered'});
  const {port, close} = await openFilteredPort();
  const filteredMs: number[] = [];
  try {
    await laboratory.small.update(filtered, {sshPort: port});
    for (let round = 0; round < FILTERED_ROUNDS; round++)
      filteredMs.push(await runDoctor(laboratory, filtered, 1));
  } finally {
    await close();
  }

  return {
    title: 'Doctor',
    figures: [
      {
        name: 'against a healthy worker',
        goal: {kind: 'at most', value: 2000},
        unit: 'ms',
        samples: healthyMs,
      },
      {
        name: 'against a filtered port',
        goal: {kind: 'at most', value: 6000},
        unit: 'ms',
        samples: filteredMs,
      },
    ],
    notes: [],
  };
};
