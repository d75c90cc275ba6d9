import test from 'ava';
import {toMatchingLines} from '../../../source/screens/text/matching-lines.ts';

const LINES = [
  {text: 'In the list', isHeading: true},
  {text: '  s   attach over SSH'},
  {text: '  d   describe'},
  {text: 'In an execution', isHeading: true},
  {text: '  s   Attach'},
] as const;

/** The texts that a query leaves. */
const match = (query: string) => toMatchingLines(LINES, query).map(({text}) => text);

test('without a query all lines stay', (t) => {
  t.is(toMatchingLines(LINES, ' '), LINES);
});

test('a query leaves the lines with all its words, in any case, under their headings', (t) => {
  t.deepEqual(match('attach'), ['In the list', '  s   attach over SSH', 'In an execution', '  s   Attach']);
  t.deepEqual(match('ssh ATT'), ['In the list', '  s   attach over SSH']);
  t.deepEqual(match('nothing'), []);
});

test('a heading alone is not a match', (t) => {
  t.deepEqual(match('list'), []);
});
