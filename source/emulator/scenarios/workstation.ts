import {hour, minute, runJob} from './job-specs.ts';
import {addLab, colleagueId} from './lab.ts';
import {runWorkstation} from './run-workstation.ts';
import type {Scenario, World} from './scenario.ts';

/** A workstation whose session is over long since. Footing: documented, it ends as done. */
const addFormer = (world: World, beforeMs: number, name: string, hours: number): void =>
  runJob(world, beforeMs, {
    name,
    executable: 'app:cloud_workstation',
    instanceType: 'mem1_ssd1_v2_x8',
    runMs: hours * hour,
    fields: {priority: 'high', runInput: {max_session_length: `${hours}h`}},
  });

/** Cloud workstations: running, nearly over, a colleague's that one cannot enter, and two that are done. */
export const workstation: Scenario = {
  name: 'workstation',
  description: 'cloud workstations: running, nearly over, a colleague’s, and two that are done',
  historyMs: 36 * hour,
  build: (world) => {
    addLab(world);
    addFormer(world, 30 * hour, 'Cloud workstation, variant review', 8);
    addFormer(world, 26 * hour, 'Cloud workstation, left alone', 24);
    runWorkstation(world, 3 * hour, {name: 'Cloud workstation', hours: 12});
    const fields = {launchedBy: colleagueId};
    runWorkstation(world, 2 * hour, {name: 'Cloud workstation of a colleague', hours: 10, fields});
    const instanceType = 'mem2_ssd2_gpu1_x16';
    runWorkstation(world, 50 * minute, {name: 'Cloud workstation with a GPU', hours: 4, instanceType});
    // Its last ten minutes are there to be seen.
    runWorkstation(world, 110 * minute, {name: 'Cloud workstation, nearly over', hours: 2});
  },
};
