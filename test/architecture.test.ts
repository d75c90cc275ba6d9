import {globSync, readFileSync} from 'node:fs';
import test from 'ava';
import {findBreaches} from './helpers/layers.ts';

const root = new URL('..', import.meta.url).pathname;
const files = globSync(['cli.tsx', 'source/**/*.{ts,tsx}'], {cwd: root}).sort();

test('there are files to check', (t) => {
  t.true(files.includes('source/model/ids.ts'));
  t.true(files.length > 5);
});

test('imports follow the table: arrows never point back', (t) => {
  const breaches = files.flatMap((path) =>
    findBreaches(path, readFileSync(new URL(path, `file://${root}`), 'utf8')).map(
      ({line, reason}) => `${path}:${line}: ${reason}`,
    ),
  );
  t.deepEqual(breaches, []);
});

const planted: ReadonlyArray<readonly [path: string, content: string, reason: string]> = [
  ['source/model/a.ts', "import {b} from '../services/b.ts';", 'model imports services'],
  ['source/model/a.ts', "import {readFile} from 'node:fs';", 'model imports node:fs'],
  ['source/format/a.ts', "import type {b} from '../wire/b.ts';", 'format imports wire'],
  ['source/wire/a.ts', "export type {b} from '../model/b.ts';", 'wire imports model'],
  ['source/wire/a.ts', "type B = import('../model/b.ts').B;", 'wire imports model'],
  ['source/services/ssh/a.ts', "import {b} from '../../hooks/b.ts';", 'services imports hooks'],
  ['source/services/ssh/a.ts', "import {useState} from 'react';", 'services imports react'],
  ['source/services/ssh/a.ts', "import {b} from '../../emulator/b.ts';", 'services imports emulator'],
  ['source/emulator/a.ts', "const b = await import('../services/ssh/b.ts');", 'emulator imports services'],
  ['source/emulator/a.ts', "import {clean} from '../model/safe-text.ts';", 'emulator imports model'],
  ['source/hooks/a.ts', "import {readFile} from 'node:fs/promises';", 'hooks imports node:fs/promises'],
  ['source/hooks/a.ts', "const fs = require('node:fs');", 'hooks imports node:fs'],
  ['source/components/a.tsx', "import {useB} from '../hooks/use-b.ts';", 'components imports hooks'],
  ['source/components/a.tsx', "import process from 'node:process';", 'components imports node:process'],
  ['source/screens/b/a.tsx', "import type {B} from '../../services/b.ts';", 'screens imports services'],
  ['source/screens/b/a.tsx', "import useSwr from 'swr';", 'screens imports swr'],
  [
    'source/screens/b/a.tsx',
    'const now = Date.now();',
    'Date.now makes a frame depend on more than its props',
  ],
  [
    'source/components/a.tsx',
    'const x = Math.random();',
    'Math.random makes a frame depend on more than its props',
  ],
  ['source/app.tsx', "import {b} from './services/b.ts';", 'app.tsx imports services for more than types'],
  [
    'source/app.tsx',
    "import {type A, b} from './services/b.ts';",
    'app.tsx imports services for more than types',
  ],
  ['cli.tsx', "import {b} from './source/emulator/b.ts';", 'cli.tsx imports emulator other than by import()'],
  [
    'cli.tsx',
    "import {b} from './test/helpers/b.ts';",
    'cli.tsx imports test/helpers/b.ts, which is in no layer',
  ],
  ['cli.tsx', 'const b = await import(name);', 'cli.tsx imports (name)'],
  [
    'source/model/a.ts',
    'const home = process.env.HOME;',
    'process.env is read in cli.tsx and services/settings only',
  ],
  [
    'source/services/ssh/a.ts',
    'const {HOME} = process.env;',
    'process.env is read in cli.tsx and services/settings only',
  ],
  ['source/things/a.ts', "import {b} from './b.ts';", 'source/things/a.ts is in no layer'],
  ['source/services/utils/a.ts', '', 'a folder named utils says nothing about what is in it'],
  ['source/common/a.ts', '', 'a folder named common says nothing about what is in it'],
];
for (const [path, content, reason] of planted) {
  test(`the check finds, in ${path}: ${content || 'nothing but its name'}`, (t) => {
    t.deepEqual(
      findBreaches(path, `\n${content}\n`).map((breach) => breach.reason),
      [reason],
    );
  });
}

const allowed: ReadonlyArray<readonly [path: string, content: string]> = [
  ['source/model/a.ts', "import type {B} from './b.ts';"],
  [
    'source/services/terminal/a.ts',
    "import {open} from 'node:fs';\nimport {clean} from '../../model/safe-text.ts';",
  ],
  [
    'source/services/storage/a.ts',
    "import {b} from '../ssh/b.ts';\nimport {DatabaseSync} from 'node:sqlite';",
  ],
  ['source/services/settings/a.ts', 'const home = process.env.HOME; const now = Date.now();'],
  ['source/hooks/a.ts', "import {useApp} from 'ink';\nimport useSwr from 'swr';"],
  [
    'source/screens/b/a.tsx',
    "import {C} from '../../components/c.tsx';\n// process.env and Date.now() in words\n",
  ],
  ['source/app.tsx', "import type {B} from './services/b.ts';\nimport {type C} from './services/c.ts';"],
  [
    'cli.tsx',
    "const {b} = await import('./source/emulator/b.ts');\nimport {c} from './source/commands/c.ts';",
  ],
];
for (const [path, content] of allowed) {
  test(`the check allows, in ${path}: ${content.replaceAll('\n', ' ')}`, (t) => {
    t.deepEqual(findBreaches(path, content), []);
  });
}

test('only one file builds an ssh2 client, so that each has the verifier of the host key', (t) => {
  const builders = files.filter((path) =>
    /\bnew (?:ssh2\.)?Client\(|from 'ssh2\/lib/.test(readFileSync(new URL(path, `file://${root}`), 'utf8')),
  );
  t.deepEqual(builders, ['source/services/ssh/ssh-client.ts']);
});
