import test from 'ava';
import {createTestClock, startEmulator, type TestEmulator} from '../start-emulator.ts';

const find = async (emulator: TestEmulator, name: string): Promise<string> => {
  const {body} = await emulator.call('system/findDataObjects', {name});
  return (body.results as {id: string}[])[0]?.id ?? '';
};

/** An emulator whose clock stands still, so that nothing that is run goes on by itself. */
const start = async (t: Parameters<typeof startEmulator>[0]) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now, useTmux: false});
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID ?? '';
  return {emulator, project, clock};
};

test('a run makes a job that has what the call asked for, and the rest by default', async (t) => {
  const {emulator, project} = await start(t);
  const applet = await find(emulator, 'star_align');
  const {id} = await emulator.get(`${applet}/run`, {
    project,
    input: {sample: 'HG003'},
    name: 'STAR HG003',
    tags: ['a', 'a'],
    properties: {k: 'v'},
    folder: '/results/',
    priority: 'low',
    allowSSH: ['203.0.113.7'],
    debug: {debugOn: ['AppError']},
    systemRequirements: {'*': {instanceType: 'mem3_ssd1_v2_x8'}},
    timeoutPolicyByExecutable: {[applet]: {'*': {hours: 2}}},
    executionPolicy: {restartOn: {'*': 1}},
    costLimit: 1.5,
    rank: 3,
  });
  t.like(await emulator.get(`${id}/describe`), {
    state: 'idle',
    name: 'STAR HG003',
    executable: applet,
    executableName: 'star_align',
    launchedBy: 'user-rosalind',
    tags: ['a'],
    properties: {k: 'v'},
    folder: '/results',
    priority: 'low',
    allowSSH: ['203.0.113.7'],
    debug: {debugOn: ['AppError']},
    instanceType: 'mem3_ssd1_v2_x8',
    timeout: 7_200_000,
    executionPolicy: {restartOn: {'*': 1}},
    costLimit: 1.5,
    rank: 3,
    runInput: {sample: 'HG003'},
    originalInput: {sample: 'HG003', seconds: 30, genome: 'GRCh38'},
    rootExecution: id,
    originJob: id,
  });
});

test('an app is run by name, by name and alias, and by ID', async (t) => {
  const {emulator, project} = await start(t);
  const {id} = await emulator.get('app-cloud_workstation/describe');
  for (const subject of [id, 'app-cloud_workstation', 'app-cloud_workstation/default']) {
    const job = await emulator.get(`${subject}/run`, {project});
    t.like(await emulator.get(`${job.id}/describe`), {app: id, executableName: 'cloud_workstation'});
  }
  t.is((await emulator.call('app-cloud_workstation/7.0.0/run', {project})).status, 404);
});

test('a workflow becomes an analysis with a job for each stage, its inputs sorted by stage', async (t) => {
  const {emulator, project} = await start(t);
  const workflow = await find(emulator, 'rnaseq_quick');
  const {stages: specified} = (await emulator.get(`${workflow}/describe`)) as unknown as {
    stages: {id: string}[];
  };
  const [qc = {id: ''}, align] = specified;
  const body = {project, input: {'0.sample': 'HG003', [`${align?.id}.genome`]: 'GRCm39'}};
  const planned = await emulator.call(`${workflow}/dryRun`, body);
  t.is(planned.status, 200);
  t.is((await emulator.find()).results.length, 0);
  const {body: reply} = await emulator.call(`${workflow}/run`, body);
  const [first, second, third] = reply.stages as string[];
  const analysis = await emulator.get(`${String(reply.id)}/describe`);
  t.is(analysis.state, 'in_progress');
  t.deepEqual(
    analysis.stages?.map(({id, execution}) => [id, execution.id]),
    specified.map(({id}, index) => [id, [first, second, third][index]]),
  );
  t.is((await emulator.get(`${first}/describe`)).input?.sample, 'HG003');
  t.is((await emulator.get(`${second}/describe`)).input?.genome, 'GRCm39');
  t.like(await emulator.get(`${third}/describe`), {
    dependsOn: [first, second],
    stage: specified[2]?.id,
    input: {reports: [{$dnanexus_link: {job: first, field: 'report'}}]},
  });
  t.is(analysis.originalInput?.[`${qc.id}.sample`], 'HG003');
});

test('a global workflow runs the workflow of the project’s region', async (t) => {
  const {emulator, project} = await start(t);
  const {body} = await emulator.call('globalworkflow-rnaseq_quick_global/run', {project});
  t.is((await emulator.get(`${String(body.id)}/describe`)).executable, await find(emulator, 'rnaseq_quick'));
});

test('the same nonce makes one job, and with another body none', async (t) => {
  const {emulator, project, clock} = await start(t);
  const applet = await find(emulator, 'fastqc');
  const body = {project, nonce: 'once', name: 'first'};
  const {id} = await emulator.get(`${applet}/run`, body);
  t.is((await emulator.get(`${applet}/run`, body)).id, id);
  t.is((await emulator.call(`${applet}/run`, {...body, name: 'second'})).body.error?.type, 'InvalidInput');
  t.is((await emulator.find()).results.length, 1);
  clock.advance(3_600_000);
  t.not((await emulator.get(`${applet}/run`, body)).id, id);
});

test('a run call that is not right is refused, and makes nothing', async (t) => {
  const {emulator, project} = await start(t);
  const applet = await find(emulator, 'fastqc');
  const unknownJob = {$dnanexus_link: {job: 'job-000000000000000000000000', field: 'x'}};
  const refusals: [body: Record<string, unknown>, type: string, message: RegExp][] = [
    [{project: undefined}, 'InvalidInput', /"project"/],
    [{input: {seconds: 'many'}}, 'InvalidInput', /"input\.seconds"/],
    [{input: []}, 'InvalidInput', /"input"/],
    [{input: {seconds: unknownJob}}, 'ResourceNotFound', /job-0000/],
    [{dependsOn: ['nobody']}, 'InvalidInput', /nobody/],
    [{name: 7}, 'InvalidInput', /"name"/],
    [{folder: 'results'}, 'InvalidInput', /"folder"/],
    [{tags: ['x'.repeat(701)]}, 'InvalidInput', /"tags\.0".*700/],
    [
      {properties: {'batch-id': 'é'.repeat(351)}},
      'InvalidInput',
      /^Expected key "properties.batch-id" of input to be no longer than 700 UTF-8 encoded bytes$/,
    ],
    [{properties: {['k'.repeat(101)]: 'v'}}, 'InvalidInput', /100/],
    [{allowSSH: [['H', 'P']]}, 'InvalidInput', /"allowSSH"/],
    [{debug: {debugOn: ['Boredom']}}, 'InvalidInput', /"debug\.debugOn\.0"/],
    [{priority: 'urgent'}, 'InvalidInput', /"priority"/],
    [{executionPolicy: {restartOn: {AppError: 1}}}, 'InvalidInput', /AppError/],
    [
      {systemRequirements: {main: {instanceType: 'mem9_ssd1_x3'}}},
      'InvalidInput',
      /not a recognized instance type/,
    ],
    [{timeoutPolicyByExecutable: {[applet]: {'*': {years: 1}}}}, 'InvalidInput', /timeoutPolicyByExecutable/],
    [{costLimit: 0}, 'InvalidInput', /"costLimit"/],
    [{rank: 2000}, 'InvalidInput', /"rank"/],
    [{ignoreReuse: 'yes'}, 'InvalidInput', /"ignoreReuse"/],
  ];
  for (const [body, type, message] of refusals) {
    const {body: reply} = await emulator.call(`${applet}/run`, {project, ...body});
    t.is(reply.error?.type, type, JSON.stringify(body));
    t.regex(reply.error?.message ?? '', message);
  }
  t.is((await emulator.find()).results.length, 0);
});

test('a project tells its instance types when asked, and each of them may be asked for', async (t) => {
  const {emulator, project} = await start(t);
  t.false('availableInstanceTypes' in (await emulator.get(`${project}/describe`)));
  const {body} = await emulator.call(`${project}/describe`, {fields: {availableInstanceTypes: true}});
  const types = body.availableInstanceTypes as Record<string, {traits: unknown}>;
  t.like(types.mem2_ssd1_v2_x8?.traits, {numCores: 8, totalMemoryMB: 32_768, ephemeralStorageGB: 300});
  t.true(Object.keys(types).length > 80);
  const applet = await find(emulator, 'fastqc');
  for (const instanceType of Object.keys(types)) {
    const systemRequirements = {'*': {instanceType}};
    const {status} = await emulator.call(`${applet}/run`, {project, systemRequirements});
    t.is(status, 200, instanceType);
  }
});

test('one may not run where one may only view', async (t) => {
  const {emulator} = await start(t);
  const {body} = await emulator.call('system/findProjects', {level: 'VIEW', name: 'Tumour atlas'});
  const [shared] = body.results as {id: string}[];
  const applet = await find(emulator, 'fastqc');
  const reply = await emulator.call(`${applet}/run`, {project: shared?.id});
  t.is(reply.status, 401);
  t.is(reply.body.error?.type, 'PermissionDenied');
});

test('objects are found by name, class and folder, and named ones are resolved', async (t) => {
  const {emulator, project} = await start(t);
  const names = async (query: Record<string, unknown>) => {
    const {body} = await emulator.call('system/findDataObjects', {
      ...query,
      describe: {fields: {name: true}},
    });
    return (body.results as {describe: {name: string}}[]).map(({describe}) => describe.name).sort();
  };
  t.deepEqual(await names({class: 'file'}), ['HG002_R1.fastq.gz', 'HG002_R2.fastq.gz']);
  t.deepEqual(await names({class: 'workflow', scope: {project, folder: '/'}}), [
    'rnaseq_quick',
    'rnaseq_two_samples',
  ]);
  t.deepEqual(await names({name: {glob: '*qc'}}), ['fastqc', 'multiqc']);
  t.deepEqual(await names({scope: {project, folder: '/results'}}), []);
  const {body: page} = await emulator.call('system/findDataObjects', {limit: 1});
  const {body: next} = await emulator.call('system/findDataObjects', {limit: 1, starting: page.next});
  t.notDeepEqual(page.results, next.results);
  const {body: resolved} = await emulator.call('system/resolveDataObjects', {
    project,
    objects: [{name: 'HG002_R1.fastq.gz'}, {name: 'nothing'}],
  });
  const [[file] = [], none] = resolved.results as {id: string; project: string}[][];
  t.is(file?.project, project);
  t.like(await emulator.get(`${file?.id}/describe`), {class: 'file', state: 'closed'});
  t.deepEqual(none, []);
  const listed = await emulator.call(`${project}/listFolder`, {
    folder: '/',
    describe: {fields: {name: true}},
  });
  t.true(listed.text.includes('HG002_R1.fastq.gz'));
});

test('apps and global workflows are found', async (t) => {
  const {emulator} = await start(t);
  const describe = {fields: {name: true, version: true, installed: true}};
  const {body} = await emulator.call('system/findApps', {describe, published: true});
  t.like((body.results as {describe: unknown}[])[0]?.describe, {
    name: 'cloud_workstation',
    version: '2.1.0',
    installed: true,
  });
  t.is((await emulator.call('system/findGlobalWorkflows')).text.match(/globalworkflow-/g)?.length, 1);
});
