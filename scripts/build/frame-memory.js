// Put into the bundle's copy of Ink, which takes every line of every frame apart into its characters and puts it
// together again. From one frame to the next most lines stay as they are.
import {isSimpleText} from './simple-text.js';

/**
 * What was made of a text for this frame or the one before. It forgets what neither needed, so that it never holds more
 * than two frames.
 *
 * @template Value
 */
export class FrameMemory {
  /** @type {Map<string, Value>} */
  #last = new Map();
  /** @type {Map<string, Value>} */
  #current = new Map();

  /** A new frame begins. */
  turn() {
    // A frame without anything in it is not worth forgetting the one before.
    if (this.#current.size === 0) return;
    this.#last = this.#current;
    this.#current = new Map();
  }

  /**
   * What `make` has made for this key, or makes now. It must depend on nothing else.
   *
   * @param {string} key
   * @param {() => Value} make
   * @returns {Value}
   */
  get(key, make) {
    const value = this.#current.get(key) ?? this.#last.get(key) ?? make();
    this.#current.set(key, value);
    return value;
  }
}

/**
 * One piece of a row, written over those before it. `isOwn`: the line is as Ink itself puts characters and styles together.
 *
 * @typedef {{readonly x: number, readonly line: string, readonly isOwn?: boolean}} RowWrite
 */

/**
 * The row, when it is nothing but one line of simple text: that line. `undefined` for all others, which have to be put
 * together cell by cell.
 *
 * @param {number} width
 * @param {readonly RowWrite[]} writes
 * @returns {string | undefined}
 */
export const toLoneRow = (width, writes) => {
  const [write] = writes;
  if (!write) return '';
  const {x, line, isOwn} = write;
  if (writes.length > 1 || !isOwn || x < 0 || x > width || !isSimpleText(line)) return undefined;
  return `${' '.repeat(x)}${line}`.trimEnd();
};

/**
 * Names a row by all that it is made of.
 *
 * @param {number} width
 * @param {readonly RowWrite[]} writes
 * @returns {string}
 */
export const toRowKey = (width, writes) =>
  // The length says where a line ends, whatever is in it.
  writes.reduce((key, {x, line}) => `${key} ${x} ${line.length} ${line}`, String(width));
