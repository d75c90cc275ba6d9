import {readFileSync} from 'node:fs';
import xterm from '@xterm/headless';
import test from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import {createRestTracker} from '../../../source/services/terminal/rest-tracker.ts';

/** The inside of the terminal emulator that knows what it is in the middle of. */
interface Parsing {
  readonly _core: {
    readonly _inputHandler: {
      parse(bytes: Uint8Array): unknown;
      readonly _parser: {readonly currentState: number};
      readonly _utf8Decoder: {readonly interim: Uint8Array};
    };
  };
}

/** A terminal that says after each piece whether it is between two sequences and two characters. */
const createOracle = () => {
  const terminal = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
  const handler = (terminal as unknown as Parsing)._core._inputHandler;
  return {
    parse: (bytes: Uint8Array) => {
      handler.parse(bytes);
      return handler._parser.currentState === 0 && (handler._utf8Decoder.interim[0] ?? 0) === 0;
    },
    close: () => {
      terminal.dispose();
    },
  };
};

const SEQUENCES = [
  ...['\x1b[1;31m', '\x1b[?1049h', '\x1b(B', '\x1b)0', '\x1b=', '\x1b7', '\x1b[2 q', '\x1b[38;5;4m'],
  ...[
    '\x1b]0;title\x07',
    '\x1b]2;other\x1b\\',
    '\x1b]8;;http://a/b\x1b\\',
    '\x1bP+q544e\x1b\\',
    '\x1bPa\x07b\x1b\\',
  ],
  ...['\x1b_app\x1b\\', '\x1b^pm\x1b\\', '\x1bXsos\x1b\\', '\x1b[1;\x18', '\x1b]cut\x1a', '\x1b[12\x1b[3m'],
  ...['plain text', 'Größe 試料 🧬 °C', '\r\n', '\x07', '\x0e', '\u009b1m', '\u009d0;x\u009c', '\x1b\x1b[A'],
];

const sources: ReadonlyArray<readonly [name: string, bytes: Buffer]> = [
  ...['tmux', 'vim', 'htop', 'less'].map(
    (name) => [name, readFileSync(new URL(`../../fixtures/sessions/${name}.bin`, import.meta.url))] as const,
  ),
  ...[1, 2, 3].map((seed) => {
    const random = createRandom(seed);
    const text = Array.from({length: 4000}, () => random.pick(SEQUENCES)).join('');
    return [`every kind of sequence, seed ${String(seed)}`, Buffer.from(text)] as const;
  }),
];

for (const [name, bytes] of sources) {
  for (const largest of [1, 7, 300]) {
    test(`it is never at rest inside a sequence of ${name}, in pieces of up to ${largest} bytes`, (t) => {
      const random = createRandom(largest);
      const oracle = createOracle();
      const tracker = createRestTracker();
      let atRest = 0;
      let couldBe = 0;
      const wrong: number[] = [];
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + random.int(1, largest));
        at += piece.length;
        const isGround = oracle.parse(piece);
        tracker.push(piece);
        if (isGround) couldBe++;
        if (tracker.isAtRest) atRest++;
        if (tracker.isAtRest && !isGround) wrong.push(at);
      }

      oracle.close();
      t.deepEqual(wrong.slice(0, 5), []);
      // Nothing is gained by a badge that never finds its moment.
      t.true(atRest > couldBe * 0.4, `${atRest} of ${couldBe}`);
    });
  }
}
