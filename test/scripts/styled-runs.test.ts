import {fileURLToPath} from 'node:url';
import test from 'ava';
import {build} from 'esbuild';
import {createPatchPlugin, PATCHES} from '../../scripts/build/patches.js';
import {isStyledSimply, toStyledRuns} from '../../scripts/build/styled-runs.js';

const FILE = fileURLToPath(new URL('../../node_modules/ink/build/sanitize-ansi.js', import.meta.url));

/** Ink's own, or the one of the bundle. */
const load = async (isPatched: boolean): Promise<(text: string) => string> => {
  const patches = PATCHES.filter(({file}) => file.test(FILE));
  const {outputFiles} = await build({
    entryPoints: [FILE],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins: isPatched ? [createPatchPlugin(patches)] : [],
  });
  const text = outputFiles[0]?.text ?? '';
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
    default: (text: string) => string;
  };
  return module.default;
};

const SIMPLE_PIECES = ['a', ' ', '│', '…', '\n', '\u001B[31m', '\u001B[1;38;5;7m', '\u001B[m', '\u001B[39m'];
const OTHER_PIECES = [
  ...['\u001B', '\u001B[', '\u001B[2J', '\u001B[4:3m', '\u001B[?25l', '\u001B]0;title\u0007', '\u001BM'],
  ...['\u009B31m', '\u0301', '漢', '\t', '\r', '\u0000', 'm', '[1m'],
];

/** The same texts each time. */
const toTexts = (pieces: readonly string[], count: number): string[] => {
  let state = count;
  const random = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  return Array.from({length: count}, () =>
    Array.from({length: random(9)}, () => pieces[random(pieces.length)]).join(''),
  );
};

test('Ink leaves out of a text what it leaves out without a short cut', async (t) => {
  const [plain, patched] = await Promise.all([load(false), load(true)]);
  const texts = [...toTexts(SIMPLE_PIECES, 5000), ...toTexts([...SIMPLE_PIECES, ...OTHER_PIECES], 20_000)];
  t.deepEqual(
    texts.filter((text) => plain(text) !== patched(text)),
    [],
  );
  t.true(texts.some((text) => plain(text) !== text));
});

test('only text with nothing but simple characters and styles is cut into runs', (t) => {
  t.true(toTexts(SIMPLE_PIECES, 5000).every(isStyledSimply));
  for (const piece of OTHER_PIECES.slice(0, -2)) {
    t.false(isStyledSimply(`a${piece}`), JSON.stringify(piece));
    t.is(
      toStyledRuns(`a${piece}`, () => []),
      undefined,
    );
  }
});

test('a run goes to the next style or the end of its line', (t) => {
  const asked: string[] = [];
  const tokenize = (code: string) => {
    asked.push(code);
    return [{type: 'ansi' as const, code, endCode: ''}];
  };
  const text = '\u001B[95mred\nover\u001B[99m\u001B[95m';
  t.deepEqual(
    toStyledRuns(text, tokenize)?.map((token) => (token.type === 'char' ? token.value : token.code)),
    ['\u001B[95m', 'red', '\n', 'over', '\u001B[99m', '\u001B[95m'],
  );
  t.deepEqual(asked, ['\u001B[95m', '\u001B[99m']);
  t.deepEqual(toStyledRuns('', tokenize), []);
});
