import test from 'ava';
import * as safeText from '../../source/model/safe-text.ts';

const clean = (text: string, maxLength?: number): string => safeText.clean(text, maxLength);
const cleanLines = (text: string, maxLines?: number, maxLength?: number): string[] =>
  safeText.cleanLines(text, maxLines, maxLength);

/** One property at a time, and ranges written out by hand, so that a slip in the code's one expression shows here. */
const FORBIDDEN_PROPERTIES = [
  /\p{Cc}/u,
  /\p{Cf}/u,
  /\p{Cs}/u,
  /\p{Co}/u,
  /\p{Cn}/u,
  /\p{Zl}/u,
  /\p{Zp}/u,
  /\p{Default_Ignorable_Code_Point}/u,
  /\p{Noncharacter_Code_Point}/u,
  /\p{Bidi_Control}/u,
  /\p{Variation_Selector}/u,
  /\p{Emoji_Modifier}/u,
];

/** First and last code point of what must be gone, from DerivedCoreProperties and the Unicode names list. */
const FORBIDDEN_RANGES: ReadonlyArray<readonly [number, number]> = [
  [0x00, 0x1f], // C0
  [0x7f, 0x9f], // DEL and C1
  [0xad, 0xad], // soft hyphen
  [0x34f, 0x34f], // combining grapheme joiner
  [0x61c, 0x61c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x17b4, 0x17b5], // Khmer inherent vowels
  [0x180b, 0x180f], // Mongolian selectors
  [0x200b, 0x200f], // zero-width and marks
  [0x2028, 0x202e], // separators, bidi embeddings
  [0x2060, 0x206f], // word joiner, isolates, deprecated
  [0x2800, 0x2800], // blank Braille
  [0x3164, 0x3164], // Hangul filler
  [0xd800, 0xdfff], // surrogates
  [0xe000, 0xf8ff], // private use
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0], // halfwidth Hangul filler
  [0xfff0, 0xfffb], // unassigned ignorables, interlinear annotation
  [0xfffe, 0xffff], // noncharacters
  [0x13430, 0x1343f], // hieroglyph format controls
  [0x1bca0, 0x1bca3], // shorthand format controls
  [0x1d173, 0x1d17a], // musical format controls
  [0xe0000, 0xe0fff], // tags, variation selectors supplement
  [0xf0000, 0x10ffff], // private use planes
];

const isMark = (character: string): boolean =>
  /\p{Mn}|\p{Mc}|\p{Me}/u.test(character) || /[\u1161-\u11FF\uD7B0-\uD7C6\uD7CB-\uD7FB]/.test(character);

/** Why a single character may not be printed; the empty text when it may. */
const findFault = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const range = FORBIDDEN_RANGES.find(([first, last]) => code >= first && code <= last);
  if (range) return `in U+${range[0].toString(16)}..U+${range[1].toString(16)}`;
  return FORBIDDEN_PROPERTIES.find((property) => property.test(character))?.source ?? '';
};

const faultOf = new Map<string, string>();

/** The first thing that is wrong with a cleaned text; the empty text when nothing is. */
const findFaults = (text: string): string => {
  let marks = 2; // nothing to sit on yet
  for (const character of text) {
    let fault = faultOf.get(character);
    if (fault === undefined) {
      fault = findFault(character);
      faultOf.set(character, fault);
    }
    if (fault !== '') return `U+${(character.codePointAt(0) ?? 0).toString(16)} ${fault}`;
    marks = isMark(character) ? marks + 1 : 0;
    if (marks > 2) return `mark U+${(character.codePointAt(0) ?? 0).toString(16)} without room`;
  }
  return '';
};

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Cleans, and returns what is wrong with the result. */
const check = (text: string, maxLength = 1_000_000): string => {
  const cleaned = clean(text, maxLength);
  if (clean(cleaned, maxLength) !== cleaned) return 'not idempotent';
  if (Array.from(cleaned).length !== Array.from(text).length) return 'something was deleted';
  return findFaults(cleaned);
};

const examples: ReadonlyArray<readonly [title: string, input: string, expected: string]> = [
  ['plain text', 'RNA-seq (batch 7)', 'RNA-seq (batch 7)'],
  ['nothing', '', ''],
  ['other languages', 'Größe café 日本語 한국어 עברית', 'Größe café 日本語 한국어 עברית'],
  ['Vietnamese, decomposed', 'e\u0302\u0301', 'e\u0302\u0301'],
  ['emoji and symbols', '🧬 ✓ │ …', '🧬 ✓ │ …'],
  ['a colour', '\x1b[31mred\x1b[0m', '␛[31mred␛[0m'],
  ['C0', 'a\0b\tc\nd\re\x07', 'a␀b␉c␊d␍e␇'],
  ['DEL and C1', '\x7f\x9b2J', '␡�2J'],
  ['a clipboard write', '\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
  ['right-to-left override', 'exe.\u202Etxt', 'exe.�txt'],
  ['zero-width space', 'a\u200Bb', 'a�b'],
  ['a tag character', 'a\u{E0041}b', 'a�b'],
  ['Hangul filler', 'a\u3164b', 'a�b'],
  ['line separators', 'a\u2028b\u2029c', 'a�b�c'],
  ['lone surrogates', 'a\uD800b\uDC00', 'a�b�'],
  ['a pile of marks', 'e\u0301\u0302\u0303\u0304x', 'e\u0301\u0302��x'],
  ['a mark with nothing below it', '\u0301\u0302x', '��x'],
  ['a skin tone', '👍\u{1F3FD}', '👍�'],
];
for (const [title, input, expected] of examples) {
  test(`cleans ${title}`, (t) => {
    t.is(clean(input), expected);
    t.is(clean(clean(input)), expected);
  });
}

test('every code point is harmless alone, between letters and after a mark', (t) => {
  const faults: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    for (const context of [character, `a${character}b`, `a\u0301${character}`]) {
      const fault = check(context);
      if (fault) faults.push(`U+${code.toString(16)}: ${fault}`);
    }
  }
  t.deepEqual(faults.slice(0, 20), []);
});

test('what need not be replaced is left as it is', (t) => {
  const changed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (findFault(character) !== '' || /[\u{13441}\u{13442}\u{1D159}]/u.test(character)) continue;
    const text = `a${character}b`;
    if (clean(text) !== text) changed.push(`U+${code.toString(16)}`);
  }
  t.deepEqual(changed.slice(0, 20), []);
});

test('every pair of bytes is harmless, as Latin-1 and as UTF-8', (t) => {
  const faults: string[] = [];
  const pair = Buffer.alloc(2);
  for (let value = 0; value < 65_536; value++) {
    pair.writeUInt16BE(value);
    for (const encoding of ['latin1', 'utf8'] as const) {
      const fault = check(pair.toString(encoding));
      if (fault) faults.push(`${pair.toString('hex')} ${encoding}: ${fault}`);
    }
  }
  t.deepEqual(faults.slice(0, 20), []);
});

const PIECES = [
  ...[
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\x1bP',
    '\x1b\\',
    '\x9b',
    '\x9d',
    '\x90',
    '\x9c',
    '\x07',
    '\x18',
    '\r',
    '\n',
    '\t',
  ],
  ...[
    '8;;http://x',
    '52;c;',
    '0;title',
    '?1049h',
    '2J',
    '31m',
    '6n',
    '>c',
    '!p',
    '\x1b\x1b]',
    'a',
    'Ω',
    '漢',
    '🧬',
  ],
  ...['\u0301', '\u0301'.repeat(9), '\u20DD', '\u0488', '\u1161', '\u11A8', '\uD7B0', '\u1100', '\u093F'],
  ...[
    '\u200D',
    '\uFE0F',
    '\uFE0E',
    '\u{E0100}',
    '\u{E0061}',
    '\u{E007F}',
    '\u202E',
    '\u2066',
    '\u2069',
    '\uFEFF',
  ],
  ...[
    '\uD800',
    '\uDBFF',
    '\uDC00',
    '\uDFFF',
    '\u3164',
    '\uFFA0',
    '\u115F',
    '\u2800',
    '\uFFF9',
    '\u{10EEEE}',
    '\uE0B0',
  ],
  ...[
    '\u{1F3FB}',
    '\u{1F1E6}',
    '\u20E3',
    '\u034F',
    '\u00AD',
    '\u2028',
    '\u2029',
    '\u0085',
    ' ',
    '�',
    '␛',
    '…',
  ],
];

test('20,000 generated sequences are harmless', (t) => {
  const random = createRandom(20_261_122);
  const faults: string[] = [];
  for (let run = 0; run < 20_000; run++) {
    let text = '';
    for (let left = 1 + Math.floor(random() * 12); left > 0; left--) {
      text += PIECES[Math.floor(random() * PIECES.length)] ?? '';
    }
    const fault = check(text);
    if (fault) faults.push(`${JSON.stringify(text)}: ${fault}`);
  }
  t.deepEqual(faults.slice(0, 20), []);
});

/** Megabytes of random text; the threat model's figure is 200, which takes minutes. */
const RANDOM_MEGABYTES = Number(process.env['DXTOP_TEST_RANDOM_MB'] ?? 4);

test(`${String(RANDOM_MEGABYTES)} MB of random text are harmless`, (t) => {
  t.timeout(60_000 + RANDOM_MEGABYTES * 5000);
  const random = createRandom(7);
  const bytes = Buffer.alloc(65_536);
  for (let chunk = 0; chunk < RANDOM_MEGABYTES * 16; chunk++) {
    for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), i);
    const text = bytes.toString((['utf8', 'latin1', 'utf16le'] as const)[chunk % 3]);
    t.is(check(text), '');
  }
});

test('a long text is cut with a mark, and never inside a character', (t) => {
  t.is(clean('x'.repeat(5000)).length, 4096);
  t.is(clean('abcdef', 4), 'abc…');
  t.is(clean('abcd', 4), 'abcd');
  t.is(clean('ab🧬def', 4), 'ab…');
  t.is(clean('ab🧬def', 5), 'ab🧬…');
  t.is(clean('🧬🧬', 2), '…');
  t.is(clean('abc', 1), '…');
  t.is(clean('abc', 0), '');
  t.is(clean(clean('\u{E0041}'.repeat(50), 20), 20), clean('\u{E0041}'.repeat(50), 20));
});

test('cleaning takes time in proportion: anything worse would take minutes here', (t) => {
  const startMs = performance.now();
  for (const unit of ['\u0301', 'e\u0301\u0301\u0301', '\x1b', '\uD800', ' \u200B'])
    clean(unit.repeat(1_000_000), Infinity);
  t.true(performance.now() - startMs < 20_000);
});

test('lines are split first, and a carriage return before a newline goes with it', (t) => {
  t.deepEqual(cleanLines('a\nb\r\n\nc\rd\n'), ['a', 'b', '', 'c␍d']);
  t.deepEqual(cleanLines(''), []);
  t.deepEqual(cleanLines('\n'), ['']);
  t.deepEqual(cleanLines('\tat Main\x1b[2J'), ['    at Main␛[2J']);
});

test('too many lines and too long lines are cut and say so', (t) => {
  t.deepEqual(cleanLines('a\nb\nc', 3), ['a', 'b', 'c']);
  t.deepEqual(cleanLines('a\nb\nc\n', 3), ['a', 'b', 'c']);
  t.deepEqual(cleanLines('a\nb\nc\nd', 3), ['a', 'b', '… 3 more characters']);
  t.deepEqual(cleanLines('abcdef\nx', 9, 4), ['abc…', 'x']);
});
