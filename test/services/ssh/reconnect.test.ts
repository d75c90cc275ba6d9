import test from 'ava';
import {
  ApiError,
  CancelError,
  ConfigError,
  HostKeyError,
  NetworkError,
  SshError,
} from '../../../source/model/errors.ts';
import type {Job} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import type {ConnectedWorker} from '../../../source/services/ssh/connect-to-worker.ts';
import {JobOverError} from '../../../source/services/ssh/job-over-error.ts';
import {Reconnect, reconnectDelayMs, type ReconnectProgress} from '../../../source/services/ssh/reconnect.ts';

/** A worker of which only the link matters here. */
const createWorker = ({silenceMs = 60_000} = {}) => {
  const link = {
    isDown: false,
    closes: 0,
    silence: silenceMs,
    silenceMs: () => link.silence,
    close: () => {
      link.closes += 1;
    },
  };
  return {link, worker: {connection: link} as unknown as ConnectedWorker};
};

const refused = new SshError('client-socket', 'The worker refused the connection.', 'Wait.');

/** A way back whose tries end as they are told; an error stands for a failed try. */
const start = (tries: readonly (ConnectedWorker | Error)[], stalled?: ConnectedWorker) => {
  const progress: ReconnectProgress[] = [];
  let count = 0;
  const reconnect = new Reconnect({
    connect: () => {
      const next = tries[Math.min(count, tries.length - 1)] ?? new Error('no try was expected');
      count += 1;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    now: Date.now,
    onProgress: (now) => {
      progress.push(now);
      // The pauses are not what is tested here.
      if (now.nextTryMs !== undefined) setImmediate(() => reconnect.retryNow());
    },
  });
  return {reconnect, result: reconnect.run(stalled), progress, count: () => count};
};

test('the pauses grow to 15 s', (t) => {
  t.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 1000].map(reconnectDelayMs),
    [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000],
  );
});

test('the first try is made at once', async (t) => {
  const {worker} = createWorker();
  const {result, progress, count} = start([worker]);
  t.deepEqual(await result, {kind: 'connected', worker});
  t.is(count(), 1);
  t.deepEqual(progress, []);
});

test('tries go on until there is a session, and say how far they are', async (t) => {
  const {worker} = createWorker();
  const {result, progress} = start([refused, refused, worker]);
  t.deepEqual(await result, {kind: 'connected', worker});
  t.deepEqual(
    progress.filter(({nextTryMs}) => nextTryMs !== undefined).map(({tryNumber}) => tryNumber),
    [1, 2],
  );
  t.is(progress.at(-1)?.tryNumber, 3);
  t.is(progress.at(-1)?.lastError, clean('The worker refused the connection. Wait.'));
});

const word = clean('x');
const final: ReadonlyArray<readonly [title: string, error: Error]> = [
  ['a job that is over', new JobOverError({id: 'job-1', state: word} as unknown as Job)],
  ['no from the user', new CancelError()],
  ['a broken key file', new ConfigError('x', 'y')],
  ['another host key', new HostKeyError('a', 'b')],
  ['a refused token', new ApiError(clean('InvalidAuthentication'), 401, word, undefined, undefined)],
  ['no permission', new ApiError(clean('PermissionDenied'), 403, word, undefined, undefined)],
  ['a job that is gone', new ApiError(clean('ResourceNotFound'), 404, word, undefined, undefined)],
  ['a refused user key', new SshError('client-authentication', 'x', 'y')],
  ['an unreadable host key', new SshError('host-key', 'x', 'y')],
  ['this computer as the worker', new SshError('worker', 'x', 'y')],
];
for (const [title, error] of final) {
  test(`nothing is tried again after ${title}`, async (t) => {
    const {result, count} = start([error]);
    t.deepEqual(await result, {kind: 'impossible', error});
    t.is(count(), 1);
  });
}

const passing: ReadonlyArray<readonly [title: string, error: Error]> = [
  ['a network without a route', new NetworkError('other', 'h', 'x', 'y')],
  ['a server error', new ApiError(clean('InternalError'), 500, word, undefined, undefined)],
  ['too many requests', new ApiError(clean('RateLimit'), 429, word, undefined, undefined)],
  ['a closed port', refused],
  ['a handshake that was cut', new SshError('handshake', 'x', 'y')],
  ['a terminal that was refused', new SshError('channel', 'x', 'y')],
  ['an error that nobody has thought of', new TypeError('x')],
];
for (const [title, error] of passing) {
  test(`it is tried again after ${title}`, async (t) => {
    const {worker} = createWorker();
    const {result, count} = start([error, worker]);
    t.deepEqual(await result, {kind: 'connected', worker});
    t.is(count(), 2);
  });
}

test('stopped in a pause, it ends without another try', async (t) => {
  let tries = 0;
  const reconnect = new Reconnect({
    connect: () => {
      tries += 1;
      return Promise.reject(refused);
    },
    now: Date.now,
    onProgress: ({nextTryMs}) => {
      if (nextTryMs !== undefined) reconnect.stop();
    },
  });
  t.deepEqual(await reconnect.run(undefined), {kind: 'stopped'});
  reconnect.stop();
  t.is(tries, 1);
});

test('a try that succeeds after the stop is closed', async (t) => {
  const {worker, link} = createWorker();
  const connecting = Promise.withResolvers<ConnectedWorker>();
  const reconnect = new Reconnect({
    connect: () => connecting.promise,
    now: Date.now,
    onProgress: () => undefined,
  });
  const result = reconnect.run(undefined);
  reconnect.stop();
  connecting.resolve(worker);
  t.deepEqual(await result, {kind: 'stopped'});
  t.is(link.closes, 1);
});

test('a key cuts a try short that hangs, and does not count as its failure', async (t) => {
  const {worker} = createWorker();
  const progress: ReconnectProgress[] = [];
  let tries = 0;
  const reconnect = new Reconnect({
    connect: (signal) => {
      tries += 1;
      if (tries > 1) return Promise.resolve(worker);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new CancelError()));
        setImmediate(() => reconnect.retryNow());
      });
    },
    now: Date.now,
    onProgress: (now) => progress.push(now),
  });
  t.deepEqual(await reconnect.run(undefined), {kind: 'connected', worker});
  t.deepEqual(progress, [{tryNumber: 2, nextTryMs: undefined, lastError: undefined}]);
});

test('a stalled link that is heard of again wins at once, over a try that hangs', async (t) => {
  const {worker: stalled, link} = createWorker();
  const {worker: late, link: lateLink} = createWorker();
  const connecting = Promise.withResolvers<ConnectedWorker>();
  const reconnect = new Reconnect({
    connect: () => connecting.promise,
    now: Date.now,
    onProgress: () => undefined,
  });
  const result = reconnect.run(stalled);
  link.silence = 10;
  t.deepEqual(await result, {kind: 'revived', worker: stalled});
  const closed = new Promise<void>((resolve) => {
    lateLink.close = resolve;
  });
  connecting.resolve(late);
  await closed;
  t.is(link.closes, 0);
});

test('a stalled link that is down for good is not waited for', async (t) => {
  const {worker: stalled, link} = createWorker();
  link.isDown = true;
  link.silence = 0;
  const {worker} = createWorker();
  t.deepEqual(await start([refused, worker], stalled).result, {kind: 'connected', worker});
});

test('the end of a computer’s sleep ends a pause', async (t) => {
  const {worker} = createWorker();
  let nowMs = 0;
  let tries = 0;
  const reconnect = new Reconnect({
    connect: () => {
      tries += 1;
      return tries <= 1 ? Promise.reject(refused) : Promise.resolve(worker);
    },
    // In a pause the clock jumps by 6 s, and is still before the time of the next try.
    now: () => nowMs,
    onProgress: ({nextTryMs}) => {
      if (nextTryMs !== undefined) nowMs -= 6000;
      setImmediate(() => (nowMs += 6000));
    },
  });
  t.is((await reconnect.run(undefined)).kind, 'connected');
});

test('the end of a computer’s sleep ends a try that began before it', async (t) => {
  const {worker} = createWorker();
  let nowMs = 0;
  let tries = 0;
  const reconnect = new Reconnect({
    connect: async (signal) => {
      tries += 1;
      if (tries > 1) return worker;
      nowMs += 60_000;
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      throw new CancelError();
    },
    now: () => nowMs,
    onProgress: ({nextTryMs}) => t.is(nextTryMs, undefined, 'there is no pause'),
  });
  t.is((await reconnect.run(undefined)).kind, 'connected');
  t.is(tries, 2);
});
