import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openFrameFiles} from '../../../source/services/first-frame/frame-files.ts';
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
  const folder = join(directory, 'first-frames');
  return {directory, folder, path: join(folder, 'k-80x24.json'), files: openFrameFiles(directory, key)};
};

test('a frame is stored for its owner alone, in the place of the last one, and read again', (t) => {
  const {directory, folder, path, files} = open(t);
  t.is(files.read(FRAME), undefined);
  files.write({...FRAME, asOfMs: 4});
  files.write(FRAME);
  t.deepEqual(files.read(FRAME), FRAME);
  t.is(openFrameFiles(directory, 'other').read(FRAME), undefined);
  for (const one of [directory, folder]) t.is(statSync(one).mode & 0o777, 0o700);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(folder), ['k-80x24.json']);
});

test('each account has a frame of its own for each size', (t) => {
  const {directory, files} = open(t, 'alice');
  const other = openFrameFiles(directory, 'bob');
  const frames = [FRAME, {...FRAME, columns: 100}, {...FRAME, rows: 30}];
  for (const frame of frames) files.write(frame);
  other.write({...FRAME, asOfMs: 7});
  for (const frame of frames) t.deepEqual(files.read(frame), frame);
  t.deepEqual(other.read(FRAME), {...FRAME, asOfMs: 7});
  t.is(other.read({columns: 100, rows: 24}), undefined);
});

test('of many frames the eight that were stored last are kept', (t) => {
  const {folder, files} = open(t);
  for (let columns = 80; columns < 90; columns++) {
    files.write({...FRAME, columns});
    // The clock of a file system may not tell two of them apart.
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      utimesSync(path, 0, statSync(path).mtimeMs / 1000 - 10);
    }
  }
  const kept = Array.from(
    {length: 10},
    (_, index) => files.read({...FRAME, columns: 80 + index}) !== undefined,
  );
  t.deepEqual(kept, [false, false, ...Array.from({length: 8}, () => true)]);
});

test('what others may read or write, what is no file, and what is too large is not read', (t) => {
  const {path, files} = open(t);
  files.write(FRAME);
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode);
    t.is(files.read(FRAME), undefined, mode.toString(8));
  }
  chmodSync(path, 0o600);
  t.deepEqual(files.read(FRAME), FRAME);
  writeFileSync(path, readFileSync(path, 'utf8') + ' '.repeat(256 * 1024));
  t.is(files.read(FRAME), undefined);
  const other = open(t);
  mkdirSync(other.path, {recursive: true});
  t.is(other.files.read(FRAME), undefined);
});

test('a frame that would be too large, or that cannot be written, changes nothing and says nothing', (t) => {
  const {path, files} = open(t);
  files.write(FRAME);
  files.write({...FRAME, lines: Array.from({length: 24}, () => 'x'.repeat(20_000))});
  t.deepEqual(files.read(FRAME), FRAME);
  const other = open(t);
  mkdirSync(join(other.directory, '..'), {recursive: true});
  symlinkSync(path, other.directory);
  t.notThrows(() => {
    other.files.write(FRAME);
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
