import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openFrameFile} from '../../../source/services/first-frame/frame-file.ts';
import {createFrameKeeper} from '../../../source/services/first-frame/frame-keeper.ts';
import type {StoredFrame} from '../../../source/services/first-frame/stored-frame.ts';
import {createTemporaryDirectory} from '../settings/temporary-directory.ts';

const FRAME: StoredFrame = {
  columns: 80,
  rows: 24,
  asOfMs: 5,
  lines: ['dxtop'],
  ageLine: {index: 0, before: 'dxtop', after: '', columns: 10},
};

const open = (t: ExecutionContext, key = 'k') => {
  const directory = join(createTemporaryDirectory(t), 'state');
  return {directory, path: join(directory, 'first-frame.json'), file: openFrameFile(directory, key)};
};

test('a frame is stored for its owner alone, in the place of the last one, and read again', (t) => {
  const {directory, path, file} = open(t);
  t.is(file.read(), undefined);
  file.write({...FRAME, asOfMs: 4});
  file.write(FRAME);
  t.deepEqual(file.read(), FRAME);
  t.is(openFrameFile(directory, 'other').read(), undefined);
  t.is(statSync(directory).mode & 0o777, 0o700);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(directory), ['first-frame.json']);
});

test('what others may read or write, what is no file, and what is too large is not read', (t) => {
  const {path, file} = open(t);
  file.write(FRAME);
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode);
    t.is(file.read(), undefined, mode.toString(8));
  }
  chmodSync(path, 0o600);
  t.deepEqual(file.read(), FRAME);
  writeFileSync(path, readFileSync(path, 'utf8') + ' '.repeat(256 * 1024));
  t.is(file.read(), undefined);
  const folder = open(t);
  mkdirSync(folder.path, {recursive: true});
  t.is(folder.file.read(), undefined);
});

test('a frame that would be too large, or that cannot be written, changes nothing and says nothing', (t) => {
  const {path, file} = open(t);
  file.write(FRAME);
  file.write({...FRAME, lines: Array.from({length: 24}, () => 'x'.repeat(20_000))});
  t.deepEqual(file.read(), FRAME);
  const other = open(t);
  mkdirSync(join(other.directory, '..'), {recursive: true});
  symlinkSync(path, other.directory);
  t.notThrows(() => {
    other.file.write(FRAME);
  });
});

const watch = (draw: () => StoredFrame | undefined) => {
  const written: StoredFrame[] = [];
  const keeper = createFrameKeeper(
    {read: () => undefined, write: (frame) => written.push(frame)},
    () => false,
  );
  keeper.offer(draw);
  return {keeper, written};
};

test('the end stores what was offered last, once', (t) => {
  const {keeper, written} = watch(() => FRAME);
  keeper.offer(() => ({...FRAME, asOfMs: 6}));
  keeper.flush();
  keeper.flush();
  t.deepEqual(written, [{...FRAME, asOfMs: 6}]);
});

test('where there is nothing to draw, or drawing crashes, nothing is stored', (t) => {
  for (const draw of [
    () => undefined,
    () => {
      throw new Error('crashed');
    },
  ]) {
    const {keeper, written} = watch(draw);
    keeper.flush();
    t.deepEqual(written, []);
  }
});
