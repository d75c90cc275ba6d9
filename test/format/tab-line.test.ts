import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createPalette} from '../../source/format/palette.ts';
import {formatTabLine} from '../../source/format/tab-line.ts';

const labels = ['overview', 'failure', 'log', 'metrics', 'timeline', 'JSON'];
const draw = (current: number, columns: number) =>
  stripVTControlCharacters(formatTabLine(labels, current, {columns, palette: createPalette(true)}));

test('all tabs are shown where they fit', (t) => {
  t.is(draw(0, 80), '  overview  failure  log  metrics  timeline  JSON ');
});

test('the current tab is always shown, and the sides say that there are more', (t) => {
  for (const columns of [20, 30, 40])
    for (const [current, label] of labels.entries()) {
      const line = draw(current, columns);
      t.true(line.includes(label), line);
      t.true(line.length <= columns, line);
    }
  t.is(draw(3, 30), '< metrics  timeline  JSON ');
});
