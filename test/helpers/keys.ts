/** Keys that do not depend on the terminal's modes. */
const FIXED: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  'shift-tab': '\x1b[Z',
  space: ' ',
  backspace: '\x7f',
  delete: '\x1b[3~',
  insert: '\x1b[2~',
  'page-up': '\x1b[5~',
  'page-down': '\x1b[6~',
  f1: '\x1bOP',
  f2: '\x1bOQ',
  f3: '\x1bOR',
  f4: '\x1bOS',
  f5: '\x1b[15~',
  f6: '\x1b[17~',
  f7: '\x1b[18~',
  f8: '\x1b[19~',
  f9: '\x1b[20~',
  f10: '\x1b[21~',
  f11: '\x1b[23~',
  f12: '\x1b[24~',
};

/** Keys that begin with `ESC O` instead of `ESC [` in application mode. */
const CURSOR: Readonly<Record<string, string>> = {
  up: 'A',
  down: 'B',
  right: 'C',
  left: 'D',
  end: 'F',
  home: 'H',
};

/**
 * What a terminal sends for a key: a name (`enter`, `up`, `f6`, `page-down`), `ctrl-` or `alt-` and a character, or one
 * character as it is. Throws `RangeError` for a name that is none of these.
 *
 * @param isApplicationMode whether cursor keys are in application mode (`?1h`)
 */
export const toKeyBytes = (key: string, isApplicationMode: boolean): string => {
  const fixed = FIXED[key];
  if (fixed !== undefined) return fixed;
  const cursor = CURSOR[key];
  if (cursor !== undefined) return `\x1b${isApplicationMode ? 'O' : '['}${cursor}`;
  if (/^ctrl-[@-_a-z]$/.test(key)) return String.fromCharCode(key.toUpperCase().charCodeAt(5) & 0x1f);
  if (key.startsWith('alt-')) return `\x1b${toKeyBytes(key.slice(4), isApplicationMode)}`;
  if (Array.from(key).length === 1) return key;
  throw new RangeError(`there is no key ${key}`);
};
