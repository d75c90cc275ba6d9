import test from 'ava';
import {createWorld} from '../../source/emulator/create-world.ts';
import {describeFully} from '../../source/emulator/describe-execution.ts';
import type {ExecutionRecord, JobPlan, StoredFields} from '../../source/emulator/execution-record.ts';
import {endProgram} from '../../source/emulator/run/end-program.ts';
import {routes} from '../../source/emulator/routes.ts';
import type {WireJob} from '../../source/wire/job.ts';
import type {ProgramEnd} from '../../source/emulator/workers/job-program.ts';

const startMs = 1_790_000_000_000;
const second = 1000;
const hour = 3_600_000;

/** A world without workers, in which the test says how programs end. */
const createEmptyWorld = () => {
  const world = createWorld({scenario: 'empty', startMs});
  const {state, life, timeline} = world;
  let nowMs = startMs;
  const call = (route: string, subject: string, input: Record<string, unknown>, jobId?: string) =>
    routes.get(route)?.({
      subject,
      input,
      userId: state.accountId,
      nowMs: timeline.currentMs,
      state,
      life,
      ...(jobId !== undefined && {jobId}),
    }) ?? {};
  const get = (id: unknown): ExecutionRecord => {
    const record = state.executions.get(String(id));
    if (record === undefined) throw new Error(`there is no ${String(id)}`);
    return record;
  };
  const findId = (name: string) =>
    [...state.executables.values()].find((item) => item.name === name)?.id ?? '';
  return {
    ...world,
    call,
    get,
    wait: (ms: number) => timeline.advance((nowMs += ms)),
    describe: (record: ExecutionRecord) =>
      describeFully(state, record, timeline.currentMs) as unknown as WireJob,
    run: (name: string, body: Record<string, unknown> = {}) =>
      get(call('applet/run', findId(name), {project: state.projectId, ...body}).id),
    runWorkflow: (body: Record<string, unknown> = {}) =>
      call('workflow/run', findId('rnaseq_quick'), {project: state.projectId, ...body}) as {
        id: string;
        stages: string[];
      },
    end: (record: ExecutionRecord, end: Partial<ProgramEnd> = {}) =>
      endProgram(life, record, {code: 0, isHeld: false, ...end}),
    submit: (plan: Partial<JobPlan>, fields: StoredFields = {}) =>
      life.submit({
        fields: {name: 'job', executable: 'applet-x', instanceType: 'mem1_ssd1_v2_x4', ...fields},
        plan: {queueMs: second, bootMs: second, hostMs: 0, runMs: 60 * second, end: {state: 'done'}, ...plan},
      }),
  };
};

const report = JSON.stringify({report: 'r.html', total_sequences: 7});
const toStates = (job: WireJob) => job.stateTransitions?.map(({newState}) => newState);

test('a job is done when its program exits with 0, with the output that it wrote', (t) => {
  const {run, wait, end, describe} = createEmptyWorld();
  const record = run('fastqc');
  wait(hour);
  t.is(describe(record).state, 'running');
  end(record, {output: report});
  t.like(describe(record), {state: 'done', output: {report: 'r.html', total_sequences: 7}});
});

const programEnds: readonly [title: string, end: Partial<ProgramEnd>, reason: string, message: RegExp][] = [
  ['a status other than 0', {code: 3}, 'AppInternalError', /status 3/],
  ['a signal', {code: 137, signal: 'SIGKILL'}, 'AppInternalError', /SIGKILL/],
  [
    'job_error.json',
    {code: 1, error: '{"error": {"type": "AppError", "message": "no reads"}}'},
    'AppError',
    /^no reads$/,
  ],
  [
    'a full disk',
    {code: 1, error: '{"error": {"type": "AppError", "message": "No space left on device"}}'},
    'AppInsufficientResourceError',
    /space/,
  ],
  ['a missing output', {output: '{}'}, 'OutputError', /"output\.report"/],
  ['an output of another class', {output: '{"report": 1, "total_sequences": 1}'}, 'OutputError', /"string"/],
  ['an output that is no JSON', {output: 'done!'}, 'OutputError', /job_output\.json/],
];
for (const [title, how, failureReason, message] of programEnds) {
  test(`a program that ends with ${title} fails its job with ${failureReason}`, (t) => {
    const {run, wait, end, describe} = createEmptyWorld();
    const record = run('fastqc');
    wait(10 * second);
    end(record, how);
    t.like(describe(record), {state: 'failed', failureReason, failureFrom: {id: record.id}});
    t.regex(describe(record).failureMessage ?? '', message);
  });
}

test('a job that fails with the hold file there is held, and fails when it is let go', (t) => {
  const {run, wait, end, life, describe} = createEmptyWorld();
  const record = run('fastqc');
  wait(10 * second);
  end(record, {code: 1, isHeld: true});
  t.like(describe(record), {state: 'debug_hold', debug: {failureReason: 'AppInternalError'}});
  life.jobs.endHold(record);
  t.like(describe(record), {state: 'failed', failureReason: 'AppInternalError'});
});

test('a job that succeeds with the hold file there is held, and ends as terminated', (t) => {
  const {run, wait, end, life, describe} = createEmptyWorld();
  const record = run('fastqc');
  wait(10 * second);
  end(record, {output: report, isHeld: true});
  t.is(describe(record).state, 'debug_hold');
  life.jobs.endHold(record);
  wait(10 * second);
  t.deepEqual(toStates(describe(record)), ['runnable', 'running', 'debug_hold', 'terminating', 'terminated']);
  t.is(describe(record).output, null);
});

test('a hold ends by itself after the time that is set', (t) => {
  const {run, wait, end, life, describe} = createEmptyWorld();
  life.jobs.holdMs = hour;
  const record = run('fastqc', {debug: {debugOn: ['AppInternalError']}});
  wait(10 * second);
  end(record, {code: 1});
  wait(hour - second);
  t.is(describe(record).state, 'debug_hold');
  wait(10 * second);
  t.is(describe(record).state, 'failed');
});

test('a job waits for the output that it refers to, and gets it', (t) => {
  const {run, wait, end, describe} = createEmptyWorld();
  const first = run('fastqc');
  const library = {$dnanexus_link: {job: first.id, field: 'total_sequences'}};
  const second = run('star_align', {input: {library_size: library}});
  wait(20_000);
  t.like(describe(second), {
    state: 'waiting_on_input',
    dependsOn: [first.id],
    input: {library_size: library},
  });
  end(first, {output: report});
  wait(20_000);
  t.like(describe(second), {
    state: 'running',
    dependsOn: [],
    input: {library_size: 7},
    originalInput: {library_size: library},
  });
  const late = run('star_align', {input: {library_size: library}});
  wait(20_000);
  t.like(describe(late), {state: 'running', input: {library_size: 7}});
});

test('a reference to an output that does not come fails the job', (t) => {
  const {run, wait, end, describe} = createEmptyWorld();
  const first = run('fastqc');
  const input = {library_size: {$dnanexus_link: {job: first.id, field: 'nothing'}}};
  const waiting = run('star_align', {input});
  wait(20 * second);
  end(first, {output: report});
  t.like(describe(waiting), {state: 'failed', failureReason: 'InputError'});
});

test('who depends on a job that failed fails as well, whether it failed before or after', (t) => {
  const {run, wait, end, describe} = createEmptyWorld();
  const first = run('fastqc');
  const before = run('multiqc', {input: {reports: []}, dependsOn: [first.id]});
  wait(20 * second);
  end(first, {code: 1});
  const after = run('multiqc', {input: {reports: []}, dependsOn: [first.id]});
  wait(20 * second);
  for (const record of [before, after]) {
    t.like(describe(record), {state: 'failed', failureReason: 'DependencyUnsatisfiable'});
  }
});

test('a job waits until a file of its input is closed', (t) => {
  const {run, wait, call, state, describe} = createEmptyWorld();
  const file = String(call('file/new', 'file', {project: state.projectId, name: 'late.fastq.gz'}).id);
  const record = run('fastqc', {input: {reads: [{$dnanexus_link: file}]}});
  wait(hour);
  t.like(describe(record), {state: 'waiting_on_input', dependsOn: [file]});
  call('file/close', file, {});
  wait(10 * second);
  t.is(describe(record).state, 'running');
});

test('the stages of a workflow hand their outputs on, and the analysis has them all', (t) => {
  const {runWorkflow, wait, end, get, describe} = createEmptyWorld();
  const {id, stages} = runWorkflow();
  const [qc, align, summary] = stages.map((stage) => get(stage));
  if (!qc || !align || !summary) return t.fail('stages are missing');
  wait(10 * second);
  end(qc, {output: report});
  t.is(describe(summary).state, 'waiting_on_input');
  end(align, {output: JSON.stringify({sorted_bam: 'a.bam', mapped_reads: 3})});
  wait(10 * second);
  t.like(describe(summary), {state: 'running', input: {reports: ['r.html', 'a.bam']}});
  end(summary, {output: '{"report": "multiqc.html"}'});
  const analysis = describe(get(id));
  t.is(analysis.state, 'done');
  t.is(analysis.output?.[`${String(summary.wire.stage)}.report`], 'multiqc.html');
});

test('the failure of one stage takes the others along', (t) => {
  const {runWorkflow, wait, end, get, describe} = createEmptyWorld();
  const {id, stages} = runWorkflow();
  const [qc, align, summary] = stages.map((stage) => get(stage));
  if (!qc || !align || !summary) return t.fail('stages are missing');
  wait(10 * second);
  end(qc, {code: 1});
  wait(10 * second);
  for (const record of [align, summary]) {
    t.like(describe(record), {state: 'failed', failureReason: 'JobTreeFailure', failureFrom: {id: qc.id}});
  }
  t.like(describe(get(id)), {state: 'failed', failureReason: 'AppInternalError', failureFrom: {id: qc.id}});
});

test('a policy starts a failed job anew, try after try, until it is used up', (t) => {
  const {run, wait, end, state, describe} = createEmptyWorld();
  const record = run('fastqc', {executionPolicy: {restartOn: {AppInternalError: 1}}});
  wait(10 * second);
  end(record, {code: 1});
  t.like(describe(record), {state: 'restartable', try: 0});
  wait(10 * second);
  t.like(describe(record), {state: 'running', try: 1, failureCounts: {AppInternalError: 1}});
  t.is(state.executions.getTry(record.id, 0)?.wire.state, 'restarted');
  end(record, {code: 1});
  t.like(describe(record), {state: 'failed', try: 1, failureReason: 'AppInternalError'});
});

test('a job that runs longer than it may fails with JobTimeoutExceeded; waiting does not count', (t) => {
  const {run, wait, end, describe} = createEmptyWorld();
  const first = run('fastqc');
  const timeoutPolicyByExecutable = {'*': {'*': {hours: 1}}};
  const record = run('multiqc', {input: {reports: []}, dependsOn: [first.id], timeoutPolicyByExecutable});
  wait(3 * hour);
  end(first, {output: report});
  wait(59 * 60 * second);
  t.is(describe(record).state, 'running');
  wait(2 * 60 * second);
  t.like(describe(record), {state: 'failed', failureReason: 'JobTimeoutExceeded', timeout: hour});
});

test('a worker that falls silent makes its job unresponsive, and then a new try', (t) => {
  const {run, wait, life, describe} = createEmptyWorld();
  const record = run('fastqc');
  wait(10 * second);
  life.jobs.loseWorker(record);
  t.is(describe(record).state, 'unresponsive');
  t.false(record.wantsWorker);
  wait(10 * 60 * second + 20 * second);
  t.like(describe(record), {state: 'running', try: 1, failureCounts: {UnresponsiveWorker: 1}});
});

test('after its spot tries a job of normal priority goes on with high', (t) => {
  const {run, wait, life, describe} = createEmptyWorld();
  const record = run('fastqc', {executionPolicy: {maxSpotTries: 2}});
  for (const finalPriority of ['normal', 'high']) {
    wait(20 * second);
    t.is(describe(record).state, 'running');
    life.jobs.interruptSpot(record);
    t.is(describe(record).finalPriority, finalPriority);
  }
  wait(20 * second);
  t.like(describe(record), {state: 'running', try: 2, failureCounts: {SpotInstanceInterruption: 2}});
});

test('a job makes subjobs with its own token, and is done when they are', (t) => {
  const {run, wait, end, call, get, describe} = createEmptyWorld();
  const parent = run('nf_core_rnaseq');
  wait(10 * second);
  const body = {function: 'nf_task_entry', input: {sample: 'S1'}};
  t.throws(() => call('job/new', 'job', body), {name: 'PermissionDenied'});
  t.throws(() => call('job/new', 'job', {...body, function: 'other'}, parent.id), {name: 'InvalidInput'});
  const child = get(call('job/new', 'job', body, parent.id).id);
  t.like(describe(child), {
    name: 'nf-core/rnaseq:nf_task_entry',
    function: 'nf_task_entry',
    parentJob: parent.id,
    originJob: parent.id,
    rootExecution: parent.id,
  });
  end(parent, {output: '{"submitted": 1}'});
  t.is(describe(parent).state, 'waiting_on_output');
  wait(10 * second);
  end(child, {output: '{}'});
  t.like(describe(parent), {state: 'done', output: {submitted: 1}});
});

test('a scripted job keeps its life, whatever its program does', (t) => {
  const {submit, wait, end, describe} = createEmptyWorld();
  const record = submit({program: 'exit 1'});
  wait(10 * second);
  end(record, {code: 1});
  t.is(describe(record).state, 'running');
  wait(60 * second);
  t.is(describe(record).state, 'done');
});
