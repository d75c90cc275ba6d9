import test from 'ava';
import {exhaustedResource, toFailureHint} from '../../source/model/failure-hint.ts';
import {clean} from '../../source/model/safe-text.ts';

const toFailure = (reason: string, message: string) => ({
  reason: clean(reason),
  message: clean(message),
  from: undefined,
});

const rows: readonly (readonly [reason: string, message: string, hint: RegExp])[] = [
  ['AppError', 'CRAM file is truncated', /^The app refused its input/],
  ['SpotInstanceInterruption', 'reclaimed', /--priority high/],
  [
    'AppInsufficientResourceError',
    'No space left on device: /out',
    /out of storage.*mem2_ssd1_v2_x4 \(4 cores, 16 GiB memory, 150 GB/,
  ],
  ['AppInternalError', 'java.lang.OutOfMemoryError: heap', /out of memory.*--instance-type mem2_ssd1_v2_x4/],
  [
    'AppError',
    'out of memory: 31.4 GB of 32 GB were in use',
    /--instance-type mem3_ssd1_v2_x8 \(8 cores, 64 GiB/,
  ],
  ['AppInsufficientResourceError', '', /out of memory or storage/],
];
for (const [reason, message, hint] of rows) {
  test(`the hint for ${reason}, ${message || 'without a message'}`, (t) => {
    t.regex(toFailureHint(toFailure(reason, message), 'mem1_ssd1_v2_x4'), hint);
  });
}

test('there is no hint for a reason that nobody documented, nor without a failure', (t) => {
  t.is(toFailureHint(toFailure('constructor', 'x'), 'mem1_ssd1_v2_x4'), '');
  t.is(toFailureHint(undefined, undefined), '');
});

test('a type that is not in the table gets the general hint', (t) => {
  t.regex(
    toFailureHint(toFailure('AppError', 'Out of memory'), 'azure:mem1_ssd1_x2'),
    /larger instance type/,
  );
});

test('the resource is told by the message alone', (t) => {
  t.is(exhaustedResource(toFailure('AppError', 'No space left on device')), 'storage');
  t.is(exhaustedResource(toFailure('AppError', 'exit code 137')), 'memory');
  t.is(exhaustedResource(toFailure('AppError', 'a room of one')), undefined);
});
