import test from 'ava';
import {passesFilter} from '../../source/model/filter/filter.ts';
import {parseFilter} from '../../source/model/filter/parse-filter.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS} from '../helpers/executions.ts';

const job = createJob({
  name: clean('Align sample-7'),
  executableName: clean('bwa_mem'),
  state: clean('failed'),
  tags: [clean('ci'), clean('nightly run')],
  failure: {reason: clean('AppError'), message: clean('no reads left'), from: undefined},
  createdMs: NOW_MS - 3 * 86_400_000,
  tryNumber: 2,
});

const CASES: readonly (readonly [filter: string, passes: boolean])[] = [
  ['', true],
  ['align', true],
  ['ALIGN bwa', true],
  ['align star', false],
  ['align or star', true],
  ['star or align failed', false],
  ['star or align bwa', true],
  ['nightly', true],
  ['"nightly run"', true],
  ['"run nightly"', false],
  [job.id.slice(0, 12), true],
  ['state:failed', true],
  ['state:done', false],
  ['state:done,failed', true],
  ['-state:failed', false],
  ['-state:done', true],
  ['state:waiting', false],
  ['name:/sample-\\d/', true],
  ['name:/^sample/', false],
  ['name:/sample or \\d/', false],
  ['name:align*', true],
  ['name:*sample', false],
  ['name:"Align sample"', true],
  ['exe:bwa', true],
  ['executable:star', false],
  ['inst:mem1', true],
  ['inst:mem2', false],
  ['tag:ci', true],
  ['tag:c', false],
  ['tag:c*', true],
  ['-tag:ci', false],
  ['tag:"nightly run"', true],
  ['user:ada', true],
  ['reason:AppError', true],
  ['reason:"no reads"', true],
  ['class:job', true],
  ['class:analysis', false],
  ['age<2d', false],
  ['age>2d', true],
  ['age<1w', true],
  ['age>71h age<73h', true],
  ['cost>5', false],
  ['cost>1', true],
  ['cost<=1.5', true],
  ['cost>=$1.5', true],
  ['running>1h', false],
  ['running>10m', true],
  ['try>0', true],
  ['try:2', true],
  ['try:0', false],
  ['-star', true],
  ['-align', false],
  ['align or', true],
  ['(', false],
  ['a+b', false],
];
for (const [filter, passes] of CASES) {
  test(`the filter "${filter}" ${passes ? 'lets the job through' : 'keeps the job out'}`, (t) => {
    const {filter: parsed, problems} = parseFilter(filter);
    t.deepEqual(problems, []);
    t.is(passesFilter(parsed, {execution: job, nowMs: NOW_MS}), passes);
  });
}

const PROBLEMS: readonly (readonly [filter: string, wrong: string, message: RegExp])[] = [
  ['align stat:failed', 'stat:failed', /no stat; there are state,/],
  ['age<2', 'age<2', /90s, 15m/],
  ['age<2d cost>much', 'cost>much', /a number/],
  ['name:/(/', 'name:/(/', /not a regular expression/],
  ['name<x', 'name<x', /write a colon/],
  ['or align', 'or', /before or/],
  ['state:', 'state:', /must follow/],
];
for (const [filter, wrong, message] of PROBLEMS) {
  test(`in the filter "${filter}" what is wrong is "${wrong}"`, (t) => {
    const {problems} = parseFilter(filter);
    t.is(problems.length, 1);
    t.is(filter.slice(problems[0]?.start, problems[0]?.end), wrong);
    t.regex(problems[0]?.message ?? '', message);
  });
}

test('what is wrong does not take the rest of the filter away', (t) => {
  const {filter} = parseFilter('star stat:failed');
  t.false(passesFilter(filter, {execution: job, nowMs: NOW_MS}));
});

test('no text that somebody may type or paste breaks it', (t) => {
  for (const {name, executableName} of createHostileExecutions(100)) {
    for (const text of [name ?? '', `name:${executableName ?? ''}`, `"${name ?? ''}`, `-${name ?? ''} or`]) {
      const {filter, problems} = parseFilter(text);
      passesFilter(filter, {execution: job, nowMs: NOW_MS});
      for (const {start, end} of problems) t.true(start >= 0 && end > start && end <= text.length);
    }
  }
  t.pass();
});
