import test, {type ExecutionContext} from 'ava';
import {ApiError, CancelError, ConfigError, NetworkError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createPageMemory, type KnownPages} from '../../../source/services/platform/page-memory.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import type {PlatformClient} from '../../../source/services/platform/platform-client.ts';
import {type Handler, sendJson, startFixture, toSettings} from './fixture-server.ts';
import {createManualClock, settle} from './manual-clock.ts';

const ID: JobId = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';

interface Call {
  readonly route: string | undefined;
  readonly body: unknown;
}

/** A client on a server of its own; `answers` are given in turn, the last one again and again. */
const startClient = async (t: ExecutionContext, ...answers: Array<Handler | object>) => {
  const calls: Call[] = [];
  const {port} = await startFixture(t, (request, response, body) => {
    calls.push({route: request.url, body});
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    if (typeof answer === 'function') (answer as Handler)(request, response, body);
    else sendJson(response, answer);
  });
  const clock = createManualClock();
  const settings = toSettings(port);
  const http = createHttpClient(settings);
  t.teardown(() => http.close());
  const client = createPlatformClient({http, settings, clock, random: () => 0});
  return {client, calls, clock};
};

/** Answers with an error of the platform. */
const refuse =
  (status: number, type: string, headers: object = {}): Handler =>
  (_request, response) =>
    sendJson(response, {error: {type, message: 'no'}}, status, headers);

/** Waits until a server that works in real time has been asked, without guessing how long that takes. */
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await settle();
};

test('a page asks for the fields that a list shows, and for nothing else', async (t) => {
  const {client, calls} = await startClient(t, {results: [], next: null});
  t.deepEqual(await client.findExecutionsPage({launchedBy: 'self', project: 'project-1'}), {
    executions: [],
    next: undefined,
    droppedCount: 0,
  });
  t.is(calls[0]?.route, '/system/findExecutions');
  t.deepEqual(calls[0]?.body, {
    launchedBy: 'self',
    project: 'project-1',
    includeRestarted: false,
    limit: 100,
    describe: {
      fields: Object.fromEntries(
        [
          ...['try', 'name', 'executableName', 'function', 'state', 'created', 'modified'],
          ...['startedRunning', 'stoppedRunning', 'launchedBy', 'project', 'parentJob'],
          ...['parentAnalysis', 'rootExecution', 'instanceType', 'totalPrice', 'currency', 'failureReason'],
          ...['failureMessage', 'failureFrom', 'tags', 'debug', 'timeout', 'costLimit', 'billTo'],
        ].map((field) => [field, true]),
      ),
    },
  });
});

/** Asks for the same page again and again. */
const createAsker = (client: PlatformClient) => {
  let known: KnownPages = new Map();
  return async () => {
    const again = createPageMemory(known, (execution) => execution);
    const page = await client.findExecutionsPage({}, {again, tries: 1});
    known = again.pages;
    return page;
  };
};

test('a page that is asked for again and has not changed by a byte is the same object', async (t) => {
  const row = (state: string) => ({results: [{id: ID, describe: {state}}], next: null});
  const longer = {results: [...row('done').results, ...row('done').results], next: null};
  const {client} = await startClient(t, row('running'), row('running'), row('runnable'), longer, row('done'));
  const ask = createAsker(client);
  const first = await ask();
  t.is(first.executions[0]?.state, clean('running'));
  t.is(await ask(), first);
  t.is((await ask()).executions[0]?.state, clean('runnable'));
  t.is((await ask()).executions.length, 2);
  // What begins as it did before and then ends early has changed too.
  t.deepEqual(
    (await ask()).executions.map(({state}) => state),
    [clean('done')],
  );
});

test('of a page that has changed the rows that have not are the same objects', async (t) => {
  const otherId = ID.replace(/.$/, 'x');
  const [row, other, later] = [
    {id: ID, describe: {state: 'running', name: '{"]}, [\\'}},
    {id: otherId, describe: {state: 'running'}},
    {id: otherId, describe: {state: 'done'}},
  ];
  const {client} = await startClient(
    t,
    {results: [row, other], next: 'a'},
    {results: [other, row], next: 'a'},
    {results: [other, later, row], next: 'b'},
  );
  const ask = createAsker(client);
  const first = await ask();
  const turned = await ask();
  t.is(turned.executions[0], first.executions[1]);
  t.is(turned.executions[1], first.executions[0]);
  const grown = await ask();
  t.is(grown.executions[0], first.executions[1]);
  t.is(grown.executions[1]?.state, clean('done'));
  t.is(grown.executions[2], first.executions[0]);
  t.is(grown.next, 'b');
});

test('an answer that is the beginning of the one before is no longer the same', async (t) => {
  const {client} = await startClient(
    t,
    (_request, response) =>
      response.writeHead(200, {'Content-Type': 'application/json'}).end('{"results":[],"next":null}   '),
    {results: [], next: null},
  );
  const ask = createAsker(client);
  const first = await ask();
  const second = await ask();
  t.not(second, first);
  t.deepEqual(second.executions, []);
});

test('an answer that begins as the one before is held to the same limits', async (t) => {
  const {client} = await startClient(t, {results: [], next: null}, (_request, response) =>
    response
      .writeHead(200, {'Content-Type': 'application/json'})
      .end(`{"results":[],"next":${'['.repeat(64)}${']'.repeat(64)}}`),
  );
  const ask = createAsker(client);
  await ask();
  await t.throwsAsync(ask(), {instanceOf: NetworkError, message: /deeper than 64/});
});

test('a filter becomes what the platform calls it', async (t) => {
  const {client, calls} = await startClient(t, {results: [], next: null});
  await client.findExecutionsPage(
    {states: ['running', 'runnable'], createdAfterMs: 1, createdBeforeMs: 2, ids: [ID]},
    {starting: {cursor: 7}, limit: 1000},
  );
  t.like(calls[0]?.body, {
    state: ['running', 'runnable'],
    created: {after: 1, before: 2},
    id: [ID],
    starting: {cursor: 7},
    limit: 1000,
  });
  t.false(Object.hasOwn(calls[0]?.body ?? {}, 'project'));
});

test('rows without a usable ID are dropped and counted, and the others stay', async (t) => {
  const {client} = await startClient(t, {
    results: [
      {id: ID, describe: {state: 'running'}},
      {describe: {state: 'running'}},
      null,
      'x',
      {id: 7},
      {id: ID},
    ],
    next: 'more',
  });
  const page = await client.findExecutionsPage({});
  t.deepEqual(
    page.executions.map(({state}): string => state),
    ['running', 'unknown'],
  );
  t.like(page, {next: 'more', droppedCount: 4});
});

for (const reply of [{}, {results: null}, {results: {}}, {results: 'x'}]) {
  test(`a page without rows is an error: ${JSON.stringify(reply)}`, async (t) => {
    const {client} = await startClient(t, reply);
    await t.throwsAsync(client.findExecutionsPage({}, {tries: 1}), {instanceOf: NetworkError});
  });
}

test('describing a job asks for its worker too', async (t) => {
  const {client, calls} = await startClient(t, {
    id: ID,
    state: 'running',
    host: '127.0.0.1',
    sshPort: 40_022,
  });
  const execution = await client.describeExecution(ID);
  t.like(execution, {id: ID, state: 'running'});
  t.is(execution.class === 'job' && execution.worker?.sshPort, 40_022);
  t.is(calls[0]?.route, `/${ID}/describe`);
  t.like(calls[0]?.body, {
    fields: {
      stateTransitions: true,
      host: true,
      sshPort: true,
      sshHostKey: true,
      allowSSH: true,
      clusterSlaves: true,
    },
  });
});

test('a job that is gone is an ApiError with status 404, at once', async (t) => {
  const {client, calls} = await startClient(t, refuse(404, 'ResourceNotFound'));
  const error = await t.throwsAsync(client.describeExecution(ID), {instanceOf: ApiError});
  t.is(error.status, 404);
  t.is(calls.length, 1);
});

test('an answer about another execution is refused', async (t) => {
  const {client} = await startClient(t, {id: 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1y', state: 'running'});
  await t.throwsAsync(client.describeExecution(ID, {tries: 1}), {instanceOf: NetworkError});
});

test('nothing that is no ID gets into a path', async (t) => {
  const {client, calls} = await startClient(t, {});
  const wrong = 'job-../../system/whoami' as JobId;
  await t.throwsAsync(client.describeExecution(wrong), {instanceOf: ConfigError});
  await t.throwsAsync(client.updateJob(wrong, {allowSSH: []}), {instanceOf: ConfigError});
  await t.throwsAsync(client.describeUser('user-a/../b'), {instanceOf: ConfigError});
  t.is(calls.length, 0);
});

test('whoami answers who we are, and from where only when asked', async (t) => {
  const {client, calls} = await startClient(
    t,
    {id: 'user-alice'},
    {id: 'user-alice', clientIp: '203.0.113.7'},
  );
  t.deepEqual(await client.whoami(), {id: 'user-alice', clientIp: undefined});
  t.deepEqual(await client.whoami({clientIp: true}), {id: 'user-alice', clientIp: '203.0.113.7'});
  t.deepEqual(
    calls.map(({body}) => body),
    [{}, {fields: {clientIp: true}}],
  );
});

for (const clientIp of ['*', '0.0.0.0/0', '203.0.113.0/24', 'host.example', '', 7]) {
  test(`an address that is none is never taken for ours: ${clientIp}`, async (t) => {
    const {client} = await startClient(t, {id: 'user-alice', clientIp});
    t.is((await client.whoami({clientIp: true})).clientIp, undefined);
  });
}

test('a user tells the SSH key byte for byte', async (t) => {
  const {client} = await startClient(t, {
    id: 'user-alice',
    handle: 'al\u001Bice',
    sshPublicKey: 'ssh-ed25519 AAAA a\n',
  });
  const user = await client.describeUser('user-alice');
  t.is(user.sshPublicKey, 'ssh-ed25519 AAAA a\n');
  t.is(String(user.handle), 'al␛ice');
});

test('updating a job sends the whole list', async (t) => {
  const {client, calls} = await startClient(t, {id: ID});
  await client.updateJob(ID, {allowSSH: ['203.0.113.7', '198.51.100.1']});
  t.deepEqual(calls, [{route: `/${ID}/update`, body: {allowSSH: ['203.0.113.7', '198.51.100.1']}}]);
});

test('a busy platform is waited for as it asks, by every call', async (t) => {
  const {client, calls, clock} = await startClient(
    t,
    refuse(503, 'ServiceUnavailable', {'Retry-After': '20'}),
    {id: 'user-alice'},
  );
  const startMs = clock.now();
  const first = client.whoami();
  await until(() => client.gate.getState().reason === 'platform');
  t.is(client.gate.getState().waitsUntilMs, startMs + 20_000);
  const second = client.whoami();
  await clock.advance(19_000);
  t.is(calls.length, 1);
  await clock.advance(1000);
  t.deepEqual(await Promise.all([first, second]), [
    {id: 'user-alice', clientIp: undefined},
    {id: 'user-alice', clientIp: undefined},
  ]);
  t.is(calls.length, 3);
});

test('a call that waits for what the platform asked of another one says until when, and why', async (t) => {
  const {client, clock} = await startClient(t, refuse(503, 'ServiceUnavailable', {'Retry-After': '20'}), {
    id: 'user-ada',
  });
  const endMs = clock.now() + 20_000;
  await t.throwsAsync(client.whoami({tries: 1}), {instanceOf: ApiError});
  const waits: unknown[] = [];
  const answer = client.whoami({
    onWait: (wait) => waits.push(wait && {untilMs: wait.untilMs, failures: wait.failures, error: wait.error}),
  });
  t.like(waits, [{untilMs: endMs, failures: 0, error: {status: 503, retryAfterMs: 20_000}}]);
  await clock.advance(20_000);
  t.is((await answer).id, 'user-ada');
  t.deepEqual(waits.slice(1), [undefined]);
});

test('server faults are tried again after the back-off; a refusal is not', async (t) => {
  const {client, calls, clock} = await startClient(
    t,
    (_request, response) => response.writeHead(502, {'Content-Type': 'text/html'}).end('<html>'),
    refuse(422, 'InvalidInput'),
  );
  const result = t.throwsAsync(client.updateJob(ID, {allowSSH: []}), {instanceOf: ApiError});
  await until(() => clock.timerCount() > 0);
  await clock.advance(1000);
  t.is((await result).status, 422);
  t.is(calls.length, 2);
});

test('a wait can be cancelled', async (t) => {
  const {client, clock} = await startClient(t, refuse(503, 'ServiceUnavailable', {'Retry-After': '300'}));
  const controller = new AbortController();
  const result = t.throwsAsync(client.whoami({signal: controller.signal}), {instanceOf: CancelError});
  await until(() => clock.timerCount() > 0);
  controller.abort();
  await result;
});
