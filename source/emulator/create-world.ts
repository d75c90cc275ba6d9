import {createIdMaker} from './ids.ts';
import {Life} from './life.ts';
import {createRandom} from './random.ts';
import {findScenario} from './scenarios/scenarios.ts';
import {PlatformState} from './state.ts';
import {Timeline} from './timeline.ts';

/** The seed of every scenario: two runs agree. */
const seed = 20_261_123;

/** Which world to build. */
export interface WorldOptions {
  scenario: string;
  /** When the emulator starts, in milliseconds since the Unix epoch. */
  startMs: number;
  timeScale?: number;
  executions?: number;
  /** Whether runs take the output of equal jobs that are done. */
  jobReuse?: boolean;
  /** How long held jobs are kept, in milliseconds of job life; 48 hours when absent. */
  holdMs?: number;
}

/**
 * Builds a scenario's state and lives its history until `startMs`; without HTTP and without workers.
 *
 * Throws an `Error` that lists the scenarios when the name is unknown.
 */
export const createWorld = (
  options: WorldOptions,
): {state: PlatformState; life: Life; timeline: Timeline} => {
  const {startMs, timeScale = 1, executions} = options;
  const scenario = findScenario(options.scenario);
  const random = createRandom(seed);
  const ids = createIdMaker(random);
  const state = new PlatformState();
  const timeline = new Timeline(startMs - scenario.historyMs);
  const life = new Life({state, timeline, ids, startMs, timeScale});
  state.reusesJobs = options.jobReuse === true;
  if (options.holdMs !== undefined) life.jobs.holdMs = options.holdMs;
  scenario.build({state, life, timeline, random, ids, startMs, executions});
  timeline.advance(startMs);
  return {state, life, timeline};
};
