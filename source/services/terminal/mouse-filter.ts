/** What somebody did with the mouse; columns and rows from 0. */
export type MouseEvent =
  | {readonly kind: 'press'; readonly column: number; readonly row: number}
  | {readonly kind: 'wheel'; readonly column: number; readonly row: number; readonly step: 1 | -1};

/** What a chunk of input was made of. */
export interface FilteredInput {
  /** Everything that is no report of the mouse. */
  readonly keys: Buffer;
  readonly events: readonly MouseEvent[];
  /** The chunk ends with what may be a key, or the beginning of a report: `release` gives it out. */
  readonly isUncertain: boolean;
}

const ESCAPE = '\u001B';
const REPORT = /^\u001B\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])/;
const BEGUN = /^\u001B\[<[\d;]*/;
const INTRODUCER = '\u001B[<';
/** No report that is worth to be understood is longer; of a longer one only that it has begun is remembered. */
const LONGEST = 24;

/** Bits of a report's first number. Source: XTerm Control Sequences, "Mouse Tracking". */
const MODIFIERS = 4 + 8 + 16;
const WHEEL = 64;

/**
 * Takes the reports of the mouse in the SGR form (mode 1006) out of what is typed, wherever chunks begin and end. It
 * takes them out also while the mouse is off: a terminal may send one more after it was told. No terminal sends a key
 * that begins as they do, so that what has begun as one never becomes a key.
 */
export class MouseFilter {
  /** Bytes are characters of this, one to one. */
  #held = '';

  /**
   * Looks at the next chunk.
   *
   * @param isExpected whether a report may come: only then is an escape character at the end of a chunk held back
   */
  push(bytes: Uint8Array, isExpected: boolean): FilteredInput {
    let text = this.#held + Buffer.from(bytes).toString('latin1');
    this.#held = '';
    let keys = '';
    let isUncertain = false;
    const events: MouseEvent[] = [];
    for (;;) {
      const at = text.indexOf(ESCAPE);
      if (at === -1) break;
      keys += text.slice(0, at);
      text = text.slice(at);
      if (isExpected && INTRODUCER.startsWith(text) && text !== INTRODUCER) {
        this.#held = text;
        isUncertain = true;
        text = '';
      } else if (text.startsWith(INTRODUCER)) {
        const [begun = ''] = BEGUN.exec(text) ?? [];
        if (begun.length === text.length) {
          this.#held = begun.length > LONGEST ? INTRODUCER : begun;
          text = '';
        } else {
          const report = REPORT.exec(text);
          if (report) events.push(...toEvents(report));
          // A broken one goes as far as it is one; what follows may be a key that somebody pressed.
          text = text.slice(begun.length + (/[Mm]/.test(text.charAt(begun.length)) ? 1 : 0));
        }
      } else {
        keys += ESCAPE;
        text = text.slice(1);
      }
    }

    return {keys: Buffer.from(keys + text, 'latin1'), events, isUncertain};
  }

  /** Gives out what was held back as uncertain, when nothing more of it has come: it was a key. */
  release(): Buffer {
    if (this.#held.startsWith(INTRODUCER)) return Buffer.alloc(0);
    const keys = Buffer.from(this.#held, 'latin1');
    this.#held = '';
    return keys;
  }
}

const toEvents = ([, code, x, y, final]: RegExpExecArray): MouseEvent[] => {
  const button = Number(code) & ~MODIFIERS;
  const place = {column: Number(x) - 1, row: Number(y) - 1};
  if (place.column < 0 || place.row < 0) return [];
  if (button === WHEEL || button === WHEEL + 1)
    return [{kind: 'wheel', ...place, step: button === WHEEL ? -1 : 1}];
  // The left button, when it goes down; motion and other buttons mean nothing here.
  return button === 0 && final === 'M' ? [{kind: 'press', ...place}] : [];
};
