import {causes} from './causes.ts';
import {hour, minute, toJobSpec, type JobSketch} from './job-specs.ts';
import {addLab, colleagueId} from './lab.ts';
import {programs} from './programs.ts';
import type {Scenario} from './scenario.ts';

const forever = Number.POSITIVE_INFINITY;

/** A cluster job with so many nodes besides the driver. Footing: documented, the count includes the driver. */
const toCluster = (nodes: number, type: string, sketch: JobSketch): JobSketch => ({
  ...sketch,
  plan: {clusterNodes: nodes, program: programs.spark, ...sketch.plan},
  fields: {clusterSpec: {type, version: '3.5.2', initialInstanceCount: nodes + 1}, ...sketch.fields},
});

/** The clusters of a lab that does association studies, each with how long ago it was submitted. */
const clusters: readonly (readonly [beforeMs: number, JobSketch])[] = [
  [
    20 * hour,
    toCluster(4, 'dxspark', {
      name: 'Hail QC, exomes batch 3',
      executable: 'app:hail_qc',
      instanceType: 'mem2_ssd1_v2_x16',
      runMs: 3 * hour,
    }),
  ],
  [
    9 * hour,
    toCluster(2, 'dxspark', {
      name: 'Hail burden test, lipids',
      executable: 'app:hail_gwas',
      instanceType: 'mem2_ssd1_v2_x16',
      runMs: 95 * minute,
      plan: {end: {state: 'failed', ...causes.outOfMemory}},
    }),
  ],
  [
    80 * minute,
    toCluster(3, 'dxspark', {
      name: 'Hail GWAS, LDL cholesterol',
      executable: 'app:hail_gwas',
      instanceType: 'mem2_ssd1_v2_x16',
      runMs: forever,
      fields: {detailedJobMetrics: true},
    }),
  ],
  [
    30 * minute,
    toCluster(2, 'apachespark', {
      name: 'Glow joint calling, chromosome 22',
      executable: 'glow_joint_calling',
      instanceType: 'mem3_ssd1_v2_x8',
      runMs: forever,
      fields: {launchedBy: colleagueId},
    }),
  ],
  [
    12 * minute,
    toCluster(1, 'generic', {
      name: 'Dask PCA, 1000 Genomes',
      executable: 'dask_pca',
      instanceType: 'mem1_ssd1_v2_x8',
      runMs: forever,
    }),
  ],
  [
    4 * minute,
    toCluster(8, 'dxspark', {
      name: 'Hail export to VCF, waiting for machines',
      executable: 'app:hail_export',
      instanceType: 'mem3_ssd1_v2_x32',
      runMs: hour,
      plan: {queueMs: forever},
      fields: {priority: 'low'},
    }),
  ],
];

/** Spark and other clusters: running with 3, 2 and 1 nodes besides the driver, queued, done and failed. */
export const cluster: Scenario = {
  name: 'cluster',
  description: 'Spark and other clusters: a driver and nodes, each with SSH of its own',
  historyMs: 24 * hour,
  build: (world) => {
    addLab(world);
    for (const [beforeMs, sketch] of clusters) {
      world.timeline.schedule(world.startMs - beforeMs, () => {
        world.life.submit(toJobSpec(world, sketch));
      });
    }
  },
};
