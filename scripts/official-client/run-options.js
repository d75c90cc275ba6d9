import {check, until} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** The options of `run`, each seen again in what the job says of itself. @type {readonly Check[]} */
export const runOptions = [
  check(
    'run fastqc -y --brief -iseconds=1 --folder /results --depends-on $fastqc --cost-limit 5 --rank 2 --detach --delay-workspace-destruction --ignore-reuse --detailed-job-metrics --head-job-on-demand --preserve-job-outputs --max-tree-spot-wait-time 1h --max-job-spot-wait-time 30m --extra-args \'{"executionPolicy": {"restartOn": {"*": 1}}, "details": {"why": "audit"}}\'',
    [],
    0,
    {remember: 'many'},
  ),
  check('describe $many --json', [
    ...['"costLimit": 5', '"rank": 2', '"delayWorkspaceDestruction": true', '"detailedJobMetrics": true'],
    ...['"folder": "/results"', '"why": "audit"', '"headJobOnDemand": true', '"preserveJobOutputs": {}'],
    ...['"maxTreeSpotWaitTime": 3600', '"maxJobSpotWaitTime": 1800', '"ignoreReuse": true'],
    /"restartOn": \{\s*"\*": 1\s*\}/,
  ]),
  check('run fastqc -y --wait -iseconds=0', ['Job ID: job-'], 0, {remember: 'waited'}),
  check('describe $waited', ['done']),
  check('run fastqc -y --watch -iseconds=1 -isample=HG005', ['Analysis complete for HG005'], 0, {
    remember: 'watched',
  }),
  check('describe $watched', [/Priority +high/]),
  check(
    'run fastqc -y --brief --input-json \'{"sample": "HG006", "seconds": 0}\' --destination "$project:/results"',
    [],
    0,
    {remember: 'json'},
  ),
  check('describe $json', ['HG006', '/results']),
  check('run fastqc -y --brief -iseconds=0 -isample=HG008 --allow-ssh 198.51.100.7 --allow-ssh', [], 0, {
    remember: 'open',
  }),
  check('describe $open --json', ['"198.51.100.7"', '"127.0.0.1"']),
  check('run gatk_haplotypecaller -y --brief -iseconds=20 --debug-on All', [], 0, {remember: 'debugged'}),
  check('describe $debugged --json', [
    '"AppError"',
    '"AppInternalError"',
    '"AppInsufficientResourceError"',
    '"ExecutionError"',
  ]),
  check('terminate $debugged $open'),
  check(
    'run fastqc -y --brief -iseconds=0 --instance-type-by-executable \'{"*": {"*": "mem2_ssd1_v2_x8"}}\'',
    [],
    0,
    {
      remember: 'byExecutable',
    },
  ),
  check('describe $byExecutable', ['mem2_ssd1_v2_x8']),
  check('run app-cloud_workstation -y --brief --alias default -imax_session_length=1h', [], 0, {
    remember: 'aliased',
  }),
  check('terminate $aliased'),
  check(
    'run rnaseq_quick -y --brief --rerun-stage "*" --stage-output-folder 1 /results -i0.sample=HG009',
    [],
    0,
    {
      remember: 'rerun',
    },
  ),
  check('describe $rerun --json', ['"HG009"', '"folder": "/results"']),
  check('run --clone $analysis -y --brief', [], 0, {remember: 'cloned'}),
  check('describe $cloned', ['RNA-seq HG004 (re-run)']),
  check('terminate $rerun $cloned'),
  until('cloned', 'terminated'),
  check('run rnaseq_two_samples -y --brief --name "Two samples"', [], 0, {remember: 'nested'}),
  check('describe $nested', ['Sample 1', 'Sample 2', 'MultiQC of both']),
  check('wait $nested', ['Done']),
  check('find executions --root-execution $nested', [
    'Two samples',
    'Sample 1',
    'FastQC',
    'MultiQC of both',
    '├──',
    '└──',
  ]),
  check('find analyses --name "Two samples" --brief', ['$nested']),
  check('run globalworkflow-rnaseq_quick_global --help', ['MultiQC']),
  check('run --instance-type-help', ['mem1_ssd1_v2_x4']),
  check('api $project describe \'{"fields": {"availableInstanceTypes": true}}\'', [
    'mem3_ssd1_v2_x96',
    '"numCores": 96',
  ]),
];
