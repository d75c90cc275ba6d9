import type {MouseEvent} from './mouse-filter.ts';

/** Reports of buttons and the wheel (1000), in the form that has no limits and no control characters (1006). */
const ON = '\u001B[?1000h\u001B[?1006h';
const OFF = '\u001B[?1006l\u001B[?1000l';

/** Keys that are no character, as footers write them, and what terminals send for them. */
const KEY_BYTES: Readonly<Record<string, string>> = {
  Enter: '\r',
  Esc: '\u001B',
  Tab: '\t',
  space: ' ',
  Backspace: '\u007F',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  Home: '\u001B[H',
  End: '\u001B[F',
  PgUp: '\u001B[5~',
  PgDn: '\u001B[6~',
};

/** What a terminal sends for a key as footers write it; `undefined` for what is no key. */
export const toKeyBytes = (shown: string): string | undefined => {
  if (Object.hasOwn(KEY_BYTES, shown)) return KEY_BYTES[shown];
  const letter = /^Ctrl-([a-z])$/.exec(shown)?.[1];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) & 0x1f);
  return /^[!-~]$/.test(shown) ? shown : undefined;
};

/** What the mouse needs of the terminal. */
export interface MouseTerminal {
  /** Sends a sequence that draws nothing. */
  readonly send: (sequence: string) => void;
  /** Whether reports may come from now on. */
  readonly expect: (isOn: boolean) => void;
  /** Presses a key in the dashboard. */
  readonly type: (bytes: Buffer) => void;
}

/**
 * The mouse in the dashboard: off until somebody wants it, and never on while a session has the terminal, whose own
 * programs may want it themselves.
 */
export class Mouse {
  readonly #terminal: MouseTerminal;
  readonly #listeners = new Set<() => void>();
  #isWanted = false;
  #isShown = false;
  /** Hears what is done with it. */
  onEvent: (event: MouseEvent) => void = () => undefined;

  constructor(terminal: MouseTerminal) {
    this.#terminal = terminal;
  }

  /** Whether it is wanted; for React. */
  readonly isOn = (): boolean => this.#isWanted;

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Turns it on or off. */
  readonly turn = (isOn: boolean): void => {
    this.#isWanted = isOn;
    if (isOn) this.take();
    else this.release();
    for (const listener of this.#listeners) listener();
  };

  /** Presses a key of a footer, as it is written there. */
  readonly press = (shown: string): void => {
    const bytes = toKeyBytes(shown);
    if (bytes !== undefined) this.#terminal.type(Buffer.from(bytes));
  };

  /** Gives the terminal away without it. */
  release(): void {
    if (this.#isShown) this.#terminal.send(OFF);
    this.forget();
  }

  /** Has it on again, if it is wanted. */
  take(): void {
    if (!this.#isWanted || this.#isShown) return;
    this.#isShown = true;
    this.#terminal.send(ON);
    this.#terminal.expect(true);
  }

  /** Somebody else has turned it off, with all other modes. */
  forget(): void {
    if (this.#isShown) this.#terminal.expect(false);
    this.#isShown = false;
  }

  /** Takes what the terminal reports; what comes after it was turned off is late, and means nothing. */
  handle(event: MouseEvent): void {
    if (this.#isShown) this.onEvent(event);
  }
}
