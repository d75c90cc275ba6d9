import {check} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** The demo's lab, as the official client shows it. @type {readonly Check[]} */
export const demo = [
  check('find executions -n 40', ['Joint genotyping cohort 7', 'HaplotypeCaller HG00268', '(failed)', '├──']),
  check('find executions -n 40 -o', ['AppError', 'EOF marker is absent']),
  check('find jobs --state failed --all-jobs -n 50', ['HaplotypeCaller HG00268', '(failed)'], 0, {
    lacks: ['(running)'],
  }),
  check('find jobs --state debug_hold --all-jobs --brief', ['job-'], 0, {remember: 'held'}),
  check('describe $held', ['debug_hold', 'SSH Host Key']),
  check('find jobs --name "HaplotypeCaller HG00268" --all-jobs --brief', ['job-'], 0, {remember: 'culprit'}),
  check('watch $culprit -n 12', ['A USER ERROR has occurred', 'STDERR'], [0, 3]),
  check('watch $culprit --metrics csv', [/^\d{13},8,/m], [0, 3]),
  check('find jobs --name "HaplotypeCaller HG00171" --all-jobs --brief', ['job-'], 0, {remember: 'victim'}),
  check('describe $victim', ['JobTreeFailure', '$culprit']),
  check('find jobs --name "DeepVariant HG03486*" --all-jobs --brief', ['job-'], 0, {remember: 'spot'}),
  check('find jobs --id $spot --include-restarted', ['tries', 'try 0', 'try 2']),
  check('describe $spot --try 0', ['SpotInstanceInterruption', 'restarted']),
  check('find jobs --name "Hail GWAS*" --all-jobs --brief', ['job-'], 0, {remember: 'cluster'}),
  check('describe $cluster --verbose', ['clusterSlaves', 'dxspark']),
  check('find analyses --all-jobs -n 30', ['(partially_failed)', '(in_progress)']),
];
