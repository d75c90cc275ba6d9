import type {WireExecutable, WireParameter, WireWorkflowStage} from '../../wire/executable.ts';
import {createIdMaker} from '../ids.ts';
import {createRandom} from '../random.ts';
import type {World} from '../scenarios/scenario.ts';
import {runnablePrograms} from './programs.ts';

/** A seed of its own, so that a scenario's executions do not depend on how many executables there are. */
const seed = 20_261_124;

const dayMs = 86_400_000;

const sample: WireParameter = {
  name: 'sample',
  class: 'string',
  default: 'HG002',
  help: 'Name of the sample',
};
const seconds: WireParameter = {
  name: 'seconds',
  class: 'int',
  default: 20,
  help: 'How long the tool takes',
};
const reads: WireParameter = {
  name: 'reads',
  class: 'array:file',
  optional: true,
  patterns: ['*.fastq.gz', '*.fq.gz'],
};

const fastqcSpec = {
  title: 'FastQC Reads Quality Control',
  summary: 'Generates a QC report on reads data',
  inputSpec: [reads, sample, seconds],
  outputSpec: [
    {name: 'report', class: 'string'},
    {name: 'total_sequences', class: 'int'},
  ],
};

const starSpec = {
  title: 'STAR align',
  summary: 'Maps RNA-seq reads to a genome',
  inputSpec: [
    reads,
    sample,
    {...seconds, default: 30},
    {name: 'genome', class: 'string', default: 'GRCh38', choices: ['GRCh38', 'GRCm39']},
    {name: 'library_size', class: 'int', optional: true},
  ],
  outputSpec: [
    {name: 'sorted_bam', class: 'string'},
    {name: 'mapped_reads', class: 'int'},
  ],
};

const multiqcSpec = {
  title: 'MultiQC',
  summary: 'Summarises the reports of many tools and samples',
  inputSpec: [{name: 'reports', class: 'array:string'}],
  outputSpec: [{name: 'report', class: 'string'}],
};

const haplotypeCallerSpec = {
  title: 'GATK HaplotypeCaller',
  summary: 'Calls germline variants of one sample; that of HG00268 is truncated',
  inputSpec: [sample, {...seconds, default: 15}],
  outputSpec: [{name: 'gvcf', class: 'string'}],
};

const scatterSpec = {
  title: 'nf-core/rnaseq',
  summary: 'Runs a job for each sample',
  inputSpec: [{name: 'samples', class: 'int', default: 3}],
  outputSpec: [{name: 'submitted', class: 'int'}],
};

const workstationSpec = {
  title: 'Cloud Workstation',
  summary: 'A worker to log in to',
  inputSpec: [
    {name: 'max_session_length', class: 'string', default: '1h', help: 'Units are s, m, h, d, w'},
    {name: 'fids', class: 'array:file', optional: true},
    {name: 'snapshot', class: 'file', optional: true},
  ],
  outputSpec: [],
  access: {network: ['*'], project: 'CONTRIBUTE'},
};

/** Adds an executable of this name unless there is one; returns its ID. */
const addExecutable = (
  world: World,
  ids: ReturnType<typeof createIdMaker>,
  executable: Omit<WireExecutable, 'id'> & {name: string; class: 'applet' | 'app' | 'workflow'},
  program?: string,
): string => {
  const {state, startMs} = world;
  const id = ids(executable.class);
  const created = startMs - 90 * dayMs;
  const place =
    executable.class === 'app'
      ? {version: '2.1.0', aliases: ['default', '2.1.0'], published: created}
      : {project: state.projectId, folder: '/'};
  state.executables.set(id, {...place, created, modified: created, ...executable, id});
  if (program !== undefined) state.programs.set(id, program);
  return id;
};

/**
 * Adds executables whose jobs really run: applets, an app, a workflow and its global twin, and reads to run them on.
 *
 * Footing: assumed; they are this emulator's own, named after the tools they resemble.
 */
export const addRunnables = (world: World): void => {
  const {state, startMs} = world;
  const ids = createIdMaker(createRandom(seed));
  const applet = (name: string, spec: Omit<WireExecutable, 'id' | 'class'>, program: string): string =>
    addExecutable(world, ids, {class: 'applet', name, ...spec}, program);
  const fastqc = applet('fastqc', fastqcSpec, runnablePrograms.fastqc);
  const star = applet('star_align', starSpec, runnablePrograms.starAlign);
  const multiqc = applet('multiqc', multiqcSpec, runnablePrograms.multiqc);
  applet('gatk_haplotypecaller', haplotypeCallerSpec, runnablePrograms.haplotypeCaller);
  const scatter = applet('nf_core_rnaseq', scatterSpec, runnablePrograms.scatter);
  state.programs.set(`${scatter}:nf_task_entry`, runnablePrograms.scatterTask);
  const app = {class: 'app', name: 'cloud_workstation', ...workstationSpec} as const;
  addExecutable(world, ids, app, runnablePrograms.workstation);

  const [qcStage, alignStage, reportStage] = [ids('stage'), ids('stage'), ids('stage')];
  const workflow = addExecutable(world, ids, {
    class: 'workflow',
    name: 'rnaseq_quick',
    title: 'RNA-seq, quick look',
    stages: [
      {id: qcStage, name: 'FastQC', executable: fastqc, input: {seconds: 2}},
      {id: alignStage, name: 'STAR align', executable: star, input: {seconds: 3}},
      {
        id: reportStage,
        name: 'MultiQC',
        executable: multiqc,
        input: {
          reports: [
            {$dnanexus_link: {stage: qcStage, outputField: 'report'}},
            {$dnanexus_link: {stage: alignStage, outputField: 'sorted_bam'}},
          ],
        },
      },
    ],
  });
  const region = state.projects.get(state.projectId)?.wire.region ?? 'aws:us-east-1';
  const globalId = `globalworkflow-${workflow.slice('workflow-'.length)}`;
  state.executables.set(globalId, {
    id: globalId,
    class: 'globalworkflow',
    name: 'rnaseq_quick_global',
    title: 'RNA-seq, quick look (global)',
    version: '1.0.0',
    aliases: ['default', '1.0.0'],
    created: startMs - 90 * dayMs,
    modified: startMs - 90 * dayMs,
    published: startMs - 89 * dayMs,
    regionalOptions: {[region]: {workflow}},
  });
  addReads(world, ids);
  addExecutable(world, ids, {
    class: 'workflow',
    name: 'rnaseq_two_samples',
    title: 'RNA-seq, a report on two samples',
    stages: toTwoSamples(ids, workflow, reportStage, multiqc),
  });
};

/** Two nested analyses, and a report on both. */
const toTwoSamples = (
  ids: ReturnType<typeof createIdMaker>,
  workflow: string,
  reportStage: string,
  multiqc: string,
): WireWorkflowStage[] => {
  const samples = [ids('stage'), ids('stage')].map((id, index) => ({
    ...{id, name: `Sample ${index + 1}`, executable: workflow},
  }));
  const reports = samples.map(({id}) => ({
    $dnanexus_link: {stage: id, outputField: `${reportStage}.report`},
  }));
  return [...samples, {id: ids('stage'), name: 'MultiQC of both', executable: multiqc, input: {reports}}];
};

const addReads = (world: World, ids: ReturnType<typeof createIdMaker>): void => {
  const {state, startMs} = world;
  for (const name of ['HG002_R1.fastq.gz', 'HG002_R2.fastq.gz']) {
    const id = ids('file');
    const created = startMs - 30 * dayMs;
    state.dataObjects.set(id, {
      id,
      class: 'file',
      project: state.projectId,
      folder: '/',
      name,
      state: 'closed',
      created,
      modified: created,
      createdBy: {user: state.accountId},
      size: 3_221_225_472,
      media: 'application/gzip',
    });
  }
};
