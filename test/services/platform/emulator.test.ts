import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import type {Fault} from '../../../source/emulator/faults.ts';
import {ApiError, ConfigError, NetworkError, toSentence} from '../../../source/model/errors.ts';
import {isJobId, type JobId} from '../../../source/model/ids.ts';
import {createExecutionsFeed} from '../../../source/services/platform/executions-feed.ts';
import {createSpendingLimits} from '../../../source/services/platform/find-spending-limits.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import {readDxSettings, requireToken} from '../../../source/services/settings/dx-settings.ts';
import {readSshKeyFile} from '../../../source/services/settings/ssh-key-file.ts';
import {startEmulator} from '../../emulator/start-emulator.ts';

const start = async (t: ExecutionContext, scenario: string, deadlineMs = 30_000) => {
  const emulator = await startEmulator(t, {scenario});
  const settings = readDxSettings({
    environment: {...emulator.environment},
    homeDirectory: '/nonexistent',
    parentProcessId: 1,
    systemDirectory: '/nonexistent',
  });
  const http = createHttpClient(settings, {deadlineMs});
  t.teardown(() => http.close());
  const client = createPlatformClient({http, settings});
  const feed = createExecutionsFeed({client, launchedBy: 'self', now: Date.now});
  return {emulator, settings, client, feed};
};

const toJobId = (id: string): JobId => {
  if (!isJobId(id)) throw new Error(`not a job: ${id}`);
  return id;
};

test("the emulator's environment is all that is needed", async (t) => {
  const {settings, client} = await start(t, 'empty');
  t.deepEqual(settings.notices, []);
  const {id, clientIp} = await client.whoami({clientIp: true});
  t.is(clientIp, '127.0.0.1');
  const user = await client.describeUser(id);
  t.is(user.sshPublicKey, readSshKeyFile(settings.confDirectory).publicKeyText);
});

test('the feed and a describe agree with the platform, and an update is seen', async (t) => {
  const {emulator, client, feed} = await start(t, 'empty');
  const id = toJobId(await emulator.control.addJob({name: 'held', state: 'debug_hold', allowSSH: []}));
  await feed.refresh();
  const {executions, isComplete} = await feed.refresh();
  t.true(isComplete);
  t.deepEqual(
    executions.map((execution) => [execution.id, String(execution.name), String(execution.state)]),
    [[id, 'held', 'debug_hold']],
  );
  await client.updateJob(id, {allowSSH: ['127.0.0.1']});
  const job = await client.describeExecution(id);
  if (job.class !== 'job') throw new Error('not a job');
  t.deepEqual(job.allowSSH.map(String), ['127.0.0.1']);
  t.is(job.worker?.sshPort, emulator.control.worker(id)?.port);
  t.regex(job.worker?.sshHostKey ?? '', /^ssh-/);
  emulator.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'it broke'});
  const [ended] = (await feed.refresh()).executions;
  t.like(ended, {state: 'failed', failure: {reason: 'AppError', message: 'it broke'}});
  emulator.control.remove(id);
  const error = await t.throwsAsync(client.describeExecution(id), {instanceOf: ApiError});
  t.is(error.status, 404);
});

for (const scenario of ['demo', 'failures', 'hostile']) {
  test(`every execution of the scenario ${scenario} is read, and printed without harm`, async (t) => {
    const {client, feed} = await start(t, scenario);
    await feed.refresh();
    await feed.loadHistory(0);
    const {executions, droppedCount} = await feed.refresh();
    t.true(executions.length > 5);
    t.is(droppedCount, 0);
    const newest = executions.find((execution) => execution.class === 'job');
    const described = newest && (await client.describeExecution(newest.id));
    t.false(
      /[\u0000-\u001F\u007F-\u009F\u2028-\u202E]/u.test(
        inspect([executions, described], {breakLength: Infinity}).replaceAll('\n', ''),
      ),
    );
  });
}

const faults: ReadonlyArray<readonly [fault: Fault, expected: object]> = [
  [{kind: 'status'}, {name: 'ApiError', status: 500}],
  [{kind: 'status', status: 401, type: 'InvalidAuthentication'}, {isAuthentication: true}],
  [{kind: 'status', status: 401, type: 'PermissionDenied'}, {isAuthentication: false}],
  [{kind: 'status', status: 422, type: 'InvalidInput'}, {status: 422}],
  [{kind: 'html'}, {type: 'HTTP 502'}],
  // One reset of a kept connection is made good without a word.
  [{kind: 'reset', count: 2}, {kind: 'reset'}],
  [{kind: 'hang'}, {kind: 'timeout'}],
  [{kind: 'drip'}, {kind: 'timeout'}],
  [{kind: 'badJson'}, {kind: 'protocol'}],
  [{kind: 'truncate'}, {kind: 'reset'}],
];

for (const [fault, expected] of faults) {
  test(`a fault leaves the rows as they were, and the next refresh works: ${JSON.stringify(fault)}`, async (t) => {
    const isEndless = fault.kind === 'hang' || fault.kind === 'drip';
    const {emulator, settings, feed} = await start(t, 'failures', isEndless ? 4000 : undefined);
    await feed.refresh();
    const before = feed.getSnapshot();
    emulator.control.failNext(fault);
    const error: unknown = await feed.refresh().catch((reason: unknown) => reason);
    t.like(error, expected);
    t.is(feed.getSnapshot(), before);
    const everything = `${toSentence(error)} ${inspect(error, {depth: 20, showHidden: true})}`;
    t.false(everything.includes(requireToken(settings).reveal()));
    t.true((await feed.refresh()).executions.length >= before.executions.length);
  });
}

test('rows of other types are unknown, the rest stays, and nobody is changed', async (t) => {
  const {emulator, feed} = await start(t, 'failures');
  const {executions} = await feed.refresh();
  for (let call = 0; call < 10; call++) {
    emulator.control.failNext({kind: 'wrongTypes'});
    await feed.refresh(undefined, {force: true}).catch((error: unknown) => {
      if (!(error instanceof NetworkError)) throw error;
    });
  }
  t.deepEqual(Object.keys({}), []);
  t.false('polluted' in {});
  const ids = new Set(feed.getSnapshot().executions.map(({id}) => id));
  t.true(executions.every(({id}) => ids.has(id)));
});

test('an answer of 100 MB ends at the cap', async (t) => {
  const {emulator, feed} = await start(t, 'empty');
  emulator.control.failNext({kind: 'huge'});
  const error = await t.throwsAsync(feed.refresh(), {instanceOf: NetworkError});
  t.true(['size', 'timeout'].includes(error.kind), error.kind);
});

test('a busy platform is waited for', async (t) => {
  const {emulator, client} = await start(t, 'empty');
  emulator.control.failNext({kind: 'status', status: 503, type: 'ServiceUnavailable', retryAfter: '1'});
  const states: string[] = [];
  client.gate.subscribe(() => states.push(client.gate.getState().reason ?? 'open'));
  t.like(await client.whoami(), {clientIp: undefined});
  t.deepEqual(states.slice(0, 2), ['platform', 'open']);
});

test('an organization tells what may still be spent, and what was; without a limit neither', async (t) => {
  const {emulator, client, feed} = await start(t, 'empty');
  await emulator.control.addJob();
  await feed.refresh();
  const {tree} = await feed.refresh();
  const limits = createSpendingLimits(client);
  t.deepEqual(await limits.find(tree), []);
  emulator.control.setSpending(12.5, 87.5);
  t.deepEqual((await limits.find(tree)) as unknown, [
    {payer: 'org-sequencing_core', left: 12.5, spent: 87.5},
  ]);
  await t.throwsAsync(client.describeOrg('org-of_nobody'), {instanceOf: ApiError});
  await t.throwsAsync(client.describeOrg('org-x/../y'), {instanceOf: ConfigError});
});
