import type {Hash} from '../input.ts';
import type {AnalysisSpec, Failure, StoredFields} from '../execution-record.ts';
import {hour, minute, toJobSpec, type JobSketch} from './job-specs.ts';
import {toExecutable} from './lab.ts';
import {programs} from './programs.ts';
import type {World} from './scenario.ts';

/** One stage of a pipeline; `after` names earlier stages by position. */
interface StageSketch {
  name: string;
  applet: string;
  instanceType: string;
  /** How long it usually runs. */
  runMs: number;
  program?: string;
  input?: Hash;
  after?: readonly number[];
}

/** A pipeline as the lab knows it. */
export interface Pipeline {
  readonly workflow: string;
  readonly stages: readonly StageSketch[];
}

const {star, salmon, haplotypeCaller, deepVariant, maxQuant, cellRanger} = programs;

/** Bulk RNA sequencing. */
export const rnaSeq: Pipeline = {
  workflow: 'rnaseq_star_salmon',
  stages: [
    {name: 'FastQC', applet: 'fastqc', instanceType: 'mem1_ssd1_v2_x2', runMs: 14 * minute},
    {
      name: 'STAR align',
      applet: 'star_align',
      instanceType: 'mem3_ssd1_v2_x16',
      runMs: 70 * minute,
      program: star,
      input: {genome: 'GRCh38', library_size: 61_000_000},
    },
    {
      name: 'Salmon quant',
      applet: 'salmon_quant',
      instanceType: 'mem1_ssd1_v2_x8',
      runMs: 25 * minute,
      program: salmon,
      after: [1],
    },
    {name: 'MultiQC', applet: 'multiqc', instanceType: 'mem1_ssd1_v2_x2', runMs: 6 * minute, after: [0, 2]},
  ],
};

/** Variants of one genome by a neural network. */
export const deepVariantWgs: Pipeline = {
  workflow: 'deepvariant_wgs',
  stages: [
    {
      name: 'make_examples',
      applet: 'deepvariant_make_examples',
      instanceType: 'mem1_ssd1_v2_x36',
      runMs: 95 * minute,
      program: deepVariant,
    },
    {
      name: 'call_variants',
      applet: 'deepvariant_call_variants',
      instanceType: 'mem2_ssd2_gpu1_x16',
      runMs: 40 * minute,
      program: deepVariant,
      after: [0],
    },
    {
      name: 'postprocess_variants',
      applet: 'deepvariant_postprocess',
      instanceType: 'mem1_ssd1_v2_x8',
      runMs: 18 * minute,
      after: [1],
    },
  ],
};

/** Joint genotyping of six samples, sample by sample and then together. */
export const jointGenotyping: Pipeline = {
  workflow: 'gatk_joint_genotyping',
  stages: [
    ...['HG00096', 'HG00171', 'HG00268', 'HG00403', 'HG01112', 'HG01879'].map((sample) => ({
      name: `HaplotypeCaller ${sample}`,
      applet: 'gatk_haplotypecaller',
      instanceType: 'mem2_ssd1_v2_x8',
      runMs: 3 * hour,
      program: haplotypeCaller,
      input: {sample},
    })),
    {
      name: 'GenomicsDBImport',
      applet: 'gatk_genomicsdb_import',
      instanceType: 'mem3_ssd1_v2_x8',
      runMs: hour,
      after: [0, 1, 2, 3, 4, 5],
    },
    {
      name: 'GenotypeGVCFs',
      applet: 'gatk_genotype_gvcfs',
      instanceType: 'mem3_ssd1_v2_x8',
      runMs: hour,
      after: [6],
    },
  ],
};

/** Label-free proteomics. */
export const proteomics: Pipeline = {
  workflow: 'maxquant_lfq',
  stages: [
    {
      name: 'Thermo raw convert',
      applet: 'thermo_raw_file_parser',
      instanceType: 'mem1_ssd1_v2_x4',
      runMs: 20 * minute,
    },
    {
      name: 'MaxQuant search',
      applet: 'maxquant',
      instanceType: 'mem2_ssd1_v2_x32',
      runMs: 5 * hour,
      program: maxQuant,
      after: [0],
    },
    {
      name: 'PTM site report',
      applet: 'ptm_site_report',
      instanceType: 'mem1_ssd1_v2_x4',
      runMs: 12 * minute,
      after: [0],
    },
    {
      name: 'Perseus statistics',
      applet: 'perseus_stats',
      instanceType: 'mem1_ssd1_v2_x4',
      runMs: 15 * minute,
      after: [2],
    },
  ],
};

/** Single-cell expression. */
export const singleCell: Pipeline = {
  workflow: 'cellranger_multi_donor',
  stages: [
    {
      name: 'cellranger mkfastq',
      applet: 'cellranger_mkfastq',
      instanceType: 'mem1_ssd1_v2_x16',
      runMs: 45 * minute,
    },
    {
      name: 'cellranger count donor A',
      applet: 'cellranger_count',
      instanceType: 'mem3_ssd1_v2_x32',
      runMs: 6 * hour,
      program: cellRanger,
      after: [0],
    },
    {
      name: 'cellranger count donor B',
      applet: 'cellranger_count',
      instanceType: 'mem3_ssd1_v2_x32',
      runMs: 7 * hour,
      program: cellRanger,
      after: [0],
    },
    {
      name: 'Seurat integrate',
      applet: 'seurat_integrate',
      instanceType: 'mem3_ssd1_v2_x8',
      runMs: 50 * minute,
      after: [1, 2],
    },
  ],
};

/** How one run of a pipeline differs from the usual. */
export interface PipelineRun {
  name: string;
  /** Run times are multiplied by this; the lab's live runs are a hundred times shorter. */
  pace?: number;
  /** The stage that fails, by position, and why. */
  failing?: {stage: number; failure: Failure; afterMs?: number};
  onNonRestartableFailure?: 'failStage' | 'failAllStages';
  fields?: StoredFields;
}

/** Builds the submission of a pipeline run; run times vary by a fifth either way. */
export const toAnalysisSpec = (world: World, pipeline: Pipeline, run: PipelineRun): AnalysisSpec => {
  const {pace = 1, failing, fields = {}} = run;
  const stages = pipeline.stages.map((stage, position) => {
    const usualMs = Math.round(stage.runMs * pace * (0.8 + 0.4 * world.random.next()));
    const fails = failing?.stage === position ? failing : undefined;
    const sketch: JobSketch = {
      name: stage.name,
      executable: stage.applet,
      instanceType: stage.instanceType,
      runMs: fails?.afterMs ?? usualMs,
      input: stage.input,
      plan: {
        program: stage.program ?? programs.plain,
        ...(fails && {end: {state: 'failed', ...fails.failure}}),
      },
      // The lab measures its pipelines.
      fields: {detailedJobMetrics: true, ...fields},
    };
    return {
      name: stage.name,
      spec: toJobSpec(world, sketch),
      ...(stage.after && {after: stage.after}),
    };
  });
  return {
    fields: {
      name: run.name,
      executable: toExecutable(world, pipeline.workflow, 'workflow'),
      executableName: pipeline.workflow,
      ...fields,
    },
    stages,
    ...(run.onNonRestartableFailure && {onNonRestartableFailure: run.onNonRestartableFailure}),
  };
};

/** Submits a pipeline run so long before the start, in milliseconds. */
export const runPipeline = (world: World, beforeMs: number, pipeline: Pipeline, run: PipelineRun): void => {
  world.timeline.schedule(world.startMs - beforeMs, () => {
    world.life.analyses.submit(toAnalysisSpec(world, pipeline, run));
  });
};
