import test from 'ava';
import {divideScreen} from '../../../source/screens/executions/divide-screen.ts';

test('header, heading, list, detail and footer fill the terminal exactly', (t) => {
  for (let columns = 40; columns <= 250; columns += 7) {
    for (let rows = 10; rows <= 80; rows++) {
      for (let headerRows = 1; headerRows <= 4; headerRows++) {
        const areas = divideScreen({columns, rows, headerRows});
        const besideRows = areas.isBeside ? 0 : areas.detailRows;
        t.is(headerRows + 1 + areas.listRows + besideRows + 1, rows);
        t.true(areas.listRows >= 1);
        t.is(areas.isBeside ? areas.listColumns + areas.detailColumns : areas.listColumns, columns);
      }
    }
  }
});

test('in a very wide terminal what is more goes to the list', (t) => {
  t.is(divideScreen({columns: 150, rows: 40, headerRows: 1}).detailColumns, 57);
  t.is(divideScreen({columns: 200, rows: 60, headerRows: 1}).detailColumns, 64);
  t.is(divideScreen({columns: 250, rows: 60, headerRows: 1}).listColumns, 186);
});

const SIZES = [
  [60, 15, 'alone'],
  [80, 24, 'above the detail'],
  [120, 40, 'above the detail'],
  [200, 60, 'beside the detail'],
] as const;
for (const [columns, rows, place] of SIZES) {
  test(`at ${columns}x${rows} the list is ${place}`, (t) => {
    const {detailRows, isBeside} = divideScreen({columns, rows, headerRows: 1});
    t.is(detailRows === 0 ? 'alone' : isBeside ? 'beside the detail' : 'above the detail', place);
  });
}
