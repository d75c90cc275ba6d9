import {mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {LogBuffer, type LogBufferOptions} from '../../../source/services/log/log-buffer.ts';
import {toLine} from './lines.ts';

const makeDirectory = (t: ExecutionContext): string => {
  const directory = mkdtempSync(join(tmpdir(), 'dxtop-log-'));
  t.teardown(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
};

const fill = (count: number, options: LogBufferOptions): LogBuffer => {
  const buffer = new LogBuffer(options);
  for (let number = 0; number < count; number++) buffer.append(toLine(number));
  return buffer;
};

const numbersOf = (buffer: LogBuffer, from: number, to: number) =>
  buffer.read(from, to).map(({number}) => number);

test('lines beyond the memory are read from the disk as they were', (t) => {
  const buffer = fill(10_000, {directory: makeDirectory(t), maxLines: 2000});
  t.teardown(() => buffer.close());
  t.deepEqual([buffer.start, buffer.end], [0, 10_000]);
  for (const from of [0, 499, 500, 7990, 8000, 9998]) {
    t.deepEqual(
      numbersOf(buffer, from, from + 5),
      [0, 1, 2, 3, 4].map((add) => from + add).filter((number) => number < 10_000),
    );
  }
  t.is(buffer.read(0, 20_000).length, 10_000);
  t.deepEqual(buffer.read(3, 4), [toLine(3)]);
  t.deepEqual(buffer.read(-5, 0), []);
  t.deepEqual(buffer.read(10_000, 10_001), []);
});

test('the file has no name, and is readable for its owner only', (t) => {
  const directory = makeDirectory(t);
  const buffer = fill(5000, {directory, maxLines: 1000});
  t.deepEqual(readdirSync(directory), []);
  t.is(statSync(directory).mode & 0o777, 0o700);
  const mine = readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(directory);
    } catch {
      // The one that read the folder is gone again.
      return false;
    }
  });
  t.is(mine.length, 1);
  t.is(statSync(`/proc/self/fd/${mine[0]}`).mode & 0o777, 0o600);
  buffer.close();
  buffer.close();
  t.throws(() => readlinkSync(`/proc/self/fd/${mine[0]}`));
});

test('long lines leave memory before there are many of them', (t) => {
  const buffer = new LogBuffer({directory: makeDirectory(t), maxCharacters: 1_000_000});
  t.teardown(() => buffer.close());
  for (let number = 0; number < 4000; number++) buffer.append(toLine(number, 'x'.repeat(1000)));
  t.is(buffer.read(0, 1)[0]?.text.length, 1000);
  t.is(buffer.end - buffer.start, 4000);
});

test('the disk has a bound as well, and the oldest lines are dropped first', (t) => {
  const buffer = fill(40_000, {directory: makeDirectory(t), maxLines: 1000, maxSpillBytes: 1_000_000});
  t.teardown(() => buffer.close());
  t.true(buffer.start > 20_000);
  t.is(buffer.end, 40_000);
  t.deepEqual(numbersOf(buffer, buffer.start, buffer.start + 2), [buffer.start, buffer.start + 1]);
  t.deepEqual(numbersOf(buffer, 0, 10), []);
});

test('without a disk the latest lines are kept, and what went is counted', (t) => {
  const path = join(makeDirectory(t), 'file');
  writeFileSync(path, '');
  const buffer = fill(5000, {directory: join(path, 'below'), maxLines: 1000});
  t.teardown(() => buffer.close());
  t.truthy(buffer.spillProblem);
  t.true(buffer.start >= 4000 && buffer.start < 5000);
  t.deepEqual(numbersOf(buffer, 4998, 5000), [4998, 4999]);
});
