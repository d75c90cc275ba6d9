import type {AnalysisSpec} from '../execution-record.ts';
import {causes} from './causes.ts';
import {failed, hour, measured, minute, runJob, toJobSpec, type JobSketch} from './job-specs.ts';
import {addLab, toExecutable} from './lab.ts';
import {jointGenotyping, proteomics, runPipeline} from './pipelines.ts';
import type {Scenario, World} from './scenario.ts';
import {addTroubles} from './troubles.ts';

/** Who fails by what: the job's name and its executable. */
const victims: Readonly<Record<keyof typeof causes, readonly [name: string, executable: string]>> = {
  truncatedCram: ['HaplotypeCaller HG00268', 'gatk_haplotypecaller'],
  outOfMemory: ['STAR align SRR1039508', 'star_align'],
  diskFull: ['STAR index GRCh38', 'star_index'],
  fullDisk: ['make_examples HG002', 'deepvariant_make_examples'],
  javaHeap: ['Picard CollectHsMetrics NA12878', 'picard_hs_metrics'],
  pipestance: ['cellranger count donor C', 'cellranger_count'],
  anchors: ['Seurat integrate, donors 1 to 4', 'seurat_integrate'],
  traceback: ['PTM site report, liver', 'ptm_site_report'],
  missingRawFile: ['MaxQuant search, liver', 'maxquant'],
  worker: ['Mutect2 T09', 'gatk_mutect2'],
  spot: ['DeepVariant HG03486', 'deepvariant_make_examples'],
  timeout: ['VEP annotate cohort 6', 'ensembl_vep'],
  input: ['Salmon quant HG003', 'salmon_quant'],
  output: ['samtools sort NA12878', 'samtools_sort'],
  dependency: ['MultiQC plate 11', 'multiqc'],
  execution: ['RSEM HG004', 'rsem_expression'],
  noSuchInstance: ['Parabricks germline NA24385', 'parabricks_germline'],
  internal: ['bcftools merge cohort 5', 'bcftools_merge'],
  costLimit: ['Hail GWAS, height', 'hail_gwas'],
  spendingLimit: ['REGENIE step 2, BMI', 'regenie_step2'],
  orgExpired: ['Cell Ranger ATAC, PBMC', 'cellranger_atac'],
  auth: ['nf-core/rnaseq plate 12', 'nf_core_rnaseq'],
  uploads: ['mosdepth cohort 6', 'mosdepth'],
};

/** An imputation whose second stage scatters: one subjob fails, with it the stage, the analysis and the other stages. */
const toImputation = (world: World): AnalysisSpec => {
  const toSpec = (sketch: Omit<JobSketch, 'instanceType'>) =>
    toJobSpec(world, {instanceType: 'mem3_ssd1_v2_x8', ...sketch});
  const subjobs = ['chr20', 'chr21', 'chr22'].map((chromosome) => ({
    afterMs: minute,
    spec: toSpec({
      name: `phase:${chromosome}`,
      executable: 'glimpse2_phase',
      runMs: (chromosome === 'chr21' ? 9 : 50) * minute,
      plan: chromosome === 'chr21' ? {end: failed(causes.outOfMemory)} : {},
      fields: {...measured, function: 'phase'},
    }),
  }));
  return {
    fields: {
      name: 'GLIMPSE2 imputation, cohort 9',
      executable: toExecutable(world, 'glimpse2_imputation', 'workflow'),
      executableName: 'glimpse2_imputation',
      tags: ['cohort9'],
    },
    stages: [
      {
        name: 'Split reference',
        spec: toSpec({name: 'Split reference', executable: 'glimpse2_split', runMs: 7 * minute}),
      },
      {
        name: 'Phase',
        after: [0],
        spec: toSpec({name: 'Phase', executable: 'glimpse2_phase', runMs: 2 * hour, plan: {subjobs}}),
      },
      {
        name: 'Ligate',
        after: [1],
        spec: toSpec({name: 'Ligate', executable: 'glimpse2_ligate', runMs: 10 * minute}),
      },
      {
        name: 'Ancestry PCA',
        after: [0],
        spec: toSpec({name: 'Ancestry PCA', executable: 'plink_pca', runMs: hour}),
      },
    ],
  };
};

const addRestarts = (world: World): void => {
  runJob(world, hour, {
    name: 'STAR align SRR1039516, held',
    executable: 'star_align',
    runMs: 9 * minute,
    plan: {end: failed(causes.outOfMemory)},
    fields: {...measured, debug: {debugOn: ['AppInsufficientResourceError']}},
  });
  const failedTries = [causes.worker, causes.internal].map((failure) => ({...failure, runMs: 4 * minute}));
  const name = 'Mutect2 T14, third try';
  runJob(world, hour, {name, executable: 'gatk_mutect2', runMs: 20 * hour, plan: {failedTries}});
};

/** One failed job for each reason, trees with one root cause, an analysis that goes on, holds, restarts, and what waits in vain. */
export const failures: Scenario = {
  name: 'failures',
  description:
    'every way to fail: each reason once, trees with one cause, holds, restarts, jobs that wait in vain',
  historyMs: 52 * hour,
  build: (world) => {
    addLab(world);
    addTroubles(world);
    for (const [index, cause] of (Object.keys(causes) as (keyof typeof causes)[]).entries()) {
      const [name, executable] = victims[cause];
      runJob(world, 11 * hour - index * 10 * minute, {
        name,
        executable,
        runMs: (4 + index) * minute,
        plan: {end: failed(causes[cause])},
        fields: measured,
      });
    }
    runPipeline(world, 6 * hour, jointGenotyping, {
      name: 'Joint genotyping cohort 7',
      failing: {stage: 2, failure: causes.truncatedCram, afterMs: hour},
    });
    world.timeline.schedule(world.startMs - 3 * hour, () => {
      world.life.analyses.submit(toImputation(world));
    });
    runPipeline(world, 2 * hour, proteomics, {
      name: 'Liver LFQ',
      failing: {stage: 2, failure: causes.traceback, afterMs: 5 * minute},
      onNonRestartableFailure: 'failStage',
    });
    addRestarts(world);
  },
};
