import test from 'ava';
import {NetworkError} from '../../../source/model/errors.ts';
import type {ExecutionId} from '../../../source/model/ids.ts';
import {type RerunWishes, toRerunPlan} from '../../../source/model/rerun-plan.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {type ChangeKit, startChangeKit} from '../changes/change-kit.ts';

const AS_IT_WAS: RerunWishes = {
  input: {},
  allowSSH: [],
  debugOn: [],
  isReuseIgnored: false,
  isWorkspaceKept: false,
};

/** An analysis of two stages, one of them with an input of its own; answers its ID. */
const runWorkflow = async ({emulator}: ChangeKit): Promise<ExecutionId> => {
  const project = emulator.environment['DX_PROJECT_CONTEXT_ID'];
  const {body} = await emulator.call('system/findDataObjects', {name: 'rnaseq_quick'});
  const workflow = (body.results as {id: string}[])[0]?.id ?? '';
  const run = await emulator.call(`${workflow}/run`, {
    ...{project, folder: '/quick', name: 'quick', tags: ['plate7']},
    input: {'0.sample': 'HG003'},
  });
  return run.body.id as ExecutionId;
};

const stageInput = async ({emulator}: ChangeKit, analysis: string): Promise<unknown> => {
  const {stages} = (await emulator.get(`${analysis}/describe`)) as unknown as {
    stages: readonly {execution: {input: unknown}}[];
  };
  return stages[0]?.execution.input;
};

test('an analysis runs again as its workflow, with the inputs that it had', async (t) => {
  const kit = await startChangeKit(t);
  const id = await runWorkflow(kit);
  const former = await kit.platform.describeFormerRun(id);
  const plan = toRerunPlan(former, {...AS_IT_WAS, allowSSH: ['203.0.113.7'], debugOn: ['AppError']});
  const again = await kit.platform.runExecutable(plan);
  t.regex(again, /^analysis-\w{24}$/);
  t.not(again, id);
  t.like(kit.emulator.control.execution(again), {
    name: 'quick (re-run)',
    folder: '/quick',
    tags: ['plate7'],
  });
  t.like(await stageInput(kit, again), {sample: 'HG003'});
  const sent = kit.emulator.control.requests().filter(({method}) => method === 'new' || method === 'run');
  t.like(sent.at(-2)?.body, {initializeFrom: {id}, temporary: true});
  t.like(sent.at(-1)?.body, {
    input: {},
    name: 'quick (re-run)',
    debug: {debugOn: ['AppError']},
    allowSSH: ['203.0.113.7'],
  });
  t.like(kit.log.list()[0], {action: clean('run again'), result: clean(`started ${again}`)});
});

test('with the same nonce a run whose answer was lost is not started twice', async (t) => {
  const kit = await startChangeKit(t);
  const id = await runWorkflow(kit);
  const plan = toRerunPlan(await kit.platform.describeFormerRun(id), AS_IT_WAS);
  kit.emulator.control.failNext({route: 'workflow/run', kind: 'truncate'});
  await t.throwsAsync(kit.platform.runExecutable(plan, {nonce: 'one', tries: 1}), {
    instanceOf: NetworkError,
  });
  const again = await kit.platform.runExecutable(plan, {nonce: 'one'});
  const {results} = await kit.emulator.find({class: 'analysis'});
  t.deepEqual(
    results.map((row) => row.id),
    [again, id],
  );
});
