import test from 'ava';
import {createDepthWatch} from '../../../source/services/platform/json-depth.ts';

const table: ReadonlyArray<readonly [text: string, expected: boolean]> = [
  ['', true],
  ['{}', true],
  ['[[[]]]', true],
  ['[[[[]]]]', false],
  ['[[[],[],[]],[[]]]', true],
  ['{"a":{"b":[]}}', true],
  ['{"a":{"b":[{}]}}', false],
  ['"[[[[[["', true],
  [String.raw`"\"[[[[["`, true],
  [String.raw`"\\",[[[[`, false],
  [String.raw`["\\\"[[[["]`, true],
  [String.raw`["a\\",[[[]]]]`, false],
  ['"ä[[[[[€"', true],
];

for (const [text, expected] of table) {
  test(`within three levels, however it is cut: ${text}`, (t) => {
    const bytes = Buffer.from(text);
    t.is(createDepthWatch(3)(bytes), expected);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const isShallow = createDepthWatch(3);
      t.is(isShallow(bytes.subarray(0, cut)) && isShallow(bytes.subarray(cut)), expected, `cut at ${cut}`);
    }
    const byteWise = createDepthWatch(3);
    t.is(
      [...bytes].every((byte) => byteWise(Buffer.from([byte]))),
      expected,
    );
  });
}
