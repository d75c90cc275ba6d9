import test from 'ava';
import {ApiError, CancelError, ConfigError, NetworkError} from '../../../source/model/errors.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {
  backOffMs,
  pollDelayMs,
  refreshDelayMs,
  retryDelayMs,
  type RetryWait,
  withRetries,
} from '../../../source/services/platform/retry.ts';
import {createManualClock, settle} from './manual-clock.ts';

const api = (status: number, retryAfterMs?: number, type = 'X') =>
  new ApiError(clean(type), status, clean('detail'), undefined, retryAfterMs);
const network = (kind: NetworkError['kind']) => new NetworkError(kind, 'host', 'summary', '');
const noJitter = () => 0;

test('the back-off doubles from 1 s to 30 s', (t) => {
  t.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => backOffMs(failures, noJitter)),
    [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
  );
  t.is(
    backOffMs(3, () => 0.5),
    3500,
  );
});

const table: ReadonlyArray<
  readonly [title: string, error: unknown, retry: number | undefined, poll: number | undefined]
> = [
  ['503 with Retry-After', api(503, 20_000), 20_000, 20_000],
  ['429 with Retry-After', api(429, 3000), 3000, 3000],
  ['503 without', api(503), 2000, 2000],
  ['500', api(500), 2000, 2000],
  ['502', api(502), 2000, 2000],
  ['401 unknown token', api(401, undefined, 'InvalidAuthentication'), undefined, undefined],
  ['401 no access', api(401, undefined, 'PermissionDenied'), undefined, 30_000],
  ['403', api(403), undefined, 30_000],
  ['404', api(404), undefined, 30_000],
  ['422', api(422), undefined, undefined],
  ['422 with Retry-After', api(422, 1000), undefined, undefined],
  ['refused', network('refused'), 2000, 2000],
  ['timeout', network('timeout'), 2000, 2000],
  ['broken answer', network('protocol'), 2000, 2000],
  ['unproven certificate', network('tls'), undefined, 30_000],
  ['too large', network('size'), undefined, 30_000],
  ['redirect', network('redirect'), undefined, 30_000],
  ['settings', new ConfigError('a', 'b'), undefined, undefined],
  ['cancelled', new CancelError('a'), undefined, undefined],
  ['a mistake in the program', new TypeError('a'), undefined, 30_000],
];

for (const [title, error, retry, poll] of table) {
  test(`the wait after the second failure: ${title}`, (t) => {
    t.is(retryDelayMs(error, 2, noJitter), retry);
    t.is(pollDelayMs(error, 2, noJitter), poll);
  });
}

test('what came only once is looked at again after 4 s, an unproven certificate slowly from the start', (t) => {
  for (const error of [api(403), api(404), network('size'), network('redirect')])
    t.is(pollDelayMs(error, 1, noJitter), 4000);
  t.is(pollDelayMs(network('tls'), 1, noJitter), 30_000);
  for (const error of [api(401, undefined, 'InvalidAuthentication'), api(422)])
    t.is(pollDelayMs(error, 1, noJitter), undefined);
});

test('a call is tried again after each wait, which can be watched', async (t) => {
  const clock = createManualClock();
  const errors = [network('reset'), api(503, 5000)];
  const waits: Array<RetryWait | undefined> = [];
  const startMs = clock.now();
  const result = withRetries(
    () => {
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve('done');
    },
    {clock, random: noJitter, onWait: (retryWait) => waits.push(retryWait)},
  );
  await clock.advance(1000);
  t.is(errors.length, 0);
  await clock.advance(5000);
  t.is(await result, 'done');
  t.deepEqual(
    waits.map((retryWait) => retryWait && [retryWait.untilMs - startMs, retryWait.failures]),
    [[1000, 1], undefined, [6000, 2], undefined],
  );
});

test('the number of tries is bounded, and the last error is the one that counts', async (t) => {
  const clock = createManualClock();
  let tries = 0;
  const result = t.throwsAsync(
    withRetries(() => Promise.reject(new NetworkError('reset', 'host', `try ${++tries}`, '')), {
      clock,
      random: noJitter,
    }),
    {message: 'try 4'},
  );
  await clock.advance(60_000);
  await result;
  t.is(tries, 4);
});

test('422 is not tried again', async (t) => {
  let tries = 0;
  await t.throwsAsync(
    withRetries(() => {
      tries++;
      return Promise.reject(api(422));
    }),
    {instanceOf: ApiError},
  );
  t.is(tries, 1);
});

test('a wait can be cancelled, and leaves no timer', async (t) => {
  const clock = createManualClock();
  const controller = new AbortController();
  const result = withRetries(() => Promise.reject(network('refused')), {clock, signal: controller.signal});
  await settle();
  t.is(clock.timerCount(), 1);
  controller.abort();
  await t.throwsAsync(result, {instanceOf: CancelError});
  t.is(clock.timerCount(), 0);
});

test('a list rests as long as is wished, and longer when it takes more than two calls a second', (t) => {
  t.is(refreshDelayMs(4000, 0), 4000);
  t.is(refreshDelayMs(4000, 8000), 4000);
  t.is(refreshDelayMs(4000, 8001), 4500);
  t.is(refreshDelayMs(1000, 2001), 1500);
  t.is(refreshDelayMs(4000, 90_000), 5000);
  t.is(refreshDelayMs(60_000, 90_000), 60_000);
});
