import test from 'ava';
import {NetworkError} from '../../../source/model/errors.ts';
import type {Execution} from '../../../source/model/execution.ts';
import {toFields} from '../../../source/services/platform/field-readers.ts';
import {createRowFinder, readPage, type RowsOfPage} from '../../../source/services/platform/page-rows.ts';
import {toExecution} from '../../../source/services/platform/to-execution.ts';
import {createRandom} from '../../../source/emulator/random.ts';

const broken = new NetworkError('protocol', 'host', 'Broken.', '');

const toAnswer = (text: string) => {
  const bytes: Buffer = Buffer.from(text);
  return {
    bytes,
    parse: (piece = bytes): unknown => {
      try {
        return JSON.parse(piece.toString());
      } catch {
        throw broken;
      }
    },
  };
};

const toRow = (value: unknown): Execution | undefined => {
  const fields = toFields(value);
  return toExecution(fields?.['id'], fields?.['describe'], false);
};

const TEXTS = [
  '"totalPrice":1',
  '"totalPrice":12',
  'plain',
  '"',
  '\\',
  '\\"',
  '}],{"id":"',
  '\u2603 \u{1F600}',
  '[[[',
  '',
];

test('pages read row by row say what their JSON says, and rows that are as they were are the same objects', async (t) => {
  const random = createRandom(5);
  let nextId = 0;
  const makeRow = () => ({
    id: random.chance(0.05) ? nextId++ : `job-${String(nextId++).padStart(24, '0')}`,
    describe: {
      ...(random.chance(0.7) && {totalPrice: random.int(0, 3) / 7}),
      currency: {symbol: '$', totalPrice: 1},
      name: random.pick(TEXTS),
      state: random.pick(['running', 'done']),
      created: random.int(0, 4),
      tags: [random.pick(TEXTS)],
    },
  });
  let rows = Array.from({length: 30}, makeRow);
  let pages: RowsOfPage[] = [];
  let known = new Map<string, Execution>();
  let keptCount = 0;
  for (let round = 0; round < 300; round++) {
    for (let change = random.int(0, 3); change > 0; change--) {
      const at = random.int(0, rows.length - 1);
      const kind = random.int(0, 5);
      if (kind === 0) rows.splice(at, random.int(1, 3));
      else if (kind === 1) rows.splice(random.int(0, 1) * at, 0, makeRow());
      else if (kind === 2) rows[at] = {...makeRow(), id: rows[at]?.id ?? 0};
      else if (kind === 3) {
        const {id, describe} = rows[at] ?? makeRow();
        rows[at] = {id, describe: {...describe, totalPrice: random.pick([0, 1e21, 0.25, 12.5])}};
      } else if (kind === 4) {
        const {id, describe} = rows[at] ?? makeRow();
        rows[at] = {id, describe: {...describe, currency: {symbol: '$', totalPrice: random.int(0, 9)}}};
      } else rows = [...rows.slice(at), ...rows.slice(0, at)];
    }

    if (rows.length < 10) rows.push(...Array.from({length: 20}, makeRow));
    const finder = createRowFinder(pages);
    const nowKnown = new Map<string, Execution>();
    pages = [];
    const size = random.int(7, 8);
    for (let start = 0; start < rows.length; start += size) {
      const results = rows.slice(start, start + size);
      const lead = random.chance(0.5) ? {} : {time: TEXTS, count: 3, results2: [{}]};
      const text = JSON.stringify({...lead, results, next: start}, undefined, random.int(0, 1));
      const page = await readPage(toAnswer(text), 'results', toRow, finder);
      t.deepEqual(page?.rows, results.map(toRow));
      t.deepEqual(page?.rest, {...lead, results: [], next: start});
      if (!page) return;
      pages.push(page);
      for (const [index, execution] of page.rows.entries()) {
        const [from, to] = page.places.subarray(2 * index, 2 * index + 2);
        const row = page.bytes.toString('utf8', from, to);
        if (!execution) continue;
        nowKnown.set(row, execution);
        if (!known.has(row)) continue;
        keptCount++;
        t.is(known.get(row), execution);
      }
    }

    known = nowKnown;
  }

  t.true(keptCount > 2000, String(keptCount));
});

test('of a row of which only the price has changed nothing else is read', async (t) => {
  const toText = (totalPrice: string, state = 'running') =>
    `{"results":[{"id":"job-${'A'.repeat(24)}","describe":{"totalPrice":${totalPrice},"state":"${state}"}}],"next":null}`;
  const first = await readPage(toAnswer(toText('0.25')), 'results', toRow, createRowFinder([]));
  t.is(first?.rows[0]?.price?.amount, 0.25);
  if (!first) return;
  const read: unknown[] = [];
  const readAgain = async (text: string) => {
    const note = (value: unknown) => {
      read.push(value);
      return toRow(value);
    };
    return await readPage(toAnswer(text), 'results', note, createRowFinder([first]));
  };
  for (const [price, amount] of [
    ['0.3', 0.3],
    ['17', 17],
    ['0.2501', 0.2501],
    ['2.5e-3', 0.0025],
  ] as const) {
    const row = (await readAgain(toText(price)))?.rows[0];
    t.deepEqual(row, {...first.rows[0], price: {...first.rows[0]?.price, amount}} as Execution);
  }

  t.deepEqual(read, []);
  t.is((await readAgain(toText('-1')))?.rows[0]?.price, undefined);
  t.is((await readAgain(toText('0.3', 'done')))?.rows[0]?.state, 'done' as Execution['state']);
  t.is(read.length, 2);
  await t.throwsAsync(readAgain(toText('00.3')), {is: broken});
});

for (const text of [
  '{"results":[{"id":1}',
  '{"results":[{"id":1} {"id":2}],"next":null}',
  '{"results":[{"id":1},],"next":null}',
  '{"results":[,{"id":1}],"next":null}',
  '{"results":[{"id":1}],"next":nul}',
  '{"results":[{"id":1]],"next":null}',
  '{"results":["',
  '{"results":["\\',
  '{"a":1,"results"',
  '{"a":tru,"results":[]}',
  '{"results":[]}}',
  '{',
  '',
])
  test(`this is no page: ${text}`, async (t) => {
    await t.throwsAsync(readPage(toAnswer(text), 'results', toRow, createRowFinder([])), {is: broken});
  });

test('a page without such a list has no rows', async (t) => {
  for (const text of ['{}', '[]', '7', '{"results":{}}', '{"other":["results",[1]]}'])
    t.is(await readPage(toAnswer(text), 'results', toRow, createRowFinder([])), undefined);
});
