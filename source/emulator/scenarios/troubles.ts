import {defaultHoldMs} from '../job-life.ts';
import {causes} from './causes.ts';
import {debugReasons, failed, hour, measured, minute, runJob} from './job-specs.ts';
import {programs} from './programs.ts';
import {runWorkstation} from './run-workstation.ts';
import type {World} from './scenario.ts';

const forever = Number.POSITIVE_INFINITY;

/** A file whose upload has never ended; returns the link to it. */
const addOpenFile = (world: World, name: string): {$dnanexus_link: string} => {
  const {state, ids, startMs} = world;
  const id = ids('file');
  const created = startMs - 8 * hour;
  state.dataObjects.set(id, {
    id,
    class: 'file',
    project: state.projectId,
    folder: '/',
    name,
    state: 'open',
    created,
    modified: created,
    createdBy: {user: state.accountId},
  });
  return {$dnanexus_link: id};
};

/**
 * What a lab overlooks until it costs: jobs that wait for what never comes, an idle workstation, a hold that is
 * about to expire, tries lost to spot interruptions.
 */
export const addTroubles = (world: World): void => {
  runJob(world, 5 * hour, {
    name: 'DeepVariant HG03486, third try',
    executable: 'deepvariant_make_examples',
    instanceType: 'mem1_ssd1_v2_x36',
    runMs: 14 * hour,
    plan: {
      failedTries: [
        {...causes.spot, runMs: 40 * minute},
        {...causes.spot, runMs: 95 * minute},
      ],
      program: programs.deepVariant,
    },
    fields: {...measured, executionPolicy: {maxSpotTries: 2, restartOn: {SpotInstanceInterruption: 2}}},
  });
  runJob(world, 9 * hour, {
    name: 'AlphaFold-Multimer screen, plate 3',
    executable: 'alphafold_multimer',
    instanceType: 'mem3_ssd1_gpu1_x16',
    runMs: 3 * hour,
    plan: {queueMs: forever},
    fields: {priority: 'low'},
  });
  const archive = addOpenFile(world, 'NovaSeq_run_0412.tar');
  runJob(world, 7 * hour, {
    name: 'bcl-convert run 0412',
    executable: 'bcl_convert',
    instanceType: 'mem1_ssd1_v2_x16',
    runMs: hour,
    fields: {runInput: {run_archive: archive}, input: {run_archive: archive}},
  });
  // With the 11 minutes that it ran, its hold ends some 13 minutes from now.
  runJob(world, defaultHoldMs - 2 * minute, {
    name: 'Seurat integrate, donors 1 to 12',
    executable: 'seurat_integrate',
    instanceType: 'mem3_ssd1_v2_x8',
    runMs: 11 * minute,
    plan: {end: failed(causes.anchors)},
    fields: {...measured, debug: {debugOn: debugReasons}},
  });
  runWorkstation(world, 29 * hour, {
    name: 'Cloud workstation, IGV review',
    hours: 48,
    instanceType: 'mem2_ssd2_gpu1_x16',
  });
};
