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

const TEXTS = ['plain', '"', '\\', '\\"', '}],{"id":"', '\u2603 \u{1F600}', '[[[', ''];

test('pages read row by row say what their JSON says, and rows that are as they were are the same objects', async (t) => {
  const random = createRandom(5);
  let nextId = 0;
  const makeRow = () => ({
    id: random.chance(0.05) ? nextId++ : `job-${String(nextId++).padStart(24, '0')}`,
    describe: {
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
      const kind = random.int(0, 3);
      if (kind === 0) rows.splice(at, random.int(1, 3));
      else if (kind === 1) rows.splice(random.int(0, 1) * at, 0, makeRow());
      else if (kind === 2) rows[at] = {...makeRow(), id: rows[at]?.id ?? 0};
      else rows = [...rows.slice(at), ...rows.slice(0, at)];
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
