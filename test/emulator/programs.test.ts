import test, {type ExecutionContext} from 'ava';
import {readLog} from './read-log.ts';
import {endOnWorker, onWorker, until, untilState} from './on-worker.ts';
import {startEmulator, type AnyDescribe, type TestEmulator} from './start-emulator.ts';

/** What takes seconds of job life takes a hundredth of that; programs themselves run as fast as they do. */
const timeScale = 100;

const start = (t: ExecutionContext) => startEmulator(t, {scenario: 'empty', timeScale, useTmux: false});

const run = async (emulator: TestEmulator, name: string, body: Record<string, unknown> = {}) => {
  const {body: found} = await emulator.call('system/findDataObjects', {name});
  const subject = (found.results as {id: string}[])[0]?.id ?? name;
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID;
  return (await emulator.get(`${subject}/run`, {project, allowSSH: ['*'], ...body})).id;
};

test('a program is done when it exits with 0, and what it printed is the log of its job', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'fastqc', {input: {sample: "HG'003", seconds: 0}});
  const job = await untilState(emulator, id, 'done');
  t.deepEqual(job.output, {report: "HG'003_fastqc.html", total_sequences: 48211904});
  const reader = readLog(emulator, id);
  await reader.closed;
  const lines = reader.messages.filter(({source}) => source === 'APP').map(({level, msg}) => [level, msg]);
  t.deepEqual(lines, [
    ['STDOUT', `bash running (job ID ${id})`],
    ['STDOUT', "FastQC v0.12.1: started analysis of HG'003"],
    ['STDOUT', "Analysis complete for HG'003"],
  ]);
});

test('a program’s inputs, script and output are in the home folder', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'fastqc', {input: {seconds: 1000}});
  const home = await onWorker(emulator, id, 'cat job_input.json; ls; head -1 dx_stdout');
  t.true(home.includes('"sample": "HG002"'));
  for (const name of [`${id}.code.sh`, 'dnanexus-job.json', 'dx_stderr', 'environment']) {
    t.true(home.includes(name), name);
  }
  t.true(home.endsWith(`bash running (job ID ${id})`));
});

test('what a program says about its failure is the failure of its job', async (t) => {
  const emulator = await start(t);
  const input = {sample: 'HG00268', seconds: 0};
  const id = await run(emulator, 'gatk_haplotypecaller', {input});
  const job = await untilState(emulator, id, 'failed');
  t.is(job.failureReason, 'AppError');
  t.regex(job.failureMessage ?? '', /HG00268 is truncated/);
});

// Alone, because the same jobs run in other tests, under the same IDs and by the same user.
test.serial(
  'with debugOn the worker stays after the failure, until the process in the job’s place is ended',
  async (t) => {
    const emulator = await start(t);
    const input = {sample: 'HG00268', seconds: 0};
    const debug = {debugOn: ['AppError']};
    const id = await run(emulator, 'gatk_haplotypecaller', {input, debug});
    const held = await untilState(emulator, id, 'debug_hold');
    t.is(held.debug?.failureReason, 'AppError');
    let pid = '';
    while (pid === '') pid = await onWorker(emulator, id, 'pgrep -f [d]x-debug-hold; true');
    await endOnWorker(emulator, id, `kill ${pid}`);
    t.like(await untilState(emulator, id, 'failed'), {failureReason: 'AppError'});
  },
);

test.serial('who ends a job’s program on its worker ends the job', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'fastqc', {input: {seconds: 1000}});
  await endOnWorker(emulator, id, `kill -9 $(pgrep -f $HOME/.*[c]ode.sh)`);
  const job = await untilState(emulator, id, 'failed');
  t.is(job.failureReason, 'AppInternalError');
  t.regex(job.failureMessage ?? '', /SIGKILL/);
});

test('who touches the hold file keeps a job that succeeds, and lets it go with terminate', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'app-cloud_workstation');
  t.is(await onWorker(emulator, id, 'sudo touch /.dx-hold && ls -A | grep hold'), '.dx-hold');
  await onWorker(emulator, id, 'while [ ! -e .dx.timeout ]; do sleep 0.1; done; dx-set-timeout 0s');
  await untilState(emulator, id, 'debug_hold');
  t.is(await onWorker(emulator, id, 'echo still here'), 'still here');
  await emulator.get(`${id}/terminate`);
  const job = await untilState(emulator, id, 'terminated');
  t.deepEqual(
    job.stateTransitions?.map(({newState}) => newState),
    ['runnable', 'running', 'debug_hold', 'terminating', 'terminated'],
  );
});

test('a program makes subjobs, whose own programs run', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'nf_core_rnaseq', {input: {samples: 2}});
  await untilState(emulator, id, 'done');
  const {results} = await emulator.find({parentJob: id, describe: true});
  t.deepEqual(
    results.map(({describe}) => [describe?.state, (describe as AnyDescribe).input]),
    [
      ['done', {sample: 'S2'}],
      ['done', {sample: 'S1'}],
    ],
  );
});

test('a workstation counts down, can be told to take longer, makes a snapshot, and ends as done', async (t) => {
  const emulator = await start(t);
  const id = await run(emulator, 'app-cloud_workstation', {input: {max_session_length: '2h'}});
  await until(emulator, id, (job) => typeof job.sshHostKey === 'string');
  let left = '';
  while (!left.startsWith('0 days')) left = await onWorker(emulator, id, 'dx-get-timeout');
  t.regex(left, /^0 days (2 hours 0|1 hours 59) minutes \d+ seconds$/);
  await onWorker(emulator, id, 'dx-set-timeout 20h');
  t.regex(await onWorker(emulator, id, 'dx-get-timeout'), /^0 days (20|19) hours/);
  t.regex(await onWorker(emulator, id, 'dx-set-timeout soon'), /^usage/);
  const snapshot = await onWorker(emulator, id, 'echo mine >notes; dx-create-snapshot --name mine');
  t.like(await emulator.get(`${/file-\w+/.exec(snapshot)?.[0]}/describe`), {
    name: 'mine.tar.gz',
    state: 'closed',
  });
  t.true((await onWorker(emulator, id, 'tar -tzf mine.tar.gz')).includes('./notes'));
  await endOnWorker(emulator, id, 'dx-set-timeout 0s');
  await untilState(emulator, id, 'done');
});
