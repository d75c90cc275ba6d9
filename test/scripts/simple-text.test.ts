import test from 'ava';
import stringWidth from 'string-width';
import {createSegmenter, isSimple} from '../../scripts/build/simple-text.js';

const real = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const simple = Array.from({length: 0x10000}, (_, code) => String.fromCharCode(code)).filter(isSimple);

const createRandom = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const toTexts = (characters: readonly string[], count: number): string[] => {
  const random = createRandom(count);
  return Array.from({length: count}, () =>
    Array.from(
      {length: Math.floor(random() * 30)},
      () => characters[Math.floor(random() * characters.length)],
    ).join(''),
  );
};

test('the simple characters are those of a dashboard, and each is one column wide', (t) => {
  t.true(simple.length > 700);
  for (const character of 'aé…–│─╭█●◆✗✓○◌↻␛') t.true(isSimple(character), character);
  t.deepEqual(
    simple.filter((character) => stringWidth(character) !== 1),
    [],
  );
});

test('a simple text is as wide as it is long', (t) => {
  t.deepEqual(
    toTexts(simple, 20_000).filter((text) => stringWidth(text) !== text.length),
    [],
  );
});

test('a simple text is cut as the real segmenter cuts it', (t) => {
  const segmenter = createSegmenter();
  const list = (segments: Iterable<{segment: string; index: number}>): string =>
    JSON.stringify(Array.from(segments, ({segment, index}) => [segment, index]));
  const texts = [
    ...toTexts([...simple, '\x1b', '\n', '\x1b[31m'], 20_000),
    ...toTexts(
      [...simple, '\r', '\n', '\t', '\u0301', '漢', '🧬', '👩‍🔬', '\u200D', '\uFE0F', '\u1100', '\u1161'],
      20_000,
    ),
  ];
  for (const text of texts) {
    if (list(segmenter.segment(text)) !== list(real.segment(text))) t.fail(JSON.stringify(text));
    const index = Math.floor(text.length / 2);
    const here = segmenter.segment(text).containing(index);
    if (here?.segment !== real.segment(text).containing(index)?.segment) t.fail(JSON.stringify(text));
  }
  t.pass();
});
