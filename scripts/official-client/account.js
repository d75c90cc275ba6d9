import {check} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** Who one is, and what there is. @type {readonly Check[]} */
export const account = [
  check('whoami', ['rosalind']),
  check('whoami --id', ['user-rosalind']),
  check('find projects', ['Rare disease cohort', 'ADMINISTER']),
  check('find projects --level VIEW --brief', ['project-']),
  check('find projects --name "Tumour*" --level VIEW --json', ['Tumour atlas']),
  check('select $project', ['Selected project']),
  check('cd /results', []),
  check('pwd', ['Rare disease cohort']),
  check('cd /nowhere', ['could not be found'], 3),
  check('cd /', []),
  check('ls', ['results/', 'star_align']),
  check('env', ['127.0.0.1']),
  check('api system whoami', ['user-rosalind']),
  check('api user-rosalind describe \'{"fields": {"handle": true}}\'', ['rosalind']),
  check('api job-000000000000000000000000 describe', ['ResourceNotFound'], 3),
  check('describe job-000000000000000000000000', ['No matches found'], 3),
  check('find apps', ['cloud_workstation']),
  check('find apps --json', ['"cloud_workstation"']),
  check('find data --class file', ['HG002_R1.fastq.gz']),
  check('find data --class applet --brief', ['applet-']),
  check('describe star_align', ['Input Spec', 'GRCh38']),
  check('describe rnaseq_quick', ['Stage 0', 'MultiQC']),
  check('describe app-cloud_workstation', ['max_session_length']),
  check('describe HG002_R1.fastq.gz', ['closed']),
  check('run star_align --help', ['library_size']),
  check('run rnaseq_quick --help', ['MultiQC']),
];
