import test from 'ava';
import type {WireAnalysis} from '../../../source/wire/analysis.ts';
import {createTestClock, startEmulator, type TestEmulator} from '../start-emulator.ts';

const start = async (t: Parameters<typeof startEmulator>[0]) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now, useTmux: false});
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID;
  const {body} = await emulator.call('system/findDataObjects', {name: 'rnaseq_two_samples'});
  const workflow = (body.results as {id: string}[])[0]?.id ?? '';
  const {stages} = (await emulator.get(`${workflow}/describe`)) as unknown as {stages: {id: string}[]};
  const run = async (input: Record<string, unknown> = {}) =>
    (await emulator.call(`${workflow}/run`, {project, input})).body as {id: string; stages: string[]};
  return {emulator, clock, workflow, stages, run};
};

const describeAnalysis = async (emulator: TestEmulator, id: string) =>
  (await emulator.get(`${id}/describe`)) as unknown as WireAnalysis;

const toStageIds = ({stages = []}: WireAnalysis) => stages.map(({execution}) => execution.id);

test('a stage that is a workflow becomes a nested analysis, with everything in its place', async (t) => {
  const {emulator, workflow, stages, run} = await start(t);
  const specified = (await emulator.get(`${workflow}/describe`)) as unknown as {inputSpec: {name: string}[]};
  const [name] = specified.inputSpec.filter((parameter) => parameter.name.endsWith('.sample'));
  t.regex(name?.name ?? '', /^stage-\w{24}\.stage-\w{24}\.sample$/);
  const {id, stages: executions} = await run({'0.1.sample': 'HG003', '1.1.sample': 'HG004'});
  const [first = '', second = '', report = ''] = executions;
  t.deepEqual(
    executions.map((execution) => execution.split('-')[0]),
    ['analysis', 'analysis', 'job'],
  );
  const nested = await describeAnalysis(emulator, first);
  t.like(nested, {parentAnalysis: id, rootExecution: id, stage: stages[0]?.id, state: 'in_progress'});
  const [, align = ''] = toStageIds(nested);
  t.like(await emulator.get(`${align}/describe`), {
    parentAnalysis: first,
    rootExecution: id,
    originJob: align,
    input: {sample: 'HG003'},
  });
  t.deepEqual((await emulator.get(`${report}/describe`)).dependsOn, [first, second]);
  const found = await emulator.find({rootExecution: id});
  t.is(found.results.length, 1 + 2 + 6 + 1);
});

test('nested analyses hand their outputs on, and the outer one is done with the last', async (t) => {
  const {emulator, clock, run} = await start(t);
  const {id, stages} = await run();
  for (const nested of stages.slice(0, 2)) {
    for (const job of toStageIds(await describeAnalysis(emulator, nested))) {
      const output = {
        report: `report of ${nested}`,
        sorted_bam: 'x.bam',
        total_sequences: 1,
        mapped_reads: 1,
      };
      emulator.control.endJob(job, {state: 'done', output});
    }
  }
  clock.advance(2_000);
  const report = await emulator.get(`${stages[2]}/describe`);
  t.is(report.state, 'runnable');
  t.deepEqual(report.input?.reports, [`report of ${stages[0]}`, `report of ${stages[1]}`]);
  emulator.control.endJob(stages[2] ?? '', {state: 'done'});
  t.is((await describeAnalysis(emulator, id)).state, 'done');
});

test('a failure deep inside fails what is around it, and everything names the culprit', async (t) => {
  const {emulator, clock, run} = await start(t);
  const {id, stages} = await run();
  const [culprit = ''] = toStageIds(await describeAnalysis(emulator, stages[0] ?? ''));
  emulator.control.endJob(culprit, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'});
  clock.advance(30_000);
  for (const execution of [id, stages[0]]) {
    t.like(await describeAnalysis(emulator, execution ?? ''), {
      state: 'failed',
      failureReason: 'AppError',
      failureFrom: {id: culprit},
    });
  }
  t.like(await describeAnalysis(emulator, stages[1] ?? ''), {
    state: 'failed',
    failureReason: 'JobTreeFailure',
    failureFrom: {id: culprit},
  });
  t.like(await emulator.get(`${stages[2]}/describe`), {state: 'failed', failureReason: 'JobTreeFailure'});
});

test('terminating the outer analysis terminates what is in it', async (t) => {
  const {emulator, clock, run} = await start(t);
  const {id, stages} = await run();
  await emulator.get(`${id}/terminate`);
  clock.advance(30_000);
  for (const execution of [id, ...stages])
    t.is((await emulator.get(`${execution}/describe`)).state, 'terminated');
});

test('an analysis is run again by a temporary workflow that begins as its own', async (t) => {
  const {emulator, workflow, run} = await start(t);
  const {id} = await run();
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID;
  const again = await emulator.get('workflow/new', {project, initializeFrom: {id}, temporary: true});
  t.not(again.id, workflow);
  const described = (await emulator.get(`${again.id}/describe`)) as unknown as {stages: {name: string}[]};
  t.deepEqual(
    described.stages.map(({name}) => name),
    ['Sample 1', 'Sample 2', 'MultiQC of both'],
  );
  const {body} = await emulator.call(`${again.id}/run`, {
    project,
    stageFolders: {'*': 'again'},
    folder: '/results',
  });
  const [, , report = ''] = body.stages as string[];
  t.is((await emulator.get(`${report}/describe`)).folder, '/results/again');
  const found = await emulator.call('system/findDataObjects', {class: 'workflow'});
  t.false(found.text.includes(again.id));
  t.is((await emulator.call('workflow/new', {project})).body.error?.type, 'InvalidInput');
});
