import {PassThrough, Writable} from 'node:stream';
import test from 'ava';
import {readAnswer} from '../../source/commands/read-answer.ts';

/** A terminal that notes the order of what happens to it, and whose user answers as soon as the question is shown. */
const createTerminal = (question: string, keys: string) => {
  const happened: string[] = [];
  let shown = '';
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => {
      happened.push(isRaw ? 'raw' : 'cooked');
    },
  });
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const before = shown.includes(question);
      shown += chunk.toString();
      if (!before && shown.includes(question)) {
        happened.push('asked');
        setImmediate(() => input.write(keys));
      }

      done();
    },
  });
  return {input, output, happened, shown: () => shown};
};

for (const isHidden of [false, true]) {
  const kind = isHidden ? 'a secret' : 'a line';
  test(`The terminal is read before ${kind} is asked for`, async (t) => {
    const {input, output, happened} = createTerminal('Name? ', 'ada\r');
    t.is(await readAnswer(input, output, 'Name? ', isHidden), 'ada');
    t.deepEqual(happened, ['raw', 'asked', 'cooked']);
  });

  for (const [name, key] of [
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ] as const)
    test(`${name} in the moment of the question is no answer to ${kind}`, async (t) => {
      const {input, output, happened, shown} = createTerminal('Name? ', key);
      t.is(await readAnswer(input, output, 'Name? ', isHidden), undefined);
      t.deepEqual(happened, ['raw', 'asked', 'cooked']);
      t.true(shown().endsWith('\n'));
    });
}

test('Nothing of a secret is shown', async (t) => {
  const {input, output, shown} = createTerminal('Token: ', 'abc\u007Fd\r');
  t.is(await readAnswer(input, output, 'Token: ', true), 'abd');
  t.is(shown(), 'Token: \n');
});
