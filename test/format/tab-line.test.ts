import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createPalette} from '../../source/format/palette.ts';
import {findTab, formatTabLine} from '../../source/format/tab-line.ts';

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

test('a column of the line is the tab that is shown there, and the signs at its sides are the next ones', (t) => {
  for (const columns of [20, 30, 80])
    for (const current of labels.keys()) {
      const line = draw(current, columns);
      for (const [index, label] of labels.entries()) {
        const at = line.indexOf(` ${label} `);
        if (at === -1) continue;
        t.is(findTab(labels, current, {columns, column: at}), index);
        t.is(findTab(labels, current, {columns, column: at + label.length + 1}), index);
      }
    }

  t.is(findTab(labels, 3, {columns: 30, column: 0}), 2);
  t.is(findTab(labels, 0, {columns: 80, column: 0}), undefined);
  t.is(findTab(labels, 0, {columns: 80, column: 70}), undefined);
  t.is(findTab(labels, 0, {columns: 30, column: draw(0, 30).indexOf('>')}), 3);
});
