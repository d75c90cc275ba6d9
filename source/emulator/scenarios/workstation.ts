import {hour, minute, toJobSpec, type JobSketch} from './job-specs.ts';
import {addLab, colleagueId} from './lab.ts';
import {programs} from './programs.ts';
import type {Scenario} from './scenario.ts';

/** A workstation that was asked to last so long, which is how long it runs. Footing: documented, it ends as done. */
const toWorkstation = (name: string, hours: number, fields: JobSketch['fields'] = {}): JobSketch => ({
  name,
  executable: 'app:cloud_workstation',
  instanceType: 'mem1_ssd1_v2_x8',
  runMs: hours * hour,
  plan: {program: programs.workstation},
  fields: {priority: 'high', runInput: {max_session_length: `${hours}h`}, ...fields},
});

/** The workstations of a lab, each with how long ago it was submitted. */
const workstations: readonly (readonly [beforeMs: number, JobSketch])[] = [
  [30 * hour, toWorkstation('Cloud workstation, variant review', 8)],
  [26 * hour, toWorkstation('Cloud workstation, left alone', 24)],
  [3 * hour, toWorkstation('Cloud workstation', 12)],
  [2 * hour, toWorkstation('Cloud workstation of a colleague', 10, {launchedBy: colleagueId})],
  [
    50 * minute,
    toWorkstation('Cloud workstation with a GPU', 4, {
      instanceType: 'mem2_ssd1_gpu1_x16',
      detailedJobMetrics: true,
    }),
  ],
  // Its last ten minutes are there to be seen.
  [110 * minute, toWorkstation('Cloud workstation, nearly over', 2)],
];

/** Cloud workstations: running, nearly over, a colleague's that one cannot enter, and two that are done. */
export const workstation: Scenario = {
  name: 'workstation',
  description: 'cloud workstations: running, nearly over, a colleague’s, and two that are done',
  historyMs: 36 * hour,
  build: (world) => {
    addLab(world);
    for (const [beforeMs, sketch] of workstations) {
      world.timeline.schedule(world.startMs - beforeMs, () => {
        world.life.submit(toJobSpec(world, sketch));
      });
    }
  },
};
