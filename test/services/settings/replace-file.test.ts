import {lstatSync, readdirSync, readFileSync, statSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import {createFile, replaceFile, toTemporaryPath} from '../../../source/services/settings/replace-file.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

test('a file is replaced as a whole, and closed to others even if the old one was open', (t) => {
  const directory = createTemporaryDirectory(t);
  const path = putFile(directory, 'file', 'the old text', 0o644);
  replaceFile(path, 'new');
  t.is(readFileSync(path, 'utf8'), 'new');
  t.is(statSync(path).mode & 0o777, 0o600);
  t.deepEqual(readdirSync(directory), ['file']);
});

test('a file gets the mode that is asked for, whatever the mask says', (t) => {
  const directory = createTemporaryDirectory(t);
  // A bit that the usual masks take away.
  replaceFile(join(directory, 'file'), 'new', 0o662);
  t.is(statSync(join(directory, 'file')).mode & 0o777, 0o662);
});

test('a link is followed: the file that it names gets the text', (t) => {
  const directory = createTemporaryDirectory(t);
  const target = putFile(directory, 'elsewhere/file', 'the old text');
  symlinkSync(target, join(directory, 'link'));
  replaceFile(join(directory, 'link'), 'new');
  t.true(lstatSync(join(directory, 'link')).isSymbolicLink());
  t.is(readFileSync(target, 'utf8'), 'new');
});

test('what cannot be written leaves the old file, and nothing beside it', (t) => {
  const directory = createTemporaryDirectory(t);
  putFile(directory, 'file', 'the old text');
  // A folder in the way of the swap fails for everyone, root included.
  const path = join(directory, 'folder');
  putFile(path, 'inside', 'something');
  const error = t.throws(() => replaceFile(path, 'new'), {instanceOf: ConfigError});
  t.regex(error.summary, /folder cannot be written \((EISDIR|ENOTEMPTY|EEXIST)\)/);
  t.deepEqual(readdirSync(directory), ['file', 'folder']);
  t.deepEqual(readdirSync(path), ['inside']);
});

test('a new file is never written through a link that waits under its name', (t) => {
  const directory = createTemporaryDirectory(t);
  const victim = putFile(directory, 'victim', 'mine');
  symlinkSync(victim, join(directory, 'name'));
  t.throws(() => createFile(join(directory, 'name'), 'theirs', 0o600), {code: 'EEXIST'});
  t.is(readFileSync(victim, 'utf8'), 'mine');
});

test('temporary names are in the same folder and cannot be foreseen', (t) => {
  const names = new Set(Array.from({length: 100}, () => toTemporaryPath('/folder/file')));
  t.is(names.size, 100);
  for (const name of names) t.regex(name, /^\/folder\/file\.[0-9a-f]{16}\.tmp$/);
});
