import test from 'ava';
import {createWorld} from '../../../source/emulator/create-world.ts';
import {describeFully} from '../../../source/emulator/describe-execution.ts';
import {findExecutions} from '../../../source/emulator/find-executions.ts';
import type {WireAnalysis} from '../../../source/wire/analysis.ts';
import type {FindExecutionsReply, FindExecutionsRequest} from '../../../source/wire/system.ts';
import {isWanted, type Row} from '../plain-filter.ts';
import {toRandomRequest} from '../random-request.ts';
import {createTestClock, startEmulator, type TestEmulator} from '../start-emulator.ts';

const findAll = async (emulator: TestEmulator, request: FindExecutionsRequest) => {
  const results: FindExecutionsReply['results'] = [];
  let starting: unknown;
  do {
    const page: FindExecutionsReply = await emulator.find({
      ...request,
      ...(starting !== undefined && {starting}),
    });
    results.push(...page.results);
    starting = page.next;
  } while (starting !== null);
  return results;
};

/** Everything in the demo as full describes; a few jobs get tags and properties to be found by. */
const readRows = async (emulator: TestEmulator): Promise<Row[]> => {
  const {results} = await emulator.find({limit: 40});
  for (const [index, {id}] of results.entries()) {
    const tags = ['a', 'b', 'c'].filter((_tag, bit) => (index >> bit) & 1);
    await emulator.get(`${id}/addTags`, {tags});
    await emulator.get(`${id}/setProperties`, {
      properties: {lane: String(index % 3), ...(index % 2 && {odd: 'yes'})},
    });
  }
  const rows = (await findAll(emulator, {describe: true, includeRestarted: true})).map(
    ({describe}) => describe as Row,
  );
  const seen = new Set<string>();
  return rows.map((row) => {
    const isLatest = !seen.has(row.id);
    seen.add(row.id);
    return {...row, isLatest};
  });
};

test('10,000 random filters find the same where no HTTP is in between', (t) => {
  const startMs = 1_790_000_000_000;
  const {state, life} = createWorld({scenario: 'demo', startMs});
  const records = [...state.executions.newestFirst()];
  for (const [index, {wire}] of records.entries()) {
    wire.tags = ['a', 'b', 'c'].filter((_tag, bit) => (index >> bit) & 1);
    wire.properties = {lane: String(index % 3), ...(index % 2 && {odd: 'yes'})};
  }
  const rows = records.map((record): Row => {
    const row = describeFully(state, record, startMs) as unknown as Row;
    return {...row, isLatest: state.executions.isLatest(record)};
  });
  const userId = state.accountId;
  let foundCount = 0;
  let wrongCount = 0;
  for (let seed = 1; seed <= 10_000; seed++) {
    const request = {...toRandomRequest(rows, seed), limit: 1 + (seed % 30)};
    const expected = rows.filter((row) => isWanted(row, request, userId)).map(({id}) => id);
    const found: unknown[] = [];
    let starting: unknown = null;
    do {
      const input = {...request, ...(starting !== null && {starting})};
      const page = findExecutions({subject: 'system', input, userId, nowMs: startMs, state, life});
      found.push(...(page.results as {id: string}[]).map(({id}) => id));
      starting = page.next;
    } while (starting !== null);
    if (expected.length > 0) foundCount += 1;
    if (found.join() === expected.join()) continue;
    wrongCount += 1;
    t.deepEqual(found, expected, JSON.stringify(request));
  }
  t.is(wrongCount, 0);
  t.true(foundCount > 2500, `only ${foundCount} requests found anything`);
});

test('400 random filters find what a plain reading of the documentation finds, page by page', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {now: clock.now, useTmux: false});
  const rows = await readRows(emulator);
  const {id: userId} = await emulator.get('system/whoami');
  let foundCount = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const request = toRandomRequest(rows, seed);
    const expected = rows.filter((row) => isWanted(row, request, userId)).map(({id}) => id);
    const limit = 1 + (seed % 30);
    const found = await findAll(emulator, {...request, limit});
    t.deepEqual(
      found.map(({id}) => id),
      expected,
      JSON.stringify(request),
    );
    if (expected.length > 0) foundCount += 1;
  }
  t.true(foundCount > 100, `only ${foundCount} requests found anything`);
});

test('pages are newest first, stay as they are while new jobs arrive, and end with null', async (t) => {
  const emulator = await startEmulator(t);
  const ids: string[] = [];
  for (let index = 0; index < 5; index++)
    ids.unshift(await emulator.control.addJob({state: 'done', created: 1000 + index}));
  const first = await emulator.find({limit: 2});
  t.deepEqual(first.results, [{id: ids[0]}, {id: ids[1]}] as {id: string}[]);
  t.is(typeof first.next, 'string');
  await emulator.control.addJob({state: 'done', created: 5000});
  const second = await emulator.find({limit: 3, starting: first.next});
  t.deepEqual(
    second.results.map(({id}) => id),
    ids.slice(2),
  );
  t.is(second.next, null);
});

test('findJobs and findAnalyses are findExecutions of one class', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'failures', useTmux: false});
  const jobs = await emulator.find({class: 'job'});
  const analyses = await emulator.find({class: 'analysis'});
  t.deepEqual((await emulator.call('system/findJobs')).body, {...jobs});
  t.deepEqual((await emulator.call('system/findAnalyses')).body, {...analyses});
  t.true(jobs.results.length > 20 && analyses.results.length === 3);
});

test('the describes of a list obey the same field rules as a describe', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({name: 'one'});
  const some = await emulator.find({describe: {fields: {name: true, state: true, nothing: true}}});
  t.deepEqual(some.results, [{id, describe: {id, name: 'one', state: 'running'}}]);
  const none = await emulator.find({describe: false});
  t.deepEqual(none.results, [{id}]);
  const [withoutIo] = (await emulator.find({describe: {io: false}})).results;
  t.false('input' in (withoutIo?.describe ?? {}));
  t.true('name' in (withoutIo?.describe ?? {}));
});

const refusals: [string, unknown, string][] = [
  ['a limit of zero', {limit: 0}, 'limit'],
  ['a limit above 1000', {limit: 1001}, 'limit'],
  ['an unknown class', {class: 'file'}, 'class'],
  ['a name of the wrong type', {name: 5}, 'name'],
  ['a broken regular expression', {name: {regexp: '('}}, 'name.regexp'],
  ['a state that is no string', {state: {}}, 'state'],
  ['tags of the wrong type', {tags: ['a']}, 'tags'],
  ['a foreign cursor', {starting: 'x'}, 'starting'],
  ['created that is no hash', {created: 5}, 'created'],
  ['properties of the wrong type', {properties: {a: 5}}, 'properties.a'],
  ['fields of the wrong type', {describe: {fields: {name: 'yes'}}}, 'describe.fields.name'],
  ['io together with fields', {describe: {io: false, fields: {name: true}}}, 'describe.io'],
  ['ids that are no strings', {id: [1]}, 'id'],
  ['a parent job of the wrong type', {parentJob: 1}, 'parentJob'],
];

for (const [title, body, key] of refusals) {
  test(`${title} is InvalidInput and names the key`, async (t) => {
    const emulator = await startEmulator(t);
    const reply = await emulator.call('system/findExecutions', body);
    t.is(reply.status, 422);
    t.is(reply.body.error?.type, 'InvalidInput');
    t.true(reply.body.error?.message.startsWith(`Expected key "${key}" of input`), reply.text);
  });
}

test('a project that one may not view is refused, and its executions are nowhere', async (t) => {
  const emulator = await startEmulator(t);
  const projects = await emulator.call('system/findProjects', {level: 'VIEW', describe: true});
  const visible = JSON.stringify(projects.body.results);
  t.true(visible.includes('Tumour atlas') && visible.includes('Reference genomes'));
  t.false(visible.includes('Clinical returns'));
  const unknown = await emulator.call('system/findExecutions', {project: 'project-J00000000000000000000000'});
  t.is(unknown.status, 404);
});

test('a list of analyses contains their stages with describes', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'failures', useTmux: false});
  const {results} = await emulator.find({class: 'analysis', describe: {io: false}});
  for (const {describe} of results) {
    const {stages, workflow} = describe as WireAnalysis;
    t.is(stages?.length, workflow?.stages.length);
    for (const stage of stages ?? []) t.is(typeof stage.execution.state, 'string');
  }
});
