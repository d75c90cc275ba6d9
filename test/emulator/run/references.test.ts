import test from 'ava';
import {
  findObjects,
  findReferences,
  findStages,
  replaceStages,
  resolveReferences,
} from '../../../source/emulator/run/references.ts';

const job = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';
const file = 'file-J0fK9Zj0Y7PqkVx4b2G5gQ1z';

const resolve = (input: Record<string, unknown>, output: Record<string, unknown>) =>
  resolveReferences(
    input,
    () => output,
    ({field}) => new Error(`no ${field}`),
  );

test('references are found in every form and at every depth, each once', (t) => {
  const input = {
    long: {$dnanexus_link: {job, field: 'bam'}},
    short: [{job, field: 'bai'}],
    deep: {a: [{$dnanexus_link: {analysis: 'analysis-x', stage: 'stage-y', field: 'vcf'}}]},
    file: {$dnanexus_link: file},
    placed: [{$dnanexus_link: {project: 'project-x', id: file}}],
    plain: {job: 'accountant', field: 'work'},
  };
  t.deepEqual(findReferences(input), [job, 'analysis-x']);
  t.deepEqual(findObjects(input), [file]);
});

test('outputs take the place of references, one element where an index is given', (t) => {
  const input = {
    bams: [{$dnanexus_link: {job, field: 'bam'}}],
    first: {$dnanexus_link: {job, field: 'parts', index: 1}},
    kept: {$dnanexus_link: file},
    count: 3,
  };
  t.deepEqual(resolve(input, {bam: 'a.bam', parts: ['p0', 'p1']}), {
    bams: ['a.bam'],
    first: 'p1',
    kept: {$dnanexus_link: file},
    count: 3,
  });
});

test('an output that is not there is an error', (t) => {
  t.throws(() => resolve({bam: {job, field: 'bam'}}, {}), {message: 'no bam'});
  t.throws(() => resolve({bam: {$dnanexus_link: {job, field: 'parts', index: 7}}}, {parts: []}), {
    message: 'no parts',
  });
});

test('references to stages become references to their jobs', (t) => {
  const input = {reports: [{$dnanexus_link: {stage: 'stage-a', outputField: 'report'}}]};
  t.deepEqual(findStages(input), ['stage-a']);
  t.deepEqual(
    replaceStages(input, () => job),
    {reports: [{$dnanexus_link: {job, field: 'report'}}]},
  );
  t.deepEqual(
    replaceStages(input, () => undefined),
    input,
  );
});
