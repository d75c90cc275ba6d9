import {isTerminal, type ExecutionRecord} from '../execution-record.ts';
import {causes, pickCause} from './causes.ts';
import {second, toJobSpec} from './job-specs.ts';
import {deepVariantWgs, rnaSeq, singleCell, toAnalysisSpec, type Pipeline} from './pipelines.ts';
import type {World} from './scenario.ts';

/** Beyond this many executions the oldest finished trees are forgotten. */
const maximumExecutions = 300;

const quickJobs = [
  {name: 'FastQC', executable: 'fastqc', instanceType: 'mem1_ssd1_v2_x2'},
  {name: 'samtools flagstat', executable: 'samtools_flagstat', instanceType: 'mem1_ssd1_v2_x4'},
  {name: 'mosdepth', executable: 'mosdepth', instanceType: 'mem1_ssd1_v2_x4'},
  {name: 'Picard CollectHsMetrics', executable: 'picard_hs_metrics', instanceType: 'mem2_ssd1_v2_x4'},
  {name: 'Somalier relate', executable: 'somalier_relate', instanceType: 'mem1_ssd1_v2_x8'},
] as const;

const pipelines: readonly {pipeline: Pipeline; title: string}[] = [
  {pipeline: rnaSeq, title: 'RNA-seq'},
  {pipeline: deepVariantWgs, title: 'DeepVariant'},
  {pipeline: singleCell, title: 'Single cell'},
];

const retried = [causes.execution, causes.spot, causes.worker] as const;

const submitJob = (world: World, sample: string): void => {
  const {random} = world;
  const quick = random.pick(quickJobs);
  const fails = random.chance(0.15);
  const failsFirst = random.chance(0.1);
  world.life.submit(
    toJobSpec(world, {
      ...quick,
      name: `${quick.name} ${sample}`,
      runMs: random.int(20, 90) * second,
      plan: {
        ...(fails && {end: {state: 'failed', ...pickCause(random, quick.executable)}}),
        ...(failsFirst && {failedTries: [{...random.pick(retried), runMs: 8 * second}]}),
      },
    }),
  );
};

const submitPipeline = (world: World, sample: string): void => {
  const {random} = world;
  const {pipeline, title} = random.pick(pipelines);
  const isFailing = random.chance(0.2);
  const stage = random.int(0, pipeline.stages.length - 1);
  const failing = {
    stage,
    failure: pickCause(random, pipeline.stages[stage]?.applet ?? ''),
    afterMs: 15 * second,
  };
  world.life.analyses.submit(
    toAnalysisSpec(world, pipeline, {
      name: `${title} ${sample}`,
      // An hour becomes half a minute or so.
      pace: 0.008,
      ...(isFailing && {failing}),
    }),
  );
};

const removeTree = (world: World, record: ExecutionRecord): void => {
  for (const child of world.state.executions.children(record.id)) removeTree(world, child);
  world.state.executions.remove(record.id);
};

/** Forgets the oldest trees that are over until few enough executions are left. */
const forget = (world: World): void => {
  const {executions} = world.state;
  if (executions.size <= maximumExecutions) return;
  const roots = [...executions.newestFirst()].filter(({wire}) => !wire.parentJob && !wire.parentAnalysis);
  for (const root of roots.reverse()) {
    if (executions.size <= maximumExecutions) return;
    if (isTerminal(root) && executions.isLatest(root)) removeTree(world, root);
  }
};

/** Something new every 8 to 20 seconds: mostly single jobs, sometimes a pipeline. Never ends. */
export const startLabLife = (world: World): void => {
  let count = 18_501;
  const live = () => {
    // As the 1000 Genomes project names its samples.
    const sample = `NA${count++}`;
    if (world.random.chance(0.3)) submitPipeline(world, sample);
    else submitJob(world, sample);
    forget(world);
    world.life.after(world.random.int(8, 20) * second, live);
  };
  live();
};
