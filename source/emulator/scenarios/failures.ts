import type {Failure} from '../execution-record.ts';
import {causes} from './causes.ts';
import {hour, minute, toJobSpec} from './job-specs.ts';
import {addLab} from './lab.ts';
import {addTroubles} from './troubles.ts';
import {jointGenotyping, proteomics, toAnalysisSpec} from './pipelines.ts';
import type {Scenario} from './scenario.ts';

/** One failed job for each reason, a tree with one root cause, an analysis that goes on, a hold and a restart. */
export const failures: Scenario = {
  name: 'failures',
  description:
    'every way to fail: each reason once, trees with one cause, holds, restarts, jobs that wait in vain',
  historyMs: 52 * hour,
  build: (world) => {
    addLab(world);
    addTroubles(world);
    const {life, timeline, startMs} = world;
    const entries: [string, Failure][] = Object.entries(causes);
    for (const [index, [cause, failure]] of entries.entries()) {
      timeline.schedule(startMs - 11 * hour + index * 10 * minute, () => {
        const runMs = (4 + index) * minute;
        const end = {state: 'failed', ...failure} as const;
        life.submit(
          toJobSpec(world, {
            name: `fails by ${cause}`,
            executable: 'gatk_haplotypecaller',
            runMs,
            plan: {end},
          }),
        );
      });
    }
    timeline.schedule(startMs - 6 * hour, () => {
      const failing = {stage: 2, failure: causes.truncatedCram, afterMs: hour};
      life.analyses.submit(
        toAnalysisSpec(world, jointGenotyping, {name: 'Joint genotyping cohort 7', failing}),
      );
    });
    timeline.schedule(startMs - 2 * hour, () => {
      const failing = {stage: 2, failure: causes.traceback, afterMs: 5 * minute};
      const run = {name: 'Liver LFQ', failing, onNonRestartableFailure: 'failStage'} as const;
      life.analyses.submit(toAnalysisSpec(world, proteomics, run));
    });
    timeline.schedule(startMs - hour, () => {
      const debug = {debugOn: ['AppInsufficientResourceError']};
      const end = {state: 'failed', ...causes.outOfMemory} as const;
      life.submit(
        toJobSpec(world, {
          name: 'held',
          executable: 'star_align',
          runMs: 9 * minute,
          plan: {end},
          fields: {debug},
        }),
      );
      const failedTries = [causes.worker, causes.internal].map((failure) => ({
        ...failure,
        runMs: 4 * minute,
      }));
      const name = 'on its third try';
      life.submit(
        toJobSpec(world, {name, executable: 'gatk_mutect2', runMs: 20 * hour, plan: {failedTries}}),
      );
      const subjobEnd = {state: 'failed', ...causes.traceback} as const;
      const subjobs = ['chr1', 'chr2', 'chr3'].map((chromosome, index) => ({
        afterMs: minute,
        spec: toJobSpec(world, {
          name: `scatter:${chromosome}`,
          executable: 'gatk_scatter',
          runMs: (index === 1 ? 5 : 30) * minute,
          plan: index === 1 ? {end: subjobEnd} : {},
          fields: {function: 'process'},
        }),
      }));
      life.submit(
        toJobSpec(world, {
          name: 'scatter with one failing subjob',
          executable: 'gatk_scatter',
          runMs: 2 * hour,
          plan: {subjobs},
        }),
      );
    });
  },
};
