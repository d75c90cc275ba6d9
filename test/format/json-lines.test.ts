import test from 'ava';
import {findJsonLine, toFoldablePaths, toJsonLines} from '../../source/format/json-lines.ts';
import {toSafeJson} from '../../source/services/platform/to-safe-json.ts';

const value = toSafeJson({state: 'running', stages: [{id: 1}, {id: 2}], empty: {}, none: null});
const toTexts = (folded: readonly string[]) =>
  toJsonLines(value, new Set(folded)).map(({depth, text}) => ' '.repeat(depth) + text);

test('a value is written line by line', (t) => {
  t.deepEqual(toTexts([]), [
    '{',
    ' "state": "running",',
    ' "stages": [',
    '  {',
    '   "id": 1',
    '  },',
    '  {',
    '   "id": 2',
    '  }',
    ' ],',
    ' "empty": {},',
    ' "none": null',
    '}',
  ]);
});

test('a folded value is one line with its size', (t) => {
  t.deepEqual(toTexts(['/stages/0']).slice(2, 5), [' "stages": [', '  { 1 keys },', '  {']);
  t.is(toTexts(['/stages'])[2], ' "stages": [ 2 items ],');
  t.deepEqual([...toFoldablePaths(value)], ['/stages', '/stages/0', '/stages/1']);
});

test('a search goes both ways and round the end', (t) => {
  const lines = toJsonLines(value, new Set());
  t.is(findJsonLine(lines, 'ID', {from: 0, isBackwards: false}), 4);
  t.is(findJsonLine(lines, 'id', {from: 5, isBackwards: false}), 7);
  t.is(findJsonLine(lines, 'id', {from: 8, isBackwards: false}), 4);
  t.is(findJsonLine(lines, 'id', {from: 3, isBackwards: true}), 7);
  t.is(findJsonLine(lines, 'nowhere', {from: 0, isBackwards: false}), -1);
  t.is(findJsonLine(lines, '', {from: 0, isBackwards: false}), -1);
});

test('hostile keys and texts stay on their line, and change no prototype', (t) => {
  const hostile = toSafeJson(JSON.parse('{"__proto__": {"x": "\\u001b[2J\\n"}, "a\\nb": 1}'));
  const texts = toJsonLines(hostile, new Set()).map(({text}) => text);
  t.deepEqual(texts, ['{', '"__proto__": {', '"x": "␛[2J␊"', '},', '"a␊b": 1', '}']);
  t.false('x' in {});
});

test('a value without end is cut, and says so', (t) => {
  const lines = toJsonLines(toSafeJson(Array.from({length: 60_000}, () => 0)), new Set());
  t.true(lines.length < 50_010);
  t.is(lines.at(-2)?.text, '"(more than can be shown)"');
});
