import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {createPlace, exitOf, type Place, PROMPT, see, tmuxTest} from '../pty/start-dxtop.ts';

const SAMPLE = {name: 'sample', class: 'string'};

/** The run calls that the platform has seen. */
const runsOf = ({control}: Place) =>
  control
    .requests()
    .filter(({method}) => method === 'run')
    .map(({body}) => body as Readonly<Record<string, unknown>>);

test('a run sends what was typed, and nothing else, and prints the ID of the job', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: [SAMPLE, {name: 'lanes', class: 'array:int'}]});
  const {code, stdout, stderr} = await place.run([
    ...['run', app, '-i', 'sample=HG002', '-ilanes=1', '-i', 'lanes=2', '--name', 'my run', '--yes'],
    ...['--folder', '/out', '--tag', 'a', '--tag', 'b', '--property', 'k=v=w', '--priority', 'low'],
    ...[
      '--instance-type',
      'mem1_ssd1_v2_x2',
      '--cost-limit',
      '5',
      '--delay-workspace-destruction',
      '--ignore-reuse',
      '--brief',
    ],
  ]);
  t.is(stderr, '');
  t.is(code, 0);
  const [{nonce, ...request} = {}, ...more] = runsOf(place);
  t.deepEqual(more, []);
  t.deepEqual(request, {
    project: place.env['DX_PROJECT_CONTEXT_ID'],
    input: {sample: 'HG002', lanes: [1, 2]},
    folder: '/out',
    name: 'my run',
    tags: ['a', 'b'],
    properties: {k: 'v=w'},
    systemRequirements: {'*': {instanceType: 'mem1_ssd1_v2_x2'}},
    priority: 'low',
    ignoreReuse: true,
    delayWorkspaceDestruction: true,
    costLimit: 5,
  });
  t.is(typeof nonce, 'string');
  t.like(place.control.execution(stdout.trim()), {name: 'my run', executable: app});
  t.regex(stdout, /^job-\w{24}\n$/);
});

test('inputs come from JSON as well: what is typed goes before the object, the object before the file', async (t) => {
  const place = await createPlace(t);
  const lanes = {name: 'lanes', class: 'array:int'};
  const app = place.control.addApp({
    inputSpec: [SAMPLE, lanes, {name: 'depth', class: 'int', optional: true}],
  });
  const file = path.join(place.home.path, 'input.json');
  writeFileSync(file, '{"sample": "of the file", "lanes": [1], "depth": 1}');
  const options = ['-y', '-i', 'sample=typed', '-j', '{"sample": "of the object", "lanes": [2, 3]}'];
  const {code, stderr} = await place.run(['run', app, ...options, '-f', file]);
  t.is(code, 0, stderr);
  const piped = await place.run(['run', app, '-y', '-f', '-'], {input: '{"sample": "piped", "lanes": []}'});
  t.is(piped.code, 0, piped.stderr);
  t.deepEqual(
    runsOf(place).map(({input}) => input),
    [
      {sample: 'typed', lanes: [2, 3], depth: 1},
      {sample: 'piped', lanes: []},
    ],
  );
});

test('--destination says project and folder in one, or the folder alone', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: []});
  const project = place.env['DX_PROJECT_CONTEXT_ID'] ?? '';
  for (const destination of ['/a', `${project}:/b`, `${project}:`]) {
    const {code, stderr} = await place.run(['run', app, '-y', '--destination', destination]);
    t.is(code, 0, stderr);
  }

  t.deepEqual(
    runsOf(place).map((request) => [request['project'], request['folder']]),
    [
      [project, '/a'],
      [project, '/b'],
      [project, '/'],
    ],
  );
});

test('an answer that is lost starts no second job', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: []});
  place.control.failNext({route: 'app/run', kind: 'truncate'});
  const {code, stdout} = await place.run(['run', app, '-y']);
  t.is(code, 0);
  const runs = runsOf(place);
  t.is(runs.length, 2);
  t.deepEqual(runs[0], runs[1]);
  const {stdout: listed} = await place.run(['ls', '--json']);
  t.deepEqual(
    (JSON.parse(listed) as ReadonlyArray<{id: string}>).map(({id}) => id),
    [stdout.trim()],
  );
});

test('--debug-on lets our own address in, at high priority; --allow-ssh the named ones', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: []});
  place.control.setClientIp('203.0.113.7');
  t.is((await place.run(['run', app, '-y', '--debug-on', 'All'])).code, 0);
  t.is(
    (await place.run(['run', '--debug-on', 'AppError', '--debug-on', 'ExecutionError', app, '-y'])).code,
    0,
  );
  t.is((await place.run(['run', '--debug-on', 'Error', app, '-y'])).code, 2);
  t.is((await place.run(['run', app, '-y', '--allow-ssh', '198.51.100.0/24', '--priority', 'low'])).code, 0);
  const [held, some, open] = runsOf(place);
  t.like(some, {debug: {debugOn: ['AppError', 'ExecutionError']}});
  t.like(held, {
    allowSSH: ['203.0.113.7'],
    priority: 'high',
    debug: {
      debugOn: ['AppError', 'AppInternalError', 'AppInsufficientResourceError', 'ExecutionError'],
    },
  });
  t.like(open, {allowSSH: ['198.51.100.0/24'], priority: 'low'});
  t.false('debug' in (open ?? {}));
});

test('nothing is sent for what cannot be run like that, and each says why', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: [SAMPLE]});
  const cases: ReadonlyArray<readonly [args: readonly string[], code: number, says: RegExp]> = [
    [[app, '-y'], 2, /The input sample is missing\. It takes sample \(string\)\./],
    [[app, '-y', '-i', 'sampel=x'], 2, /There is no input sampel\./],
    [[app, '-i', 'sample=x'], 2, /no terminal to ask on, so nothing was sent\. Repeat it with --yes\./],
    [[app, '-y', '-i', 'sample=x', '--project', 'lab'], 2, /lab does not look like a project ID/],
    [[app, '-y', '-i', 'sample=x', '--folder', 'out'], 2, /out is no folder of a project/],
    [[app, '-y', '-j', '{"sampel": "x"}'], 2, /There is no input sampel\./],
    [[app, '-y', '-j', '{"sample": 1152921504606846976}'], 2, /has a number that dxtop cannot send as it is/],
    [[app, '-y', '-j', '["x"]'], 2, /What follows --input-json is no JSON object\./],
    [[app, '-y', '-j', 'sample'], 2, /What follows --input-json is no JSON\./],
    [[app, '-y', '-f', '/no/such/file'], 2, /There is no file \/no\/such\/file\./],
    [[app, '-y', '-f', '/'], 2, /\/ is not a regular file\./],
    [[app, '-y', '-i', 'sample=x', '--destination', 'lab:/x'], 2, /lab does not look like a project ID/],
    [
      [app, '-y', '-i', 'sample=x', '--destination', '/x', '--folder', '/y'],
      2,
      /says project and folder already/,
    ],
    [[app, '-y', '-i', 'sample=x', '--property', 'k'], 2, /"k" is no property/],
    [[app, '-y', '-i', 'sample=x', '--allow-ssh', '*'], 2, /would let everybody in/],
    [[app, '-y', '-i', 'sample=x', '--ssh'], 2, /This needs a terminal/],
    [['app-no_such_app', '-y'], 3, /ResourceNotFound.* Check the ID/],
    [['workflow-GZ0k3Vj0xPq8K7Y2bF5gJ4vX', '-y'], 3, /ResourceNotFound.* Check the ID/],
    [
      ['fastqc', '-y'],
      2,
      /fastqc does not look like an app, an applet or a workflow\. If it is an app, write app-fastqc;/,
    ],
    [['app-x/../y', '-y'], 2, /does not look like an app, an applet or a workflow/],
  ];
  for (const [args, code, says] of cases) {
    const end = await place.run(['run', ...args]);
    t.is(end.code, code, args.join(' '));
    t.regex(end.stderr, says);
    t.is(end.stdout, '');
  }

  place.home.addSettings('[platform]\nread_only = true\n');
  const refused = await place.run(['run', app, '-y', '-i', 'sample=x']);
  t.is(refused.code, 2);
  t.regex(refused.stderr, /^dxtop: dxtop is in read-only mode, and changes nothing\./);
  t.deepEqual(runsOf(place), []);
});

test('an account without an SSH key is told so before a job is started that nobody could log in to', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({inputSpec: []});
  const revoked = await place.run(['setup', '--revoke', '--yes']);
  t.is(revoked.code, 0, revoked.stderr);
  const {code, stderr} = await place.run(['run', app, '-y', '--allow-ssh']);
  t.is(code, 2);
  t.regex(stderr, /^dxtop: Your account has no SSH key, .* Run `dxtop setup`, and repeat it\.\n$/);
  t.deepEqual(runsOf(place), []);
});

test('the plan is shown and asked about; only yes sends it', async (t) => {
  const place = await createPlace(t);
  const app = place.control.addApp({name: 'count \u001B[2J', inputSpec: [SAMPLE]});
  const args = ['run', app, '-i', 'sample=HG\u009B002', '--allow-ssh'];
  const declined = await place.start({args});
  await see(declined, /^Run it\? y\/N$/m);
  const plan = declined.screen.text();
  t.regex(plan, new RegExp(`^executable +count ␛\\[2J ${app}$`, 'm'));
  t.regex(plan, /^project +.* project-\w{24}$/m);
  t.regex(plan, /^ {2}sample +"HG\uFFFD002"$/m);
  t.regex(plan, /^allowSSH +127\.0\.0\.1$/m);
  t.regex(plan, /^priority +high$/m);
  declined.type('\r');
  await see(declined, 'Nothing was sent.');
  t.is(await exitOf(declined), 1);
  t.deepEqual(runsOf(place), []);
  const accepted = await place.start({args});
  await see(accepted, /^Run it\? y\/N$/m);
  accepted.type('y\r');
  t.is(await exitOf(accepted), 0);
  t.regex(accepted.screen.text(), /^job-\w{24}$/m);
  t.is(runsOf(place).length, 1);
});

tmuxTest('--ssh attaches to the worker once it can be reached', async (t) => {
  const place = await createPlace(t, {scenario: 'empty', timeScale: 20});
  const program = await place.start({args: ['run', 'app-cloud_workstation', '-y', '--ssh']});
  await see(program, PROMPT);
  const [request] = runsOf(place);
  t.like(request, {input: {}, allowSSH: ['127.0.0.1'], priority: 'high'});
  program.type('\r~.');
  await exitOf(program);
});
