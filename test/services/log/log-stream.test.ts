import test, {type ExecutionContext} from 'ava';
import {ApiError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import {
  createLogStream,
  type LogStreamOptions,
  type LogStreamState,
} from '../../../source/services/log/log-stream.ts';
import {createLogConnector} from '../../../source/services/log/log-socket.ts';
import {systemClock} from '../../../source/services/platform/clock.ts';
import {createTestClock, startEmulator} from '../../emulator/start-emulator.ts';
import {toSettings} from '../platform/fixture-server.ts';
import {connectTo, END, JOB, startLogServer, toMessage} from './log-fixture.ts';

/** Waits a twentieth of the time it is told to. */
const quickClock = {
  ...systemClock,
  setTimer: (callback: () => void, delayMs: number) => systemClock.setTimer(callback, delayMs / 20),
};

const follow = (
  t: ExecutionContext,
  options: Partial<LogStreamOptions> & Pick<LogStreamOptions, 'connector'>,
) => {
  const texts: string[] = [];
  const states: LogStreamState[] = [];
  const waiters = new Set<() => void>();
  const look = () => {
    for (const waiter of waiters) waiter();
  };
  const stream = createLogStream({
    request: {jobId: JOB, recentCount: 1000},
    onLine: ({text}) => {
      texts.push(text);
      look();
    },
    onChange: (state) => {
      states.push(state);
      look();
    },
    isJobOver: () => Promise.resolve(false),
    clock: quickClock,
    random: () => 0,
    ...options,
  });
  t.teardown(() => stream.close());
  const until = (isTrue: () => boolean) =>
    new Promise<void>((resolve) => {
      const waiter = () => {
        if (!isTrue()) return;
        waiters.delete(waiter);
        resolve();
      };
      waiters.add(waiter);
      waiter();
    });
  return {
    texts,
    states,
    stream,
    until,
    untilPhase: (phase: string) => until(() => states.at(-1)?.phase === phase),
  };
};

const connectToPort = (t: ExecutionContext, port: number) => {
  const connector = createLogConnector({watchPort: undefined, ...toSettings(port)});
  t.teardown(() => connector.close());
  return connector;
};

test('over a restart of the server nothing is lost and nothing comes twice', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'empty', now: createTestClock().now});
  const jobId = (await emulator.control.addJob()) as JobId;
  const say = (msg: string) => emulator.control.log(jobId, {source: 'APP', level: 'STDOUT', msg});
  say('one');
  const log = follow(t, {connector: connectTo(t, emulator), request: {jobId, recentCount: 2}});
  await log.until(() => log.texts.includes('one'));
  emulator.control.restartLogs();
  await log.untilPhase('waiting');
  say('two');
  say('three');
  await log.until(() => log.texts.includes('three'));
  emulator.control.failNext({route: 'job/getLog', kind: 'reset'});
  emulator.control.restartLogs();
  say('four');
  await log.until(() => log.texts.includes('four'));
  emulator.control.endJob(jobId, {state: 'done'});
  await log.untilPhase('ended');
  t.deepEqual(
    log.texts.filter((text) => /^(?:one|two|three|four)$/.test(text)),
    ['one', 'two', 'three', 'four'],
  );
  t.is(new Set(log.texts).size, log.texts.length);
  t.is(log.states.at(-1)?.missingCount, 0);
});

test('a connection that breaks in the middle is made again, with the whole history asked for', async (t) => {
  const {port, clients} = await startLogServer(t, (socket, index) => {
    for (let line = 1; line <= 50 + 10 * index; line++) socket.send(toMessage(line, `line ${line}`));
    if (index < 3) setTimeout(() => socket.terminate(), 20);
    else socket.send(END);
  });
  const log = follow(t, {connector: connectToPort(t, port)});
  await log.untilPhase('ended');
  t.deepEqual(
    log.texts,
    Array.from({length: 80}, (_, index) => `line ${index + 1}`),
  );
  t.deepEqual(
    clients.map(({frame}) => frame['numRecentMessages']),
    [1000, 262_144, 262_144, 262_144],
  );
});

test('a refused token ends it, with the reason, and only the user tries again', async (t) => {
  const {port, clients} = await startLogServer(t, (socket, index) => {
    if (index === 0)
      socket.close(1008, '{"type":"InvalidAuthentication","message":"The token could not be found"}');
    else socket.send(END);
  });
  const log = follow(t, {connector: connectToPort(t, port)});
  await log.untilPhase('failed');
  const {error} = log.states.at(-1) ?? {};
  t.true(error instanceof ApiError && error.isAuthentication);
  t.is(clients.length, 1);
  log.stream.retryNow();
  await log.untilPhase('ended');
});

test('whoever must not wait for ever gives up after so many failures in a row', async (t) => {
  const {port, clients} = await startLogServer(t, (socket) => socket.close(1011, 'boom'));
  const log = follow(t, {connector: connectToPort(t, port), maxFailures: 3});
  await log.untilPhase('failed');
  t.is(clients.length, 3);
  t.deepEqual(log.states.filter(({phase}) => phase === 'waiting').length, 2);
});

test('a finished job whose log does not end is ended after a silence, and not before', async (t) => {
  const {port} = await startLogServer(t, (socket) => socket.send(toMessage(1, 'last words')));
  const answers = [false, true];
  let asked = 0;
  const log = follow(t, {
    connector: connectToPort(t, port),
    quietMs: 2000,
    isJobOver: () => {
      asked++;
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error('away')) : Promise.resolve(answer);
    },
  });
  await log.untilPhase('ended');
  t.is(asked, 2);
  t.deepEqual(log.texts, ['last words']);
});
