const CSI = '\x1b[';
/** String terminator: ends any string that a terminal is still collecting. */
const ST = '\x1b\\';

/** Private modes that a program may have turned on, and that a terminal starts without. */
const PRIVATE_MODES_OFF = [
  1, // application cursor keys
  5, // reverse video
  9, // mouse: X10
  12, // blinking cursor
  45, // reverse wraparound
  66, // application keypad
  1000, // mouse: buttons
  1001, // mouse: highlight
  1002, // mouse: drag
  1003, // mouse: all motion
  1004, // focus reports
  1005, // mouse encodings: UTF-8,
  1006, // SGR,
  1015, // urxvt,
  1016, // SGR in pixels
  2004, // bracketed paste
  2031, // colour scheme reports
  2048, // size reports
  7727, // mintty's own escape key
  9001, // Windows key records
];

/** Private modes that a terminal starts with, and that a program may have turned off. */
const PRIVATE_MODES_ON = [
  7, // wraparound
  8, // key repeat
  25, // cursor shown
];

/** Empties the stack of kitty's keyboard protocol and clears its flags. Each screen has a stack of its own. */
const PLAIN_KEYBOARD = `${CSI}<99u${CSI}=0u`;

/**
 * What brings a terminal back to its usual modes from wherever a program left it, even in the middle of a sequence
 * (threat-model L-2). The cursor stays where it is; with the alternate screen it goes back to where it was before.
 *
 * Colours of the palette, tab stops, the title and what is on the screen stay as they are.
 *
 * Sources: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html) and kitty's keyboard protocol
 * (sw.kovidgoyal.net/kitty/keyboard-protocol).
 *
 * @param state.isAlternateScreen whether the alternate screen is shown. Leaving it a second time with `?1049l` would
 *   move the cursor to a stale place; `?1047l` is sent then, which does nothing on the main screen.
 */
export const restoreSequence = ({isAlternateScreen}: {readonly isAlternateScreen: boolean}): string =>
  [
    // Whatever was begun is given up: CAN for sequences, ST for strings, then VT52 mode, printing and held-back frames.
    `\x18${ST}\x1b<${CSI}4i${CSI}?2026l`,
    // The cursor leaves from the top: from the bottom, tmux 3.3 takes rows along when the window has grown meanwhile.
    isAlternateScreen ? `${PLAIN_KEYBOARD}${CSI}H${CSI}?1049l` : `${CSI}?1047l`,
    // The soft reset clears origin mode and margins where the cursor stands; all else here is for terminals without it.
    `${CSI}!p`,
    // These move the cursor (some terminals take kitty's for an old "restore cursor"), so it is kept around them.
    `\x1b7${CSI}?69l${CSI}?6l${CSI}r${PLAIN_KEYBOARD}\x1b8`,
    // The margins' saved cursor carries colours and character sets with it: they come after.
    `\x1b(B\x1b)B\x1b*B\x1b+B\x0f${CSI}0m${CSI}0"q\x1b]8;;${ST}`,
    `${CSI}4l${CSI}20l${CSI}2l${CSI}12h\x1b>${CSI}>4;0m${CSI}0'z`,
    ...PRIVATE_MODES_OFF.map((mode) => `${CSI}?${mode}l`),
    ...PRIVATE_MODES_ON.map((mode) => `${CSI}?${mode}h`),
    `${CSI}0 q`,
  ].join('');

/** Knows which screen a stream of terminal output has chosen. */
export interface ModeTracker {
  /** Whether the alternate screen is shown after what was pushed so far. */
  readonly isAlternateScreen: boolean;
  /** Looks at the next piece of output; it may begin and end anywhere in a sequence. Costs a memory scan. */
  push(bytes: Uint8Array): void;
}

const ESC = 0x1b;
const CAN = 0x18;
const SUB = 0x1a;
const QUESTION = 0x3f;
const SEMICOLON = 0x3b;
const BRACKET = 0x5b;
const SET = 0x68;
const UNSET = 0x6c;
/** The C1 control that means `ESC [`, in UTF-8. */
const C1_CSI = [0xc2, 0x9b] as const;
/** The modes that show the alternate screen. */
const SCREEN_MODES: ReadonlySet<number> = new Set([47, 1047, 1049]);
/** No honest sequence of private modes is longer; a longer one is not waited for. */
const LONGEST = 128;
/** The full reset. */
const RESET = Buffer.from('\x1bc');
const EMPTY = Buffer.alloc(0);

/** Follows `CSI ? 47, 1047, 1049 h` and `l`, alone or with other modes, and the full reset `ESC c`. */
export const createModeTracker = (): ModeTracker => {
  let isAlternateScreen = false;
  let tail = EMPTY;

  /** Reads the sequence whose `?` is at `at`; the index of its last byte. */
  const readModes = (bytes: Buffer, at: number): number => {
    let mode = 0;
    let isScreenMode = false;
    let isBroken = false;
    for (let index = at + 1; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        mode = mode * 10 + byte - 0x30;
      } else if (byte === SEMICOLON) {
        isScreenMode ||= SCREEN_MODES.has(mode);
        mode = 0;
      } else if (byte >= 0x40) {
        isScreenMode ||= SCREEN_MODES.has(mode);
        if (isScreenMode && !isBroken && (byte === SET || byte === UNSET)) isAlternateScreen = byte === SET;
        return index;
      } else if (byte === CAN || byte === SUB || byte === ESC) {
        return index - 1;
      } else if (byte >= 0x20) {
        // Another kind of sequence, or none that a terminal would obey.
        isBroken = true;
      }
      // Any other control acts by itself, and the sequence goes on after it.
    }
    return bytes.length;
  };

  const scan = (bytes: Buffer): void => {
    let at = bytes.indexOf(QUESTION);
    let reset = isAlternateScreen ? bytes.indexOf(RESET) : -1;
    while (at !== -1 || reset !== -1) {
      if (reset !== -1 && (at === -1 || reset < at)) {
        isAlternateScreen = false;
        reset = -1;
      } else {
        const wasAlternateScreen = isAlternateScreen;
        const end = isIntroduced(bytes, at) ? readModes(bytes, at) : at;
        at = bytes.indexOf(QUESTION, end + 1);
        // A full reset matters only on the alternate screen; elsewhere looking for it would cost more than all else.
        if (isAlternateScreen !== wasAlternateScreen)
          reset = isAlternateScreen ? bytes.indexOf(RESET, end + 1) : -1;
      }
    }
  };

  return {
    get isAlternateScreen() {
      return isAlternateScreen;
    },
    push(chunk) {
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const bytes = tail.length > 0 ? Buffer.concat([tail, fresh]) : fresh;
      const end = findUnfinished(bytes);
      scan(bytes.subarray(0, end));
      tail = end === bytes.length ? EMPTY : Buffer.from(bytes.subarray(end));
    },
  };
};

/** Whether the `?` at `at` follows `ESC [`, or the C1 control that means the same. */
const isIntroduced = (bytes: Buffer, at: number): boolean =>
  (bytes[at - 1] === BRACKET && bytes[at - 2] === ESC) ||
  (bytes[at - 1] === C1_CSI[1] && bytes[at - 2] === C1_CSI[0]);

/** Where a sequence begins that the bytes do not finish; their length when there is none. */
const findUnfinished = (bytes: Buffer): number => {
  const from = Math.max(0, bytes.length - LONGEST);
  for (let index = bytes.length - 1; index >= from; index--) {
    const byte = bytes[index] ?? 0;
    if (byte === ESC || byte === C1_CSI[0]) return index;
    // Anything else that is no parameter ends a sequence, or is not in one: nothing is open.
    if (byte >= 0x40 && byte !== BRACKET && byte !== C1_CSI[1]) return bytes.length;
  }
  return bytes.length;
};
