import test from 'ava';
import {NetworkError} from '../../../source/model/errors.ts';
import {createCallHealth} from '../../../source/services/platform/call-health.ts';

test('answers and failures are counted, with their times', async (t) => {
  let nowMs = 1000;
  const {observe, getHealth} = createCallHealth(() => nowMs);
  t.is(getHealth().lastAnswerMs, undefined);
  const answer = await observe(() => {
    nowMs += 80;
    return Promise.resolve('yes');
  });
  t.is(answer, 'yes');
  const failure = new NetworkError('refused', 'h', 'Nobody answers at h.', 'Check the network.');
  nowMs = 5000;
  await t.throwsAsync(
    observe(() => Promise.reject(failure)),
    {is: failure},
  );
  const {lastFailure, ...rest} = getHealth();
  t.deepEqual(rest, {answeredCount: 1, failedCount: 1, lastAnswerMs: 1080, lastDurationMs: 80});
  t.is(lastFailure?.atMs, 5000);
  t.is(String(lastFailure?.sentence), 'Nobody answers at h. Check the network.');
});
