import test from 'ava';
import {ReplayBuffer} from '../../../source/emulator/workers/replay-buffer.ts';

const replay = (...chunks: (string | Buffer)[]): ReplayBuffer => {
  const buffer = new ReplayBuffer();
  for (const chunk of chunks) buffer.append(Buffer.from(chunk));
  return buffer;
};

const text = (buffer: ReplayBuffer): string => buffer.toBytes().toString('latin1');

test('what was shown is shown again, on an empty screen', (t) => {
  t.true(text(replay('one\r\n', '\x1b[31mtwo')).endsWith('\x1b[H\x1b[2Jone\r\n\x1b[31mtwo'));
});

test('bytes that are no text survive', (t) => {
  const bytes = Buffer.from(Array.from({length: 256}, (_, index) => index).filter((byte) => byte !== 5));
  t.true(replay(bytes).toBytes().subarray(-255).equals(bytes));
});

const questions = {
  'device attributes': '\x1b[c\x1b[0c\x1b[>c\x1b[>0c\x1b[=c',
  'status and position': '\x1b[5n\x1b[6n\x1b[?6n',
  version: '\x1b[>q\x1b[>0q',
  modes: '\x1b[?2026$p\x1b[4$p',
  'keyboard protocol': '\x1b[?u',
  sizes: '\x1b[14t\x1b[18t\x1b[21t',
  colours: '\x1b]10;?\x07\x1b]11;?\x1b\\\x1b]4;1;?\x07',
  settings: '\x1bP+q544e\x1b\\\x1bP$qm\x1b\\',
  enquiry: '\x05',
};

for (const [what, sequence] of Object.entries(questions)) {
  test(`a replay does not ask for ${what}`, (t) => {
    t.true(text(replay(`before${sequence}after`)).endsWith('beforeafter'));
  });
}

test('sequences that only look like questions stay', (t) => {
  const sequences = '\x1b[5;6H\x1b[1;31m\x1b]0;what?\x07\x1b[22;0;0t\x1b[?25h\x1b[3 q';
  t.true(text(replay(sequences)).endsWith(sequences));
});

test('at most 256 KiB are kept, from the start of a line, with the modes that were set before', (t) => {
  const lines = Array.from({length: 40_000}, (_, index) => `line ${index}\r\n`);
  const buffer = replay('\x1b[?10', '49h\x1b[?1;2004h', ...lines);
  t.true(buffer.isAlternateScreen);
  const bytes = text(buffer);
  t.true(bytes.length < 257 * 1024);
  const [head = '', ...rest] = bytes.slice(bytes.indexOf('\x1b[2J') + 4).split('\r\n');
  t.regex(head, /^\x1b\[\?1h\x1b\[\?2004hline \d+$|^(\x1b\[\?(1|1049|2004)h){2,3}line \d+$/);
  t.is(rest.at(-2), 'line 39999');
});

test('the alternate screen is known to be on only until it is left', (t) => {
  t.true(replay('\x1b[?1049h').isAlternateScreen);
  t.false(replay('\x1b[?1049h', 'text', '\x1b[?1049l').isAlternateScreen);
});
