import {check} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** An account that reuses jobs. @type {readonly Check[]} */
export const reuse = [
  check('run fastqc -y --brief --wait -iseconds=0 -isample=once', [], 0, {remember: 'once'}),
  check('run fastqc -y --brief -iseconds=0 -isample=once', [], 0, {remember: 'twice'}),
  check('describe $twice', ['done', '$once', 'once_fastqc.html']),
  check('watch $twice', ['Output reused from $once', 'Analysis complete for once']),
  check('find jobs --id $twice', ['cached', '$twice']),
  check('run fastqc -y --brief --ignore-reuse -iseconds=0 -isample=once', [], 0, {remember: 'thrice'}),
  check('describe $thrice', [], 0, {lacks: ['$once']}),
  check('run rnaseq_quick -y --brief --wait -i0.sample=HG003', [], 0, {remember: 'whole'}),
  check('run rnaseq_quick -y --name "Partly reused" -i0.sample=HG003 -i1.sample=HG004', [
    '1 stage(s) will reuse results',
    'Stage 0: FastQC',
  ]),
  check('find analyses --name "Partly reused" --brief', [], 0, {remember: 'partly'}),
  // `find executions` of 0.413 loses reused stages; `describe` shows them.
  check('describe $partly', ['FastQC', 'STAR align', 'Cached from']),
  check('wait $partly', ['Done']),
  check(
    'run rnaseq_quick -y -i0.sample=HG003 -i1.sample=HG004 --ignore-reuse',
    ['Analysis ID: analysis-'],
    0,
    {
      remember: 'fresh',
    },
  ),
  check('find executions --root-execution $fresh', ['STAR align'], 0, {lacks: ['cached']}),
];
