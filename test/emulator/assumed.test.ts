import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {findAssumed, formatAssumed} from '../../source/emulator/assumed.ts';
import {collectAssumed} from '../../source/emulator/collect-assumed.ts';

const folder = new URL('../../source/emulator', import.meta.url).pathname;

test('comments of every kind are found whole, code and other words are not', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'assumed-'));
  t.teardown(() => rmSync(directory, {recursive: true}));
  const source = [
    '/** One line. Footing: assumed. */',
    "const assumed = 'assumed'; const url = 'https://example.org/assumed';",
    '/**',
    ' * First, and',
    ' * then (assumed).',
    ' */',
    'const a = 1;',
    '  // Footing: documented, a;',
    '  // b is assumed.',
    'const b = unassumed; // Footing: documented.',
    '',
  ];
  writeFileSync(join(directory, 'one.ts'), source.join('\n'));
  t.deepEqual(collectAssumed(directory), [
    {file: 'one.ts', line: 1, text: 'One line. Footing: assumed.'},
    {file: 'one.ts', line: 3, text: 'First, and then (assumed).'},
    {file: 'one.ts', line: 8, text: 'Footing: documented, a; b is assumed.'},
  ]);
});

test('every mark in the sources is in the list, at its place', (t) => {
  const list = findAssumed();
  t.true(list.length >= 40, String(list.length));
  for (const {file, line, text} of list) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    t.regex(lines.slice(line - 1, line + 30).join('\n'), /assumed/i, `${file}:${line}: ${text}`);
  }
  const lines = formatAssumed(list).trimEnd().split('\n');
  t.is(lines.length, list.length + 1);
  t.regex(lines.at(-1) ?? '', /^\d+ behaviours are assumed/);
});
