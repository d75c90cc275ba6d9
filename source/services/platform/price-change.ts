import {BACKSLASH, BLANK} from './json-bytes.ts';

/** A JSON number that can be a price. */
const AMOUNT = /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A text inside of JSON cannot contain this, for its quotes have backslashes. */
const NAME = Buffer.from('"totalPrice":');

const isOfNumber = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x2d ||
    byte === 0x2b ||
    (byte | 0x20) === 0x65);

const findNumberEnd = (bytes: Buffer, from: number): number => {
  let at = from;
  while (isOfNumber(bytes[at])) at++;
  return at;
};

const toAmount = (bytes: Buffer, from: number, to: number): number | undefined => {
  const text = bytes.toString('latin1', from, to);
  return AMOUNT.test(text) ? Number(text) : undefined;
};

/** Where the number begins that `at` is in, or just behind; `undefined` when it is not that of a price. */
const findPrice = (bytes: Buffer, start: number, at: number): number | undefined => {
  let number = at;
  while (number > start && isOfNumber(bytes[number - 1])) number--;
  let nameEnd = number;
  while (nameEnd > start && (bytes[nameEnd - 1] ?? 0) <= BLANK) nameEnd--;
  const name = nameEnd - NAME.length;
  if (name <= start || bytes.compare(NAME, 0, NAME.length, name, nameEnd) !== 0) return undefined;
  return bytes[name - 1] === BACKSLASH ? undefined : number;
};

/** A price that is another one than before. */
export interface PriceChange {
  readonly before: number;
  readonly amount: number;
  /** Where the row ends. */
  readonly end: number;
}

/**
 * What the price of an execution has become, when nothing else of its row has changed: that of a running one is another in
 * each answer, and a thousand rows need not be read for it. `undefined` when the row says anything else.
 *
 * @param known in which the row as it was is from `start` to `stop`
 * @param from where the row begins in `bytes`
 */
export const findPriceChange = (
  known: Buffer,
  start: number,
  stop: number,
  bytes: Buffer,
  from: number,
): PriceChange | undefined => {
  let same = 0;
  while (start + same < stop && known[start + same] === bytes[from + same]) same++;
  const number = findPrice(known, start, start + same);
  if (number === undefined) return undefined;
  const [oldEnd, newNumber] = [findNumberEnd(known, number), from + number - start];
  const newEnd = findNumberEnd(bytes, newNumber);
  const before = toAmount(known, number, oldEnd);
  const amount = toAmount(bytes, newNumber, newEnd);
  const end = newEnd + stop - oldEnd;
  if (before === undefined || amount === undefined || oldEnd > stop || end > bytes.length) return undefined;
  return bytes.compare(known, oldEnd, stop, newEnd, end) === 0 ? {before, amount, end} : undefined;
};
