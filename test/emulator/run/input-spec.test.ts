import test from 'ava';
import {toFullValues} from '../../../source/emulator/run/input-spec.ts';

const specification = [
  {name: 'sample', class: 'string', default: 'HG002'},
  {name: 'reads', class: 'array:file'},
  {name: 'genome', class: 'string', choices: ['GRCh38', 'GRCm39'], optional: true},
  {name: 'count', class: 'int', optional: true},
  {name: 'ratio', class: 'float', optional: true},
  {name: 'flag', class: 'boolean', optional: true},
  {name: 'extra', class: 'hash', optional: true},
];
const reads = [{$dnanexus_link: 'file-J0fK9Zj0Y7PqkVx4b2G5gQ1z'}];

test('defaults are added, and what is optional may be missing', (t) => {
  t.deepEqual(toFullValues({reads}, specification), {sample: 'HG002', reads});
  t.deepEqual(toFullValues({reads, count: null}, specification), {sample: 'HG002', reads});
});

test('references to what is not known yet pass for every class', (t) => {
  const job = {$dnanexus_link: {job: 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z', field: 'n'}};
  const stage = {$dnanexus_link: {stage: 'stage-a', outputField: 'n'}};
  t.deepEqual(toFullValues({reads: job, count: stage, genome: job}, specification), {
    sample: 'HG002',
    reads: job,
    genome: job,
    count: stage,
  });
});

test('without a specification everything is accepted', (t) => {
  t.deepEqual(toFullValues({anything: [1]}, undefined), {anything: [1]});
});

const refusals: readonly [title: string, values: Record<string, unknown>, message: RegExp][] = [
  ['a missing required input', {}, /"input\.reads".*required/],
  ['an unknown name', {reads, other: 1}, /"input\.other" of input is not expected/],
  ['a string for an int', {reads, count: '3'}, /"input\.count".*class "int"/],
  ['a fraction for an int', {reads, count: 1.5}, /class "int"/],
  ['a string for a float', {reads, ratio: '1.5'}, /class "float"/],
  ['a number for a boolean', {reads, flag: 1}, /class "boolean"/],
  ['an array for a hash', {reads, extra: []}, /class "hash"/],
  ['a file that is no array', {reads: reads[0]}, /class "array:file"/],
  [
    'a record for a file',
    {reads: [{$dnanexus_link: 'record-J0fK9Zj0Y7PqkVx4b2G5gQ1z'}]},
    /class "array:file"/,
  ],
  ['what is not among the choices', {reads, genome: 'hg19'}, /one of \["GRCh38","GRCm39"\]/],
];
for (const [title, values, message] of refusals) {
  test(`${title} is refused`, (t) => {
    t.throws(() => toFullValues(values, specification), {name: 'InvalidInput', message});
  });
}
