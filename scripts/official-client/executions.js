import {check} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** Finding, describing and marking executions. @type {readonly Check[]} */
export const executions = [
  check('tag $fastqc checked again', []),
  check('untag $fastqc again', []),
  check('set_properties $fastqc reviewer=barbara', []),
  check('unset_properties $fastqc cohort', []),
  check('describe $fastqc', ['checked', 'reviewer=barbara']),
  check('find jobs -n 100', ['FastQC HG003', 'running']),
  check('find jobs --brief', ['job-']),
  check('find jobs --json -n 3', ['"state"']),
  check('find jobs --state failed', ['failed']),
  check('find jobs --name "FastQC*" --tag checked --property reviewer=barbara --user self', ['$fastqc']),
  check('find jobs --all-jobs -n 5', ['job-']),
  check('find jobs --origin-jobs --created-after=-1h', ['job-']),
  check('find jobs --no-subjobs --include-restarted', ['job-']),
  check('find jobs --all-projects -o', ['job-']),
  check('find analyses', ['RNA-seq HG004']),
  check('find analyses --no-subjobs', ['analysis-']),
  check('find executions -n 100', ['RNA-seq HG004', 'FastQC']),
  check('find executions --trees', ['├──']),
  check('find executions --root-execution $analysis', ['STAR align'], 0, {lacks: ['nf_core_rnaseq']}),
  check('find jobs --parent $scatter --all-jobs', ['nf_task_entry'], 0, {lacks: ['FastQC']}),
  check('find jobs --origin $scatter', ['nf_task_entry', '├──']),
  check('find jobs --user barbara --all-jobs --brief', [], 0, {lacks: ['job-']}),
  check('find jobs --created-before=-1d --all-jobs --brief', [], 0, {lacks: ['job-']}),
  check('find jobs --created-after=-1d --created-before=-1s --all-jobs --brief -n 100', ['$fastqc']),
  check('find jobs --trees --json --verbose -n 2', ['"runInput"']),
  check('find jobs --name "FastQC HG003" --project $project --all-jobs --brief', ['$fastqc']),
  check('find jobs --property nobody --all-jobs --brief', [], 0, {lacks: ['job-']}),
  check('find executions --state done --all-jobs -n 50 --json', ['"done"'], 0, {
    lacks: ['"state": "failed"'],
  }),
  check('find globalworkflows', ['rnaseq_quick_global']),
  check('describe $analysis --json', ['"stages"']),
  check('describe $fastqc --verbose', ['HG003']),
  check('api $workstation update \'{"allowSSH": ["127.0.0.1"]}\'', ['$workstation']),
  check('api $fastqc update \'{"allowSSH": ["*"]}\'', ['InvalidState'], 3),
];
