import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {Worker} from 'node:worker_threads';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import {findLine} from '../../../source/services/log/find-line.ts';
import {JobLog, type JobLogOptions} from '../../../source/services/log/job-log.ts';
import {createLogConnector} from '../../../source/services/log/log-socket.ts';
import {type Clock, systemClock} from '../../../source/services/platform/clock.ts';
import {saveLog} from '../../../source/services/log/save-log.ts';
import {startEmulator} from '../../emulator/start-emulator.ts';
import {toSettings} from '../platform/fixture-server.ts';
import {connectTo, END, JOB, startLogServer, toMessage} from './log-fixture.ts';

const CHILD: JobId = 'job-000000000000000000000000';

const openLog = (t: ExecutionContext, options: Partial<JobLogOptions> & Pick<JobLogOptions, 'connector'>) => {
  const directory = mkdtempSync(join(tmpdir(), 'dxtop-log-'));
  const log = new JobLog({
    requests: [{jobId: JOB}],
    isJobOver: () => Promise.resolve(false),
    buffer: {directory},
    ...options,
  });
  t.teardown(() => {
    log.close();
    rmSync(directory, {recursive: true, force: true});
  });
  return {log, directory};
};

const connectToPort = (t: ExecutionContext, port: number) => {
  const connector = createLogConnector({watchPort: undefined, ...toSettings(port)});
  t.teardown(() => connector.close());
  return connector;
};

const until = (log: JobLog, isTrue: (snapshot: ReturnType<JobLog['getSnapshot']>) => boolean) =>
  new Promise<void>((resolve) => {
    const stop = log.subscribe(() => {
      if (!isTrue(log.getSnapshot())) return;
      stop();
      resolve();
    });
    if (isTrue(log.getSnapshot())) {
      stop();
      resolve();
    }
  });

const textsOf = (log: JobLog, from = 0, to = Infinity) =>
  log.read(from, to).map(({line}) => String(line.text));

/** Sends the last of `count` lines, as many as were asked for, and goes on as told. */
const playHistory =
  (count: number, isOver: boolean) =>
  (socket: Parameters<Parameters<typeof startLogServer>[1]>[0], wanted: number) => {
    for (let line = Math.max(1, count - wanted + 1); line <= count; line++)
      socket.send(toMessage(line, `line ${line}`));
    if (isOver) socket.send(END);
  };

test('a log begins with its last lines, and goes back to its start on demand', async (t) => {
  for (const isOver of [true, false]) {
    const play = playHistory(3000, isOver);
    const server: {clients: {frame: Record<string, unknown>}[]; port: number} = await startLogServer(
      t,
      (socket, index) => play(socket, Number(server.clients[index]?.frame['numRecentMessages'])),
    );
    const {log} = openLog(t, {connector: connectToPort(t, server.port), recentCount: 100});
    await until(log, ({count, phase}) => count === 100 && phase === (isOver ? 'ended' : 'live'));
    t.is(log.getSnapshot().history, 'partial');
    t.is(textsOf(log)[0], 'line 2901');
    const [before] = log.read(50, 51);
    log.loadHistory();
    t.is(log.getSnapshot().history, 'loading');
    await until(log, ({history}) => history === 'whole');
    t.is(log.getSnapshot().count, 3000);
    t.deepEqual(textsOf(log, 0, 2), ['line 1', 'line 2']);
    // The line that was on the screen is where it was.
    t.deepEqual(log.read(log.rankOf(before?.position ?? 0), log.rankOf(before?.position ?? 0) + 1), [before]);
    log.loadHistory();
    t.is(server.clients.length, 2);
  }
});

test('the lines of a tree are told of when nothing more comes after them', async (t) => {
  const play = playHistory(3, false);
  const server = await startLogServer(t, (socket) => play(socket, 3));
  const {log} = openLog(t, {
    connector: connectToPort(t, server.port),
    requests: [{jobId: JOB, isTree: true}],
  });
  await until(log, ({count, phase}) => count === 3 && phase === 'live');
  t.deepEqual(textsOf(log), ['line 1', 'line 2', 'line 3']);
});

test('on a slow link, silence between the older lines is not taken for their end', async (t) => {
  const {promise: asked, resolve: ask} = Promise.withResolvers<() => void>();
  const server = await startLogServer(t, (socket, index) => {
    const send = (from: number, to: number) => {
      for (let line = from; line <= to; line++) socket.send(toMessage(line, `line ${line}`));
    };
    if (index === 0) send(2901, 3000);
    else {
      send(1, 50);
      ask(() => send(51, 3000));
    }
  });
  // The time in which nothing comes is over at once.
  const clock: Clock = {
    ...systemClock,
    setTimer: (run, ms) => systemClock.setTimer(run, ms === 600 ? 0 : ms),
  };
  const {log} = openLog(t, {connector: connectToPort(t, server.port), recentCount: 100, clock});
  await until(log, ({count, phase}) => count === 100 && phase === 'live');
  log.loadHistory();
  const sendRest = await asked;
  await until(log, ({loadedCount, history}) => loadedCount === 50 || history !== 'loading');
  t.is(log.getSnapshot().history, 'loading');
  sendRest();
  await until(log, ({history}) => history !== 'loading');
  t.is(log.getSnapshot().history, 'whole');
  await until(log, ({count}) => count === 3000);
  t.deepEqual(textsOf(log, 0, 2), ['line 1', 'line 2']);
});

test('changes are told at most every tenth of a second, however many lines come', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    for (let line = 1; line <= 20_000; line++) socket.send(toMessage(line, 'x'));
    socket.send(END);
  });
  const {log} = openLog(t, {connector: connectToPort(t, port), recentCount: 30_000});
  let told = 0;
  const beganMs = performance.now();
  log.subscribe(() => told++);
  await until(log, ({phase}) => phase === 'ended');
  t.is(log.getSnapshot().count, 20_000);
  t.true(told <= 2 + (performance.now() - beganMs) / 100, `${told} times`);
});

test('a log that is larger than the memory is read whole', async (t) => {
  const lineCount = 400_000;
  const {port} = await startLogServer(t, (socket) => {
    let line = 0;
    const send = () => {
      for (let sent = 0; sent < 5000 && line < lineCount; sent++)
        socket.send(toMessage(++line, `line ${line} ${'y'.repeat(200)}`));
      if (line === lineCount) socket.send(END);
      else setTimeout(send, socket.bufferedAmount < 4_000_000 ? 0 : 5);
    };
    send();
  });
  const directory = mkdtempSync(join(tmpdir(), 'dxtop-log-'));
  // All lines together would be some 200 MB, and end the thread.
  const reader = new Worker(new URL('read-with-little-memory.ts', import.meta.url), {
    workerData: {port, directory},
    execArgv: ['--import=tsx'],
    resourceLimits: {maxOldGenerationSizeMb: 100},
  });
  t.teardown(async () => {
    await reader.terminate();
    rmSync(directory, {recursive: true, force: true});
  });
  const [result] = (await once(reader, 'message')) as [unknown];
  t.deepEqual(result, {totalCount: lineCount, ends: ['line 1 yyyy', 'line 400000']});
});

test('the logs of several jobs come together by time', async (t) => {
  const {port} = await startLogServer(t, (socket, index) => {
    for (let count = 0; count < 100; count++)
      socket.send(
        toMessage(count + 1, `${index} ${count}`, {
          job: index === 0 ? JOB : CHILD,
          timestamp: 1_790_000_000_000 + count * 2 + index,
        }),
      );
    setTimeout(() => socket.send(END), 20);
  });
  // On a busy computer the logs may come with a pause between them that is longer than what counts as quiet.
  const clock: Clock = {
    ...systemClock,
    setTimer: (callback, delayMs) => systemClock.setTimer(callback, delayMs * 10),
  };
  const {log} = openLog(t, {
    connector: connectToPort(t, port),
    requests: [{jobId: JOB}, {jobId: CHILD}],
    clock,
  });
  await until(log, ({phase, count}) => phase === 'ended' && count === 200);
  const times = log.read(0, 200).map(({line}) => line.atMs ?? 0);
  t.deepEqual(
    times,
    times.toSorted((left, right) => left - right),
  );
  t.deepEqual(
    log.getSnapshot().jobs.map(({lineCount}) => lineCount),
    [100, 100],
  );
  log.setFilter({levels: undefined, sources: undefined, mutedJobs: new Set([CHILD])});
  t.is(log.getSnapshot().count, 100);
});

test('a tree brings the lines of the jobs below', async (t) => {
  const emulator = await startEmulator(t);
  const parent = (await emulator.control.addJob({name: 'parent'})) as JobId;
  const child = (await emulator.control.addJob({name: 'child', parentJob: parent})) as JobId;
  emulator.control.log(child, {source: 'APP', level: 'STDOUT', msg: 'from below'});
  const {log} = openLog(t, {connector: connectTo(t, emulator), requests: [{jobId: parent, isTree: true}]});
  await until(log, ({count}) => count > 0 && textsOf(log).includes('from below'));
  t.true(log.getSnapshot().jobs.some(({jobId}) => jobId === child));
});

test('a text is found forwards, backwards and around the end, in what the filter shows', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    for (let line = 1; line <= 3000; line++)
      socket.send(
        toMessage(line, line % 1000 === 0 ? `Needle ${line}` : 'hay', {
          level: line === 2000 ? 'STDERR' : 'STDOUT',
        }),
      );
    socket.send(END);
  });
  const {log} = openLog(t, {connector: connectToPort(t, port)});
  await until(log, ({phase}) => phase === 'ended');
  const find = (query: string, from: number, direction: 'forwards' | 'backwards') =>
    findLine(log, {query, from, direction});
  t.is(await find('needle', -1, 'forwards'), 999);
  t.is(await find('needle', 999, 'forwards'), 1999);
  t.is(await find('needle', 2999, 'forwards'), 999);
  t.is(await find('needle', 999, 'backwards'), 2999);
  t.is(await find('needle', 2999, 'backwards'), 1999);
  t.is(await find('nEedle', 0, 'forwards'), undefined);
  t.is(await find('Needle 1', 0, 'forwards'), 999);
  log.setFilter({levels: new Set(['STDOUT']), sources: undefined, mutedJobs: new Set()});
  t.is(await find('needle', 999, 'forwards'), 2999);
});

test('what is shown is saved to a new file for its owner, and to no other', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    for (let line = 1; line <= 1200; line++) socket.send(toMessage(line, `\u001B[31mline\u001B[0m ${line}`));
    socket.send(END);
  });
  const {log, directory} = openLog(t, {connector: connectToPort(t, port)});
  await until(log, ({phase}) => phase === 'ended');
  const path = join(directory, 'saved.log');
  t.is(await saveLog(log, path), 1200);
  const lines = readFileSync(path, 'utf8').split('\n');
  t.is(lines.length, 1201);
  t.is(lines[0], '2026-09-21T14:13:20.001Z STDOUT line 1');
  t.is(statSync(path).mode & 0o777, 0o600);
  await t.throwsAsync(saveLog(log, path), {instanceOf: ConfigError, message: /is there already/});
  await t.throwsAsync(saveLog(log, join(directory, 'no', 'where')), {message: /not there/});
});
