import {fileURLToPath} from 'node:url';
import test from 'ava';
import {build, type Plugin} from 'esbuild';
import {FrameMemory, toRowKey} from '../../scripts/build/frame-memory.js';
import {createPatchPlugin, PATCHES} from '../../scripts/build/patches.js';

type Transformer = (line: string, index: number) => string;

interface Output {
  write(x: number, y: number, text: string, options: {transformers: Transformer[]}): void;
  clip(clip: {x1?: number; x2?: number; y1?: number; y2?: number}): void;
  unclip(): void;
  get(): {output: string; height: number};
}

type OutputClass = new (size: {width: number; height: number}) => Output;

const FILE = fileURLToPath(new URL('../../node_modules/ink/build/output.js', import.meta.url));

const load = async (plugins: Plugin[]): Promise<OutputClass> => {
  const {outputFiles} = await build({
    entryPoints: [FILE],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins,
  });
  const text = outputFiles[0]?.text ?? '';
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {default: OutputClass};
  return module.default;
};

/** The same numbers for the same seed: Park and Miller's generator. */
const createRandom = (seed: number) => {
  let state = seed;
  return (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
};

const TEXTS = [
  'plain',
  '\u001B[31mred\u001B[39m and \u001B[7minverse   \u001B[27m',
  'two\nlines \u001B[2mwith a style\nover\u001B[22m the end',
  '\u001B[31mred\u001B[39m\u001B[34mblue\u001B[39m\u001B[2mdim\u001B[22m\u001B[2m on\u001B[22m',
  '\u001B[1;4;38;5;200mall\nat once\u001B[22;24m and \u001B[mnone',
  '\u001B[2m\u001B[1mbold in dim\u001B[22mneither\u001B[31m\n\nopen',
  '漢字 wide 漢',
  'e\u0301\u200B combined 👩‍👩‍👧',
  '\u001B]8;;https://example.org\u0007link\u001B]8;;\u0007',
  '   ',
  '',
  '|',
];
const TRANSFORMERS: Transformer[][] = [
  [],
  [],
  [(line) => line.toUpperCase()],
  [(line, index) => `${String(index)}${line}`],
  [() => ''],
];

test('Ink with a memory draws what Ink draws, frame after frame', async (t) => {
  const patches = PATCHES.filter(({file}) => file.test(FILE));
  t.is(patches.length, 1);
  const [Plain, Patched] = await Promise.all([load([]), load([createPatchPlugin(patches)])]);
  const random = createRandom(11);
  let script: ((output: Output) => void)[] = [];
  const addOperation = () => {
    const kind = random(8);
    const [x, y] = [random(26) - 3, random(10) - 2];
    const text = TEXTS[random(TEXTS.length)] ?? '';
    const transformers = TRANSFORMERS[random(TRANSFORMERS.length)] ?? [];
    const clip = {
      ...(random(3) > 0 && {x1: x, x2: x + random(12)}),
      ...(random(3) > 0 && {y1: y, y2: y + random(5)}),
    };
    if (kind === 0)
      script.push((output) => {
        output.clip(clip);
      });
    else if (kind === 1)
      script.push((output) => {
        output.unclip();
      });
    else
      script.push((output) => {
        output.write(x, y, text, {transformers});
      });
  };
  for (let frame = 0; frame < 3000; frame++) {
    // Most of a frame stays, as on a screen.
    if (frame % 40 === 0) script = [];
    if (script.length > 0) script.splice(random(script.length), 1);
    for (let count = 0; count < 1 + random(3); count++) addOperation();
    const size = {width: 18 + random(3), height: 6};
    const draw = (Class: OutputClass) => {
      const output = new Class(size);
      for (const operation of script) operation(output);
      return output.get();
    };
    t.deepEqual(draw(Patched), draw(Plain), `frame ${String(frame)}`);
  }
});

test('what two frames did not need is forgotten, and a row is what was written into it', (t) => {
  const memory = new FrameMemory<number>();
  let made = 0;
  const ask = (key: string) => memory.get(key, () => ++made);
  t.is(ask('a'), 1);
  memory.turn();
  t.is(ask('a'), 1);
  t.is(ask('b'), 2);
  memory.turn();
  t.is(ask('b'), 2);
  memory.turn();
  t.is(ask('b'), 2);
  t.is(ask('a'), 3);
  t.not(
    toRowKey(9, [{x: 1, line: 'a 2 1 b'}]),
    toRowKey(9, [
      {x: 1, line: 'a'},
      {x: 2, line: 'b'},
    ]),
  );
  t.not(toRowKey(9, []), toRowKey(8, []));
});
