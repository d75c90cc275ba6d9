import test from 'ava';
import {describeMetadataChange, parseMetadataChange} from '../../source/model/metadata-change.ts';

const read: ReadonlyArray<readonly [text: string, expected: object]> = [
  ['night', {addTags: ['night']}],
  ['night -old', {addTags: ['night'], removeTags: ['old']}],
  ['lane=7', {properties: {lane: '7'}}],
  ['lane=', {properties: {lane: null}}],
  [
    '"night run" note="two words" -"old run"',
    {addTags: ['night run'], removeTags: ['old run'], properties: {note: 'two words'}},
  ],
  ['"a=b"', {addTags: ['a=b']}],
  ['url=https://x/?q=1', {properties: {url: 'https://x/?q=1'}}],
  ['  a   b ', {addTags: ['a', 'b']}],
  ['__proto__=x', {properties: {['__proto__']: 'x'}}],
];
for (const [text, expected] of read) {
  test(`tags and properties are read from: ${text}`, (t) => {
    t.deepEqual(parseMetadataChange(text), {
      kind: 'change',
      change: {kind: 'metadata', addTags: [], removeTags: [], properties: {}, ...expected},
    });
  });
}

const refused: ReadonlyArray<readonly [text: string, problem: RegExp]> = [
  ['', /^Type tags/],
  ['   ', /^Type tags/],
  ['"open', /quote is open/],
  ['""', /empty/],
  ['a -a', /tag a is both added and removed/],
  ['x'.repeat(701), /longer than 700 bytes/],
  ['n='.concat('é'.repeat(351)), /longer than 700 bytes/],
];
for (const [text, problem] of refused) {
  test(`it is said what is wrong with ${JSON.stringify(text.slice(0, 20))}`, (t) => {
    const input = parseMetadataChange(text);
    t.is(input.kind, 'unusable');
    t.regex(input.kind === 'unusable' ? input.problem : '', problem);
  });
}

test('a change is told in words', (t) => {
  t.is(
    describeMetadataChange({
      kind: 'metadata',
      addTags: ['a'],
      removeTags: ['b'],
      properties: {c: 'd', e: null},
    }),
    'add tag a, remove tag b, set c to d, take away e',
  );
});
