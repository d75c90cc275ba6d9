/** A chunk of input, taken apart into keys. */
export interface SplitKeys {
  /** One key each, in order; a paste with its brackets is one. */
  readonly keys: readonly Buffer[];
  /** The beginning of a sequence that the next chunk may go on with; empty when the chunk ends with a whole key. */
  readonly rest: Buffer;
}

/** What the Esc key is where its own byte could be taken for the beginning of something. Source: kitty's keyboard protocol, CSI u. */
export const ESCAPE_KEY = Buffer.from('\u001B[27u');
/** How a terminal begins and ends a paste, as characters of bytes. */
export const PASTE_START = '\u001B[200~';
/** See `PASTE_START`. */
export const PASTE_END = '\u001B[201~';

const ESCAPE = '\u001B';
/** Cursor, function and editing keys, also with Alt, and short answers. Source: ECMA-48 5.4; `[[A` is Linux's, `[2$` rxvt's. */
const SEQUENCE = /\u001B{1,2}(?:\[(?:\[[A-E]|[235678]\$|[0-?]*[ -/]*[@-Z\\-~])|O[\d;]*[@-~])/y;
/** An answer of the terminal that is a string: OSC, DCS, PM, APC. Source: ECMA-48 5.6. */
const ANSWER = /\u001B[\]P^_][^\u0007\u001B]*(?:\u0007|\u001B\\)/y;
const BEGUN = /\u001B{1,2}(?:\[[0-?]*[ -/]*|\[\[|O[\d;]*|[\]P^_][^\u0007\u001B]*\u001B?)?$/y;
/** Alt-Backspace takes off a word in many programs: who has it in the fingers wants no Esc. */
const ERASERS = '\u007F\b';
/** A character of one to four bytes, or one byte that begins none. */
const CHARACTER = /[\u00C0-\u00FF][\u0080-\u00BF]*|[^]/y;
const LINE_FEED = '\n';
const ENTER_KEY = Buffer.from('\r');

/**
 * Takes a chunk apart into keys. There are no Alt keys here: an escape character before another key is the Esc key, typed
 * over a line that delivers both at once, and becomes `ESCAPE_KEY`. A line feed is the Enter key as well: the terminal makes
 * one of it until it is raw. A terminal's answers that are strings are left out, because no key is like them.
 */
export const splitKeys = (bytes: Buffer): SplitKeys => {
  const text = bytes.toString('latin1');
  const keys: Buffer[] = [];
  let at = 0;
  const matchHere = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  while (at < text.length) {
    if (text[at] !== ESCAPE) {
      const length = matchHere(CHARACTER);
      keys.push(text[at] === LINE_FEED ? ENTER_KEY : bytes.subarray(at, at + length));
      at += length;
      continue;
    }

    if (text.startsWith(PASTE_START, at)) {
      const end = text.indexOf(PASTE_END, at);
      const next = end === -1 ? text.length : end + PASTE_END.length;
      keys.push(bytes.subarray(at, next));
      at = next;
      continue;
    }

    const answer = matchHere(ANSWER);
    if (answer > 0) {
      at += answer;
      continue;
    }

    const sequence = matchHere(SEQUENCE);
    if (sequence === 0 && matchHere(BEGUN) > 0) return {keys, rest: bytes.subarray(at)};
    const isErased = ERASERS.includes(text[at + 1] ?? '');
    const length = sequence > 0 ? sequence : isErased ? 2 : 1;
    keys.push(length === 1 ? ESCAPE_KEY : bytes.subarray(at, at + length));
    at += length;
  }

  return {keys, rest: bytes.subarray(at)};
};
