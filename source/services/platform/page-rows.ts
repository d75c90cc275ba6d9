import {setImmediate as yieldToOthers} from 'node:timers/promises';
import type {Execution} from '../../model/execution.ts';
import type {RawAnswer} from './http-client.ts';
import {CLOSE_BRACKET, COMMA, OPEN_BRACE} from './json-bytes.ts';
import {findPriceChange} from './price-change.ts';
import {findList, findValueEnd, skipBlanks} from './json-places.ts';

/** A page as it came, and what each of its rows says. */
export interface RowsOfPage {
  readonly bytes: Buffer;
  /** Where each row begins and ends in `bytes`: two numbers for each. */
  readonly places: Uint32Array;
  /** One for each row; `undefined` for one without a usable ID. */
  readonly rows: readonly (Execution | undefined)[];
}

/** Finds rows that are known, byte for byte but for the price, in pages that follow each other. */
export interface RowFinder {
  /** What is known of the row that begins here, and where it ends; `undefined` when it says something new. */
  readonly find: (
    bytes: Buffer,
    from: number,
  ) => {readonly row: Execution | undefined; readonly end: number} | undefined;
  /** Has it look near this execution from now on; answers whether it was known. */
  readonly turnTo: (id: string) => boolean;
  /** Has it look behind the row that it looks at. */
  readonly pass: () => void;
  /** Has it look behind this page. */
  readonly passPage: (page: RowsOfPage) => void;
}

/**
 * Makes a finder. It looks where the last row was found, because a list changes little from one time to the next: a few
 * rows have other values, some have gone, and new ones move all others on, also from one page to the next.
 *
 * @param pages as they followed each other the last time
 */
export const createRowFinder = (pages: readonly RowsOfPage[]): RowFinder => {
  let pageIndex = 0;
  let rowIndex = 0;
  let places: Map<string, readonly [pageIndex: number, rowIndex: number]> | undefined;

  const findPlaces = () => {
    const found = new Map<string, readonly [number, number]>();
    for (const [page, {rows}] of pages.entries())
      for (const [row, execution] of rows.entries()) if (execution) found.set(execution.id, [page, row]);
    return found;
  };

  const moveTo = (page: number, row: number) => {
    pageIndex = page;
    rowIndex = row;
    while (pageIndex < pages.length && rowIndex >= (pages[pageIndex]?.rows.length ?? 0)) {
      pageIndex++;
      rowIndex = 0;
    }
  };
  const pass = () => {
    moveTo(pageIndex, rowIndex + 1);
  };

  // The first page may have no rows.
  moveTo(0, 0);

  return {
    pass,
    passPage(page) {
      const index = pages.indexOf(page);
      if (index !== -1) moveTo(index + 1, 0);
    },
    find(bytes, from) {
      const page = pages[pageIndex];
      if (!page || bytes[from] !== OPEN_BRACE) return undefined;
      const start = page.places[2 * rowIndex] ?? 0;
      const stop = page.places[2 * rowIndex + 1] ?? 0;
      const row = page.rows[rowIndex];
      const end = from + stop - start;
      // Of an object that ends where this one does nothing can be missing.
      if (end <= bytes.length && bytes.compare(page.bytes, start, stop, from, end) === 0) {
        pass();
        return {row, end};
      }

      if (!row?.price) return undefined;
      const change = findPriceChange(page.bytes, start, stop, bytes, from);
      if (change?.before !== row.price.amount) return undefined;
      pass();
      return {row: {...row, price: {...row.price, amount: change.amount}}, end: change.end};
    },
    turnTo(id) {
      if (pages[pageIndex]?.rows[rowIndex]?.id === id) return true;
      places ??= findPlaces();
      const place = places.get(id);
      if (place) [pageIndex, rowIndex] = place;
      return place !== undefined;
    },
  };
};

/** Takes less than a millisecond. */
const ROWS_AT_ONCE = 200;

/** What a page says besides its rows, and the rows. */
export interface ReadPage extends RowsOfPage {
  /** The whole answer, with no rows in its list. */
  readonly rest: unknown;
}

/**
 * Reads a page row by row, and gives way to others in between: what is read of one row is forgotten before the next, and
 * what `finder` knows is not read at all.
 *
 * Shape: `undefined` when there is no list of this name in the answer. Throws: what `parse` throws.
 *
 * @param toRow what a row says; `undefined` when it has no usable ID
 */
export const readPage = async (
  {bytes, parse}: RawAnswer,
  name: string,
  toRow: (value: unknown) => Execution | undefined,
  finder: RowFinder,
): Promise<ReadPage | undefined> => {
  const list = findList(bytes, name);
  if (list === undefined) {
    // It may be no JSON at all.
    parse();
    return undefined;
  }

  const rows: (Execution | undefined)[] = [];
  const places: number[] = [];
  let readCount = 0;

  const read = async (from: number, end: number) => {
    // A whole page takes several milliseconds, for which keys typed into a session must not wait.
    if (++readCount % ROWS_AT_ONCE === 0) await yieldToOthers();
    const row = toRow(parse(bytes.subarray(from, end)));
    if (!row || !finder.turnTo(row.id)) return row;
    const known = finder.find(bytes, from);
    if (known) return known.row;
    finder.pass();
    return row;
  };

  let at = skipBlanks(bytes, list + 1);
  while (bytes[at] !== CLOSE_BRACKET || rows.length > 0) {
    const known = finder.find(bytes, at);
    const end = known ? known.end : findValueEnd(bytes, at);
    rows.push(known ? known.row : await read(at, end));
    places.push(at, end);
    at = skipBlanks(bytes, end);
    if (bytes[at] !== COMMA) break;
    at = skipBlanks(bytes, at + 1);
  }

  if (bytes[at] !== CLOSE_BRACKET) {
    // Nor is this JSON, which the parser says as it does of any other answer.
    parse();
    return undefined;
  }

  const rest = parse(Buffer.concat([bytes.subarray(0, list + 1), bytes.subarray(at)]));
  return {bytes, rows, places: Uint32Array.from(places), rest};
};
