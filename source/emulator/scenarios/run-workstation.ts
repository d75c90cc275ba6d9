import type {StoredFields} from '../execution-record.ts';
import {runnablePrograms} from '../executables/programs.ts';
import {measured, runJob} from './job-specs.ts';
import type {World} from './scenario.ts';

/** A workstation by rules: its program ends it when the session is over, or when somebody says so. */
export const runWorkstation = (
  world: World,
  beforeMs: number,
  workstation: {name: string; hours: number; instanceType?: string; fields?: StoredFields},
): void => {
  const {name, hours, instanceType = 'mem1_ssd1_v2_x8', fields = {}} = workstation;
  runJob(world, beforeMs, {
    name,
    executable: 'app:cloud_workstation',
    instanceType,
    runMs: Number.POSITIVE_INFINITY,
    plan: {program: runnablePrograms.workstation, isDecidedByProgram: true},
    fields: {...measured, priority: 'high', runInput: {max_session_length: `${hours}h`}, ...fields},
  });
};
