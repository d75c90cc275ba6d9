import test from 'ava';
import {createPlace, exitOf, type Place, see} from '../pty/start-dxtop.ts';

const SAMPLE = {name: 'sample', class: 'string'};

/** The run calls that the platform has seen, without what makes each the only one. */
const runsOf = ({control}: Place) =>
  control
    .requests()
    .filter(({method}) => method === 'run')
    .map(({body}) => {
      const {nonce, ...request} = body as Readonly<Record<string, unknown>>;
      return {...request, hasNonce: typeof nonce === 'string'};
    });

const addFailed = async ({control}: Place): Promise<{app: string; id: string}> => {
  const app = control.addApp({name: 'aligner', inputSpec: [SAMPLE, {name: 'lanes', class: 'array:int'}]});
  const id = await control.addJob({
    name: 'align HG002',
    state: 'failed',
    executable: app,
    executableName: 'aligner',
    folder: '/out',
    tags: ['plate7', 'bell\u0007'],
    properties: {cohort: '7'},
    priority: 'low',
    runInput: {sample: 'HG002', lanes: [1, 2]},
    systemRequirements: {
      main: {instanceType: 'mem2_ssd1_v2_x2', clusterSpec: {type: 'generic', initialInstanceCount: 2}},
    },
    allowSSH: ['198.51.100.7'],
    debug: {debugOn: ['AppError']},
  });
  return {app, id};
};

test('--clone sends what dx sends: all as it was, but for SSH and the debug hold', async (t) => {
  const place = await createPlace(t);
  const {app, id} = await addFailed(place);
  const {code, stdout, stderr} = await place.run(['run', '--clone', id, '-y']);
  t.is(stderr, '');
  t.is(code, 0);
  const project = place.env['DX_PROJECT_CONTEXT_ID'];
  const systemRequirements = {
    main: {instanceType: 'mem2_ssd1_v2_x2', clusterSpec: {type: 'generic', initialInstanceCount: 2}},
  };
  const runInput = {sample: 'HG002', lanes: [1, 2]};
  t.deepEqual(runsOf(place), [
    {
      hasNonce: true,
      project,
      input: runInput,
      folder: '/out',
      name: 'align HG002 (re-run)',
      tags: ['plate7', 'bell\u0007'],
      properties: {cohort: '7'},
      systemRequirements,
      priority: 'low',
      details: {
        clonedFrom: {
          ...{id, executable: app, project, folder: '/out', name: 'align HG002'},
          ...{runInput, systemRequirements},
        },
      },
    },
  ]);
  t.like(place.control.execution(stdout.trim()), {name: 'align HG002 (re-run)', executable: app});
});

test('what is typed beside --clone counts for more, and the name is marked once', async (t) => {
  const place = await createPlace(t);
  const {id} = await addFailed(place);
  place.control.update(id, {name: 'align HG002 (re-run)'});
  const {code, stderr} = await place.run([
    ...['run', '--clone', id, '-y', '-i', 'sample=HG003', '--instance-type', 'mem1_ssd1_v2_x4'],
    ...['--debug-on', 'AppError', '--folder', '/other', '--tag', 'again', '--priority', 'high'],
  ]);
  t.is(code, 0, stderr);
  const [request] = runsOf(place);
  t.like(request, {
    name: 'align HG002 (re-run)',
    input: {sample: 'HG003', lanes: [1, 2]},
    folder: '/other',
    tags: ['again'],
    priority: 'high',
    allowSSH: ['127.0.0.1'],
    debug: {debugOn: ['AppError']},
    systemRequirements: {
      main: {clusterSpec: {type: 'generic', initialInstanceCount: 2}},
      '*': {instanceType: 'mem1_ssd1_v2_x4'},
    },
  });
});

test('JSON stands for all of what went in, and then nothing may be missing', async (t) => {
  const place = await createPlace(t);
  const {id} = await addFailed(place);
  const missing = await place.run(['run', '--clone', id, '-y', '-j', '{"sample": "HG004"}']);
  t.is(missing.code, 2);
  t.regex(missing.stderr, /The input lanes is missing\./);
  const whole = await place.run(['run', '--clone', id, '-y', '-j', '{"sample": "HG004", "lanes": [4]}']);
  t.is(whole.code, 0, whole.stderr);
  t.like(runsOf(place)[0], {input: {sample: 'HG004', lanes: [4]}, folder: '/out'});
});

test('the plan says what runs again, and what goes in', async (t) => {
  const place = await createPlace(t);
  const {id} = await addFailed(place);
  const program = await place.start({args: ['run', '--clone', id]});
  await see(program, /^Run it\? y\/N$/m);
  const plan = program.screen.text();
  t.regex(plan, /^executable +aligner app-\w{24}$/m);
  t.regex(plan, new RegExp(`^runs again +${id}$`, 'm'));
  t.regex(plan, /^ {2}lanes +\[1,2\]$/m);
  t.regex(plan, /^instance type +mem2_ssd1_v2_x2$/m);
  t.regex(plan, /^tags +plate7, bell␇$/m);
  program.type('\r');
  await see(program, 'Nothing was sent.');
  t.is(await exitOf(program), 1);
  t.deepEqual(runsOf(place), []);
});

test('what cannot run again is not sent, and each says why', async (t) => {
  const place = await createPlace(t);
  const {app, id} = await addFailed(place);
  const rounded = await place.control.addJob({
    state: 'done',
    executable: app,
    runInput: {sample: 2 ** 60},
  });
  const cases: ReadonlyArray<readonly [args: readonly string[], code: number, says: RegExp]> = [
    [['-y'], 2, /There is nothing to run\. Name an app, an applet or a workflow, or an execution/],
    [[app, '--clone', id, '-y'], 2, /has its executable already/],
    [['--clone', 'align', '-y'], 2, /align does not look like the ID of a job or an analysis/],
    [['--clone', 'job-000000000000000000000000', '-y'], 3, /ResourceNotFound/],
    [['--clone', rounded, '-y'], 2, /too large for dxtop to send as it was\. Use `dx run --clone job-/],
    [['--clone', id, '-y', '-i', 'sampel=x'], 2, /There is no input sampel\./],
  ];
  for (const [args, code, says] of cases) {
    const end = await place.run(['run', ...args]);
    t.is(end.code, code, args.join(' '));
    t.regex(end.stderr, says);
    t.is(end.stdout, '');
  }

  t.deepEqual(runsOf(place), []);
});
