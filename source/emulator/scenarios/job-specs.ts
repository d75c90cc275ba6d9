import type {Failure, JobPlan, JobSpec, StoredFields} from '../execution-record.ts';
import type {Hash} from '../input.ts';
import {accountId, toExecutable} from './lab.ts';
import type {World} from './scenario.ts';

/** One second, minute and hour in milliseconds. */
export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;

/** A job in a few words; what is left out gets an everyday value. */
export interface JobSketch {
  name: string;
  /** The applet's name, or `app:NAME` for an app. */
  executable: string;
  instanceType?: string;
  runMs: number;
  /** What goes in; nothing when left out. */
  input?: Hash | undefined;
  plan?: Partial<JobPlan>;
  fields?: StoredFields;
}

/** Builds the job's submission; queueing and booting take times of the world's randomness. */
export const toJobSpec = (world: World, sketch: JobSketch): JobSpec => {
  const {random} = world;
  const isApp = sketch.executable.startsWith('app:');
  const executableName = sketch.executable.replace(/^app:/, '');
  return {
    fields: {
      name: sketch.name,
      executable: toExecutable(world, executableName, isApp ? 'app' : 'applet'),
      executableName,
      instanceType: sketch.instanceType ?? 'mem1_ssd1_v2_x4',
      project: world.state.projectId,
      launchedBy: accountId,
      ...(sketch.input && {runInput: sketch.input, originalInput: sketch.input, input: sketch.input}),
      ...sketch.fields,
    },
    plan: {
      queueMs: random.int(3, 12) * second,
      bootMs: random.int(4, 10) * second,
      hostMs: random.int(3, 8) * second,
      runMs: sketch.runMs,
      end: {state: 'done'},
      ...sketch.plan,
    },
  };
};

/** Submits a job so long before the start, in milliseconds. */
export const runJob = (world: World, beforeMs: number, sketch: JobSketch): void => {
  world.timeline.schedule(world.startMs - beforeMs, () => {
    world.life.submit(toJobSpec(world, sketch));
  });
};

/** The end of a job that fails for a cause. */
export const failed = (cause: Failure) => ({state: 'failed', ...cause}) as const;

/** Fields of jobs that are worth a look: they ask for detailed metrics. */
export const measured = {detailedJobMetrics: true} as const;

/** Everything that a job can be held for. Footing: documented. */
export const debugReasons = [
  'AppError',
  'AppInternalError',
  'AppInsufficientResourceError',
  'ExecutionError',
];
