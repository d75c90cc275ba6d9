import {createWorld, type WorldOptions} from '../../source/emulator/create-world.ts';
import {describeFully} from '../../source/emulator/describe-execution.ts';
import type {
  ExecutionRecord,
  JobPlan,
  JobSpec,
  StoredFields,
} from '../../source/emulator/execution-record.ts';
import type {WireJob} from '../../source/wire/job.ts';

/** When the world's emulator starts. */
export const startMs = 1_790_000_000_000;
export const second = 1000;

/** A world without executions whose clock only moves by `wait`. */
export const createEmptyWorld = (options: Partial<WorldOptions> = {}) => {
  const world = createWorld({scenario: 'empty', startMs, ...options});
  let nowMs = startMs;
  return {
    ...world,
    wait: (ms: number) => world.timeline.advance((nowMs += ms)),
    describe: (record: ExecutionRecord) =>
      describeFully(world.state, record, world.timeline.currentMs) as unknown as WireJob,
  };
};

/** A job that waits, boots and runs for a minute. */
export const toSpec = (plan: Partial<JobPlan> = {}, fields: StoredFields = {}): JobSpec => ({
  fields: {
    name: 'job',
    executable: 'applet-x',
    executableName: 'x',
    instanceType: 'mem1_ssd1_v2_x4',
    ...fields,
  },
  plan: {queueMs: 2000, bootMs: 3000, hostMs: 4000, runMs: 60_000, end: {state: 'done'}, ...plan},
});
