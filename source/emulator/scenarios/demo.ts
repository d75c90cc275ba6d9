import {addRunnables} from '../executables/catalogue.ts';
import {startLabLife} from './demo-life.ts';
import {causes} from './causes.ts';
import {
  debugReasons,
  failed,
  hour,
  measured,
  minute,
  runJob,
  second,
  toJobSpec,
  type JobSketch,
} from './job-specs.ts';
import {addLab, colleagueId, type Lab} from './lab.ts';
import {deepVariantWgs, jointGenotyping, proteomics, rnaSeq, singleCell, runPipeline} from './pipelines.ts';
import {programs} from './programs.ts';
import {runWorkstation} from './run-workstation.ts';
import type {Scenario, World} from './scenario.ts';
import {addTroubles} from './troubles.ts';

const forever = Number.POSITIVE_INFINITY;

const addHistory = (world: World): void => {
  runPipeline(world, 44 * hour, rnaSeq, {name: 'RNA-seq fibroblasts plate 11', fields: {tags: ['plate11']}});
  runPipeline(world, 21 * hour, deepVariantWgs, {
    name: 'DeepVariant trio F0231',
    fields: {properties: {family: 'F0231'}},
  });
  runPipeline(world, 5 * hour, jointGenotyping, {
    name: 'Joint genotyping cohort 7',
    failing: {stage: 2, failure: causes.truncatedCram, afterMs: 2.1 * hour},
    fields: {tags: ['cohort7', 'urgent'], properties: {cohort: '7'}},
  });
  runJob(world, 40 * hour, {
    name: 'REGENIE step 1, height',
    executable: 'regenie_step1',
    instanceType: 'mem1_ssd1_v2_x36',
    runMs: 3.4 * hour,
    input: {phenotype: 'height', covariates: ['age', 'sex', 'PC1', 'PC2'], block_size: 1000},
    fields: measured,
  });
  runJob(world, 15 * hour, {
    name: 'STAR align SRR1039508',
    executable: 'star_align',
    instanceType: 'mem1_ssd1_v2_x16',
    runMs: 38 * minute,
    input: {sample: 'SRR1039508', genome: 'GRCh38', library_size: 48_000_000},
    plan: {end: failed(causes.outOfMemory)},
    fields: measured,
  });
  runJob(world, 14 * hour, {
    name: 'VEP annotate cohort 6',
    executable: 'ensembl_vep',
    instanceType: 'mem1_ssd1_v2_x8',
    runMs: 12 * hour,
    input: {vcf: '/cohorts/6/merged.vcf.gz', assembly: 'GRCh38', options: {fork: 8, everything: true}},
    plan: {end: failed(causes.timeout)},
  });
};

const addPresent = (world: World, lab: Lab): void => {
  runPipeline(world, 100 * minute, singleCell, {name: 'PBMC donors A and B', fields: {tags: ['10x']}});
  runPipeline(world, 50 * minute, proteomics, {
    name: 'Liver LFQ, 24 raw files',
    failing: {stage: 2, failure: causes.traceback, afterMs: 9 * minute},
    onNonRestartableFailure: 'failStage',
  });
  runJob(world, 35 * minute, {
    name: 'STAR index GRCh38, debugging',
    executable: 'star_index',
    instanceType: 'mem3_ssd1_v2_x8',
    runMs: 21 * minute,
    plan: {end: failed(causes.diskFull), program: programs.star},
    fields: {...measured, debug: {debugOn: debugReasons}},
  });
  runJob(world, 80 * minute, {
    name: 'Hail GWAS, LDL cholesterol',
    executable: 'app:hail_gwas',
    input: {phenotype: 'ldl_cholesterol', min_maf: 0.005},
    instanceType: 'mem2_ssd1_v2_x16',
    runMs: forever,
    plan: {clusterNodes: 2, program: programs.spark},
    fields: {...measured, clusterSpec: {type: 'dxspark', version: '3.5.2', initialInstanceCount: 3}},
  });
  runWorkstation(world, 3 * hour, {name: 'Cloud workstation', hours: 12});
  const toSubjob = (name: string, runMs: number): JobSketch => ({
    name: `sarek:${name}`,
    executable: 'nf_core_sarek',
    runMs,
    fields: {function: 'nf_task_entry'},
  });
  runJob(world, 65 * minute, {
    name: 'nf-core/sarek tumour pair T14',
    executable: 'nf_core_sarek',
    instanceType: 'mem1_ssd1_v2_x4',
    runMs: forever,
    plan: {
      program: programs.nextflow,
      subjobs: [
        {afterMs: 2 * minute, spec: toJobSpec(world, toSubjob('FASTP', 11 * minute))},
        {afterMs: 15 * minute, spec: toJobSpec(world, toSubjob('BWAMEM1_MEM', 4 * hour))},
        {afterMs: 16 * minute, spec: toJobSpec(world, toSubjob('SAMTOOLS_STATS', 19 * minute))},
      ],
    },
  });
  runJob(world, 22 * minute, {
    name: 'Mutect2 T14, second try',
    executable: 'gatk_mutect2',
    input: {tumour: 'T14', normal: 'N14', intervals: ['chr7', 'chr17']},
    instanceType: 'mem2_ssd1_v2_x8',
    runMs: 9 * hour,
    plan: {failedTries: [{...causes.worker, runMs: 6 * minute}], program: programs.haplotypeCaller},
    fields: measured,
  });
  for (const chromosome of ['chr20', 'chr21', 'chr22']) {
    runJob(world, 12 * minute, {
      name: `GLIMPSE2 phase ${chromosome}`,
      executable: 'glimpse2_phase',
      input: {chromosome, panel: '1000G_NYGC', burn_in: 5},
      instanceType: 'mem3_ssd1_v2_x32',
      runMs: 2 * hour,
      plan: {queueMs: forever},
      fields: {priority: 'low'},
    });
  }
  addColleague(world, lab);
};

const addColleague = (world: World, lab: Lab): void => {
  const fields = {launchedBy: colleagueId};
  runJob(world, 55 * minute, {
    name: 'Cell Ranger ATAC, bone marrow',
    executable: 'cellranger_atac',
    instanceType: 'mem3_ssd1_v2_x16',
    runMs: 11 * hour,
    fields,
  });
  runJob(world, 2 * hour, {
    name: 'Tumour atlas, batch correction',
    executable: 'scvi_integrate',
    instanceType: 'mem2_ssd2_gpu1_x16',
    runMs: 10 * hour,
    fields: {...fields, project: lab.sharedProject},
  });
};

const addWaiting = (world: World): void => {
  world.timeline.schedule(world.startMs - 3 * minute, () => {
    const spec = toJobSpec(world, {name: 'Ancestry PCA', executable: 'plink_pca', runMs: 4 * minute});
    const first = world.life.submit(
      toJobSpec(world, {name: 'Merge VCFs, cohort 6', executable: 'bcftools_merge', runMs: 9 * minute}),
    );
    world.life.submit(spec, [first.id]);
  });
  runJob(world, 40 * second, {name: 'FastQC HG02922', executable: 'fastqc', runMs: 70 * second});
};

/**
 * A lively lab: two days of history, pipelines in all states, a failed cohort with one root cause, a debug hold, a
 * Spark cluster, a workstation and queues; new work arrives endlessly, and old work is forgotten.
 */
export const demo: Scenario = {
  name: 'demo',
  description: 'a lively lab: pipelines, a failed cohort, a debug hold, a Spark cluster, queues',
  historyMs: 52 * hour,
  build: (world) => {
    const lab = addLab(world);
    addRunnables(world);
    addHistory(world);
    addPresent(world, lab);
    addWaiting(world);
    addTroubles(world);
    world.timeline.schedule(world.startMs - 2 * minute, () => startLabLife(world));
  },
};
