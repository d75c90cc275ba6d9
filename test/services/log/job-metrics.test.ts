import test, {type ExecutionContext} from 'ava';
import type {JobId} from '../../../source/model/ids.ts';
import {createJobMetrics, type JobMetrics} from '../../../source/services/log/job-metrics.ts';
import {createMetricsWatch, MAX_WATCHED} from '../../../source/services/log/metrics-watch.ts';
import {createLogConnector} from '../../../source/services/log/log-socket.ts';
import {createTestClock, startEmulator} from '../../emulator/start-emulator.ts';
import {toTestJobId} from '../../helpers/executions.ts';
import {toMetricsText} from '../../model/metrics/metrics-lines.ts';
import {toSettings} from '../platform/fixture-server.ts';
import {connectTo, END, JOB, startLogServer, toMessage} from './log-fixture.ts';

const MINUTE_MS = 60_000;
type Connector = ReturnType<typeof createLogConnector>;

const connectToPort = (t: ExecutionContext, port: number): Connector => {
  const connector = createLogConnector({watchPort: undefined, ...toSettings(port)});
  t.teardown(() => connector.close());
  return connector;
};

const openMetrics = (t: ExecutionContext, connector: Connector, jobId: JobId = JOB): JobMetrics => {
  const metrics = createJobMetrics({
    connector,
    request: {jobId, recentCount: 1000},
    isJobOver: () => Promise.resolve(false),
  });
  t.teardown(metrics.close);
  return metrics;
};

const until = <Snapshot>(
  store: {subscribe: (listener: () => void) => () => void; getSnapshot: () => Snapshot},
  isTrue: (snapshot: Snapshot) => boolean,
) =>
  new Promise<void>((resolve) => {
    store.subscribe(() => {
      if (isTrue(store.getSnapshot())) resolve();
    });
    if (isTrue(store.getSnapshot())) resolve();
  });

const metricsOf = (memory: number, changes: object = {}) =>
  toMessage(memory, toMetricsText({memory}), {level: 'METRICS', source: 'SYSTEM', ...changes});
const memoriesOf = ({samples}: ReturnType<JobMetrics['getSnapshot']>) =>
  samples.map(({memory}) => (memory.used ?? 0) / 1024 ** 2);

test('the measurements of a job are read from its start and go on, over a lost connection and without its other lines', async (t) => {
  const {port, clients} = await startLogServer(t, (socket, index) => {
    for (let memory = 1; memory <= 50 + 10 * index; memory++) socket.send(metricsOf(memory));
    socket.send(toMessage(900, 'hello', {level: 'INFO'}));
    if (index === 0) socket.close(1001, 'Server restart, please reconnect later');
  });
  const metrics = openMetrics(t, connectToPort(t, port));
  await until(metrics, ({samples}) => samples.length === 60);
  t.deepEqual(
    memoriesOf(metrics.getSnapshot()),
    Array.from({length: 60}, (_, index) => index + 1),
  );
  t.deepEqual(clients[0]?.frame['levels'], ['METRICS', 'INFO']);
  t.is(clients.length, 2);
});

test('another try begins anew, and what comes late of the one before changes nothing', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    socket.send(metricsOf(1));
    socket.send(metricsOf(2, {jobTry: 1}));
    socket.send(metricsOf(3));
    socket.send(metricsOf(4, {jobTry: 1}));
    socket.send(END);
  });
  const metrics = openMetrics(t, connectToPort(t, port));
  await until(metrics, ({phase}) => phase === 'ended');
  t.deepEqual(memoriesOf(metrics.getSnapshot()), [2, 4]);
});

test('a job of the emulator has its whole history, finished or not', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'empty', now: createTestClock().now});
  const id = (await emulator.control.addJob()) as JobId;
  const startMs = createTestClock().now();
  for (let minute = 1; minute <= 30; minute++)
    emulator.control.log(id, {
      source: 'SYSTEM',
      level: 'METRICS',
      msg: toMetricsText({memory: minute}),
      timestamp: startMs + minute * MINUTE_MS,
    });
  emulator.control.endJob(id, {state: 'done'});
  const metrics = openMetrics(t, connectTo(t, emulator), id);
  await until(metrics, ({phase}) => phase === 'ended');
  const {samples, isDetailed} = metrics.getSnapshot();
  t.true(isDetailed);
  t.is(samples.length, 30);
});

test('a watch has a connection for each of a few jobs, and ends those of the others', async (t) => {
  const open = new Set<string>();
  const {port} = await startLogServer(t, (socket, index) => {
    const name = String(index);
    open.add(name);
    socket.on('close', () => open.delete(name));
    socket.send(metricsOf(index + 1));
  });
  const connector = connectToPort(t, port);
  let openedCount = 0;
  const watch = createMetricsWatch((jobId) => {
    openedCount++;
    return createJobMetrics({
      connector,
      request: {jobId, recentCount: 60},
      isJobOver: () => Promise.resolve(false),
    });
  });
  t.teardown(watch.close);
  const ids = Array.from({length: 20}, (_, index) => toTestJobId(index));
  watch.watch(ids);
  await until(watch, (known) => known.size === MAX_WATCHED);
  t.is(openedCount, MAX_WATCHED);
  t.deepEqual([...watch.getSnapshot().keys()].sort(), ids.slice(0, MAX_WATCHED));
  // Those that stay keep their connections.
  watch.watch(ids.slice(6, 10));
  await until(watch, (known) => known.size === 4);
  t.is(openedCount, MAX_WATCHED + 2);
  t.deepEqual([...watch.getSnapshot().keys()].sort(), ids.slice(6, 10));
  watch.close();
  t.is(watch.getSnapshot().size, 0);
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (open.size > 0) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
  t.is(open.size, 0);
});
