import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {WireJob} from '../source/wire/job.ts';

/** What the emulator's process can be asked for. */
export type Order =
  | {readonly kind: 'add-job'; readonly job: Partial<WireJob>}
  | {readonly kind: 'add-waiting'; readonly count: number}
  | {readonly kind: 'run-traffic'; readonly perHour: number}
  | {readonly kind: 'count-jobs'}
  | {readonly kind: 'update'; readonly id: string; readonly changes: Partial<WireJob>}
  | {readonly kind: 'cut'; readonly id: string}
  | {readonly kind: 'stop-clock'}
  | {readonly kind: 'count-requests'}
  | {readonly kind: 'list-requests'};

/** A request for a page of executions, as the platform saw it. */
export interface ListRequest {
  readonly atMs: number;
  /** It asks for what is active, as each refresh of the dashboard does. */
  readonly isRefresh: boolean;
  /** It goes on where another one ended. */
  readonly isNextPage: boolean;
}

/** What it says to each order, and once when it is up: its environment as JSON. */
export type Answer = {readonly value: string} | {readonly error: string};

/** An emulated platform in another process. */
export interface Platform {
  /** The variables that lead dxtop to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Adds a job with a worker; answers its ID. */
  addJob(job: Partial<WireJob>): Promise<string>;
  /** Adds jobs that wait for a machine, each older than the one before. */
  addWaiting(count: number): Promise<void>;
  /** From now on so many jobs come in an hour, run for a minute or two, and end. */
  runTraffic(perHour: number): Promise<void>;
  /** How many jobs have come that way. */
  countJobs(): Promise<number>;
  update(id: string, changes: Partial<WireJob>): Promise<void>;
  /** Has the time there stand still: from then on it says the same in each answer, prices too. */
  stopClock(): Promise<void>;
  /** How many calls of the API it has seen. */
  countRequests(): Promise<number>;
  /** The requests for lists that it has seen, oldest first. */
  listRequests(): Promise<readonly ListRequest[]>;
  /** Resets the connections to a job's worker. */
  cut(id: string): Promise<void>;
  /** Ends the emulator. Safe to call twice. */
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('platform-process.ts', import.meta.url));

/** Starts an emulator with a scenario; whoever starts it closes it. */
export const startPlatform = async (scenario: string): Promise<Platform> => {
  const child = fork(PROGRAM, [scenario], {
    execArgv: ['--import=tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const hear = async (): Promise<string> => {
    const gone = ended.then(() => [{error: 'the emulator has ended'}]);
    const [answer] = (await Promise.race([once(child, 'message'), gone])) as [Answer];
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  };
  const order = async (message: Order): Promise<string> => {
    child.send(message);
    return await hear();
  };
  const environment = JSON.parse(await hear()) as Record<string, string>;
  return {
    environment,
    addJob: (job) => order({kind: 'add-job', job}),
    addWaiting: async (count) => {
      await order({kind: 'add-waiting', count});
    },
    runTraffic: async (perHour) => {
      await order({kind: 'run-traffic', perHour});
    },
    countJobs: async () => Number(await order({kind: 'count-jobs'})),
    update: async (id, changes) => {
      await order({kind: 'update', id, changes});
    },
    stopClock: async () => {
      await order({kind: 'stop-clock'});
    },
    countRequests: async () => Number(await order({kind: 'count-requests'})),
    listRequests: async () => JSON.parse(await order({kind: 'list-requests'})) as ListRequest[],
    cut: async (id) => {
      await order({kind: 'cut', id});
    },
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};
