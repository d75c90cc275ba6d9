import {chmodSync, mkdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import {
  ensureDirectory,
  toConfigDirectory,
  toStateDirectory,
} from '../../../source/services/settings/state-directory.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

const table: ReadonlyArray<
  readonly [title: string, environment: NodeJS.ProcessEnv, state: string, config: string]
> = [
  ['by default', {}, '/home/a/.local/state/dxtop', '/home/a/.config/dxtop'],
  ['as XDG says', {XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c'}, '/s/dxtop', '/c/dxtop'],
  [
    'without relative paths, which the specification excludes',
    {XDG_STATE_HOME: 's', XDG_CONFIG_HOME: ''},
    '/home/a/.local/state/dxtop',
    '/home/a/.config/dxtop',
  ],
];

for (const [title, environment, state, config] of table) {
  test(`where state and settings are, ${title}`, (t) => {
    const options = {environment, homeDirectory: '/home/a', platform: 'linux'} as const;
    t.is(toStateDirectory(options), state);
    t.is(toConfigDirectory(options), config);
  });
}

test('on Windows they are below LOCALAPPDATA', (t) => {
  const options = {environment: {LOCALAPPDATA: '/l'}, homeDirectory: '/h', platform: 'win32'} as const;
  t.is(toStateDirectory(options), join('/l', 'dxtop', 'State'));
  t.is(toConfigDirectory(options), join('/l', 'dxtop', 'Config'));
});

test('a directory is made for its owner alone, and an open one is closed', (t) => {
  const directory = createTemporaryDirectory(t);
  const path = join(directory, 'a', 'b');
  ensureDirectory(path);
  t.is(statSync(path).mode & 0o777, 0o700);
  chmodSync(path, 0o755);
  ensureDirectory(path);
  t.is(statSync(path).mode & 0o777, 0o700);
});

test('what cannot be a directory is told, with what it means', (t) => {
  const directory = createTemporaryDirectory(t);
  mkdirSync(join(directory, 'd'));
  putFile(directory, 'file', '');
  for (const path of [join(directory, 'file'), join(directory, 'file', 'below'), '/proc/none']) {
    const error = t.throws(() => ensureDirectory(path), {instanceOf: ConfigError});
    t.true(error.summary.includes(path));
    t.true(error.remedy.includes('nothing is remembered'));
  }
});
