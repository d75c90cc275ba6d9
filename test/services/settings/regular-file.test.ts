import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {readRegularFile} from '../../../source/services/settings/regular-file.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

test('a file is read, also through a symbolic link', (t) => {
  const directory = createTemporaryDirectory(t);
  symlinkSync(putFile(directory, 'target', 'content'), join(directory, 'link'));
  for (const name of ['target', 'link']) {
    const file = readRegularFile(join(directory, name), 100);
    t.is(file.kind === 'read' ? file.content.toString() : file.kind, 'content');
  }
});

test('a file of exactly the cap is read, one byte more is not', (t) => {
  const directory = createTemporaryDirectory(t);
  t.is(readRegularFile(putFile(directory, 'a', 'x'.repeat(10)), 10).kind, 'read');
  t.deepEqual(readRegularFile(putFile(directory, 'b', 'x'.repeat(11)), 10), {
    kind: 'unusable',
    problem: 'is larger than 10 bytes',
  });
});

test('what is not there is missing, and no error', (t) => {
  const directory = createTemporaryDirectory(t);
  symlinkSync('nowhere', join(directory, 'dangling'));
  for (const name of ['none', 'dangling', 'none/below']) {
    t.deepEqual(readRegularFile(join(directory, name), 10), {kind: 'missing'});
  }
  t.deepEqual(readRegularFile(join(putFile(directory, 'file', ''), 'below'), 10), {kind: 'missing'});
});

test('a pipe without a writer, a device and a directory are refused at once', (t) => {
  const directory = createTemporaryDirectory(t);
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  mkdirSync(join(directory, 'directory'));
  symlinkSync(join(directory, 'none', 'loop'), join(directory, 'x'));
  for (const path of [pipe, '/dev/zero', join(directory, 'directory')]) {
    t.is(readRegularFile(path, 10).kind, 'unusable', path);
  }
});

test('links in a circle are refused', (t) => {
  const directory = createTemporaryDirectory(t);
  symlinkSync(join(directory, 'b'), join(directory, 'a'));
  symlinkSync(join(directory, 'a'), join(directory, 'b'));
  t.deepEqual(readRegularFile(join(directory, 'a'), 10), {
    kind: 'unusable',
    problem: 'cannot be opened (ELOOP)',
  });
});
