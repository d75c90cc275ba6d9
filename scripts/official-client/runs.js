import {check, until} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** Running applets, apps and workflows. @type {readonly Check[]} */
export const runs = [
  check(
    'run fastqc -y -iseconds=2 -isample=HG003 --tag plate7 --property cohort=7 --name "FastQC HG003"',
    ['Job ID: job-'],
    0,
    {remember: 'fastqc'},
  ),
  check('describe $fastqc', ['FastQC HG003', 'plate7', 'cohort=7', 'fastqc']),
  check(
    'run star_align -y --brief -isample=HG003 -iseconds=1 -ireads=HG002_R1.fastq.gz -ilibrary_size=$fastqc:total_sequences --priority low --instance-type mem3_ssd1_v2_x8',
    [],
    0,
    {remember: 'star'},
  ),
  check('describe $star', ['mem3_ssd1_v2_x8', 'low', /waiting_on_input|runnable|running|idle/]),
  check('wait $fastqc', ['Waiting for', 'Done']),
  check('describe $fastqc', ['done', 'HG003_fastqc.html']),
  check('wait $star', ['Done']),
  check('describe $star --json', ['"library_size": 48211904']),
  check('run fastqc -y -iseconds=many', ['seconds'], 3),
  check('run fastqc -y -inonsense=1', ['nonsense'], 3),
  check('run fastqc -y --instance-type mem9_x1', ['not a recognized instance type'], 3),
  check('run fastqc -y --priority urgent', ['invalid choice'], 2),
  check('run no_such_applet -y', ['Unable to resolve "no_such_applet"'], 3),
  check('run gatk_haplotypecaller -y --brief -isample=HG00268 -iseconds=1', [], 0, {remember: 'failing'}),
  check('wait $failing', ['Job has failed because of AppError', 'truncated'], 3),
  check('describe $failing', ['AppError', 'Failure message']),
  check('run gatk_haplotypecaller -y --brief -isample=HG00268 -iseconds=1 --debug-on AppError', [], 0, {
    remember: 'held',
  }),
  until('held', 'debug_hold'),
  check('describe $held', ['debug_hold', 'AppError']),
  check('terminate $held'),
  until('held', 'terminated'),
  check('run --clone $fastqc -y --brief', [], 0, {remember: 'clone'}),
  check('describe $clone', ['FastQC HG003 (re-run)', 'Re-run of', 'plate7']),
  check('terminate $clone'),
  check('run app-cloud_workstation -y --brief -imax_session_length=2h --allow-ssh', [], 0, {
    remember: 'workstation',
  }),
  check('describe $workstation', ['high', 'Cloud Workstation']),
  check('run cloud_workstation -y --brief -imax_session_length=1h --allow-ssh 203.0.113.7', [], 0, {
    remember: 'other',
  }),
  check('describe $other --json', ['203.0.113.7']),
  check('terminate $other'),
  check('run rnaseq_quick -y --name "RNA-seq HG004" -i0.sample=HG004', ['Analysis ID: analysis-'], 0, {
    remember: 'analysis',
  }),
  check('describe $analysis', ['RNA-seq HG004', 'in_progress', 'STAR align']),
  check('wait $analysis', ['Done']),
  check('describe $analysis', ['done', 'multiqc_report.html']),
  check('run globalworkflow-rnaseq_quick_global -y --brief', [], 0, {remember: 'global'}),
  check('run nf_core_rnaseq -y --brief -isamples=2', [], 0, {remember: 'scatter'}),
  check('wait $scatter', ['Done']),
  check('find executions --origin-jobs --brief', ['$scatter']),
  check('find jobs --id $scatter', ['nf_task_entry', '├──', 'done']),
];
