import {cluster} from './cluster.ts';
import {demo} from './demo.ts';
import {empty} from './empty.ts';
import {failures} from './failures.ts';
import {hostile} from './hostile.ts';
import {huge} from './huge.ts';
import {workstation} from './workstation.ts';
import type {Scenario} from './scenario.ts';

/** All scenarios, the default first. */
export const scenarios: readonly Scenario[] = [demo, empty, failures, hostile, cluster, workstation, huge];

/** The scenario with a name; throws an `Error` that lists the names when there is none. */
export const findScenario = (name: string): Scenario => {
  const scenario = scenarios.find((known) => known.name === name);
  if (scenario) return scenario;
  const names = scenarios.map((known) => known.name).join(', ');
  throw new Error(`there is no scenario ${JSON.stringify(name)}; the scenarios are: ${names}`);
};
