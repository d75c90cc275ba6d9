import test from 'ava';
import {readLog} from '../read-log.ts';
import {createTestClock, startEmulator, type TestEmulator} from '../start-emulator.ts';

const find = async (emulator: TestEmulator, name: string): Promise<string> => {
  const {body} = await emulator.call('system/findDataObjects', {name});
  return (body.results as {id: string}[])[0]?.id ?? '';
};

const start = async (t: Parameters<typeof startEmulator>[0], jobReuse = true) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now, useTmux: false, jobReuse});
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID;
  const run = async (subject: string, body: Record<string, unknown> = {}) =>
    (await emulator.call(`${subject}/run`, {project, ...body})).body as {id: string; stages: string[]};
  const finish = (id: string, output: Record<string, unknown>) =>
    emulator.control.endJob(id, {state: 'done', output});
  return {emulator, clock, project, run, finish};
};

test('an account that reuses jobs gets the output of an equal one, without a machine', async (t) => {
  const {emulator, run, finish} = await start(t);
  const applet = await find(emulator, 'fastqc');
  const input = {sample: 'HG003'};
  const first = await run(applet, {input});
  t.is((await emulator.get(`${(await run(applet, {input})).id}/describe`)).state, 'idle');
  finish(first.id, {report: 'HG003.html', total_sequences: 7});
  const again = await run(applet, {input: {seconds: 20, ...input}});
  const job = await emulator.get(`${again.id}/describe`);
  t.like(job, {state: 'done', outputReusedFrom: first.id, totalPrice: 0});
  t.deepEqual(job.output, {report: 'HG003.html', total_sequences: 7});
  t.false('startedRunning' in job);
  const log = readLog(emulator, again.id);
  await log.closed;
  t.deepEqual(log.texts(), ['END_LOG']);
  for (const other of [{input: {sample: 'HG004'}}, {input, ignoreReuse: true}]) {
    t.is((await emulator.get(`${(await run(applet, other)).id}/describe`)).state, 'idle');
  }
});

test('an account without the licence runs everything again', async (t) => {
  const {emulator, run, finish} = await start(t, false);
  const applet = await find(emulator, 'fastqc');
  finish((await run(applet)).id, {report: 'x', total_sequences: 7});
  t.is((await emulator.get(`${(await run(applet)).id}/describe`)).state, 'idle');
});

test('stages that were run before stand in, as far as their inputs are the same, and a dry run tells which', async (t) => {
  const {emulator, clock, project, run, finish} = await start(t);
  const workflow = await find(emulator, 'rnaseq_quick');
  const first = await run(workflow);
  const [qc = '', align = '', report = ''] = first.stages;
  clock.advance(1_000);
  finish(qc, {report: 'qc.html', total_sequences: 7});
  finish(align, {sorted_bam: 'a.bam', mapped_reads: 7});
  finish(report, {report: 'multiqc.html'});
  const plan = async (body: Record<string, unknown>) => {
    const {body: planned} = await emulator.call(`${workflow}/dryRun`, {project, ...body});
    const {id, stages} = planned as unknown as {
      id: string;
      stages: {execution: {id: string; parentAnalysis: string}}[];
    };
    return stages.map(({execution}) => (execution.parentAnalysis === id ? 'runs' : execution.id));
  };
  t.deepEqual(await plan({}), [qc, align, report]);
  const changed = {input: {'1.sample': 'HG007'}};
  t.deepEqual(await plan(changed), [qc, 'runs', 'runs']);
  const {stages: specified} = (await emulator.get(`${workflow}/describe`)) as unknown as {
    stages: {id: string}[];
  };
  t.deepEqual(await plan({rerunStages: [specified[0]?.id]}), ['runs', align, 'runs']);
  t.deepEqual(await plan({ignoreReuse: ['*']}), ['runs', 'runs', 'runs']);

  const second = await run(workflow, changed);
  t.is(second.stages[0], qc);
  const analysis = await emulator.get(`${second.id}/describe`);
  t.is(analysis.state, 'in_progress');
  t.is(analysis.stages?.[0]?.execution.parentAnalysis, first.id);
  const [, , waiting = ''] = second.stages;
  t.deepEqual((await emulator.get(`${waiting}/describe`)).dependsOn, [second.stages[1]]);
  const all = await emulator.get(`${(await run(workflow)).id}/describe`);
  t.is(all.state, 'done');
});
