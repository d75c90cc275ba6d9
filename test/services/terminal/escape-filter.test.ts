import {randomBytes} from 'node:crypto';
import test from 'ava';
import {EscapeFilter} from '../../../source/services/terminal/escape-filter.ts';
import type {EscapeAction} from '../../../source/services/terminal/escape-filter.ts';

const START = '\x1b[200~';
const END = '\x1b[201~';

interface Case {
  readonly title: string;
  /** What is typed, in chunks. */
  readonly chunks: readonly string[];
  readonly forward: string;
  readonly action?: EscapeAction;
  /** Has a reply in it, which is known for one only in one piece. */
  readonly hasReply?: boolean;
}

const cases: readonly Case[] = [
  {title: '~d at the very start detaches', chunks: ['~d'], forward: '', action: 'detach'},
  {title: '~. drops', chunks: ['~.'], forward: '', action: 'drop'},
  {title: '~s asks for the sessions', chunks: ['~s'], forward: '', action: 'sessions'},
  {title: '~r reconnects', chunks: ['~r'], forward: '', action: 'reconnect'},
  {title: '~? asks for help', chunks: ['~?'], forward: '', action: 'help'},
  {title: 'after Return an escape is one', chunks: ['ls\r~d'], forward: 'ls\r', action: 'detach'},
  {title: 'after a line feed an escape is one', chunks: ['ls\n~d'], forward: 'ls\n', action: 'detach'},
  {title: 'in the middle of a line it is not', chunks: ['ls ~d'], forward: 'ls ~d'},
  {title: 'after a space it is not', chunks: ['\r ~.'], forward: '\r ~.'},
  {title: 'key by key', chunks: ['a', '\r', '~', 'd'], forward: 'a\r', action: 'detach'},
  {title: 'a pending escape is held back', chunks: ['\r~'], forward: '\r'},
  {
    title: 'what follows in the same chunk is thrown away',
    chunks: ['~drm -rf'],
    forward: '',
    action: 'detach',
  },
  {
    title: 'what came before in the same chunk is sent',
    chunks: ['make\r~.'],
    forward: 'make\r',
    action: 'drop',
  },
  ...[
    ['\x1b[12;40R', 'a cursor position'],
    ['\x1b[?64;1;2c', 'device attributes'],
    ['\x1b[>41;390;0c', 'secondary device attributes'],
    ['\x1b[0n', 'a status'],
    ['\x1b[?2026;2$y', 'a mode'],
    ['\x1b[8;40;120t', 'a size'],
    ['\x1b[?1u', 'keyboard flags'],
    ['\x1b[I', 'the focus'],
    ['\x1b]11;rgb:0000/0000/0000\x1b\\', 'a colour'],
    ['\x1b]10;rgb:ffff/ffff/ffff\x07', 'a colour that ends with BEL'],
    ['\x1bP>|XTerm(390)\x1b\\', 'a version'],
    ['\x1b_Gi=1;OK\x1b\\', 'an application command'],
  ].flatMap(([reply = '', name = '']): Case[] => [
    {
      title: `after Return, ${name} from the terminal changes nothing`,
      hasReply: true,
      chunks: ['ls\r', reply, '~d'],
      forward: `ls\r${reply}`,
      action: 'detach',
    },
    {
      title: `${name} in the middle of an escape is sent on before it`,
      hasReply: true,
      chunks: ['\r~', reply, '.'],
      forward: `\r${reply}`,
      action: 'drop',
    },
    {
      title: `in the middle of a line, ${name} makes no new one`,
      chunks: ['ls', `${reply}~d`],
      forward: `ls${reply}~d`,
    },
  ]),
  {
    title: 'two replies and Return in one chunk',
    hasReply: true,
    chunks: ['\x1b[0n\r\x1b[1;1R~d'],
    forward: '\x1b[0n\r\x1b[1;1R',
    action: 'detach',
  },
  {title: 'after a cursor key an escape is none', chunks: ['\r', '\x1b[A', '~d'], forward: '\r\x1b[A~d'},
  {title: 'after the Escape key an escape is none', chunks: ['\r', '\x1b', '~d'], forward: '\r\x1b~d'},
  {title: 'doubled, it is sent once', chunks: ['~~'], forward: '~'},
  {title: 'doubled across chunks', chunks: ['~', '~'], forward: '~'},
  {title: 'after a doubled one the line has begun', chunks: ['~~d'], forward: '~d'},
  {title: 'three in a row', chunks: ['~~~d'], forward: '~~d'},
  {title: 'an unknown key is sent with it', chunks: ['~x'], forward: '~x'},
  {title: 'an unknown key across chunks', chunks: ['~', 'x'], forward: '~x'},
  {title: 'after an unknown key the line has begun', chunks: ['~x~d'], forward: '~x~d'},
  {title: 'an upper case letter is an unknown key', chunks: ['~D'], forward: '~D'},
  {
    title: '~ and Return are sent, and the next line may escape',
    chunks: ['~\r~d'],
    forward: '~\r',
    action: 'detach',
  },
  {title: '~/ is a path', chunks: ['~/bin\r'], forward: '~/bin\r'},
  {title: 'bytes that are not UTF-8', chunks: ['\xff\xfe\r~d'], forward: '\xff\xfe\r', action: 'detach'},
  {
    title: 'pasted, nothing is an escape',
    chunks: [`${START}a\r~d\n~.${END}`],
    forward: `${START}a\r~d\n~.${END}`,
  },
  {
    title: 'after a paste that ended with a newline it is not at once',
    chunks: [`${START}a\r${END}~d`],
    forward: `${START}a\r${END}~d`,
  },
  {
    title: 'after a paste and Return it is one again',
    chunks: [`${START}a\r~d${END}`, '\r~d'],
    forward: `${START}a\r~d${END}\r`,
    action: 'detach',
  },
  {
    title: 'a paste that is split inside its markers',
    chunks: ['x\x1b[2', '00~', 'a\r', '~d', '\r\x1b', '[201', '~', '\r~.'],
    forward: `x${START}a\r~d\r${END}\r`,
    action: 'drop',
  },
  {
    title: 'a paste that begins at the start of a line',
    chunks: ['\r', START, '~d\r', '~.', END],
    forward: `\r${START}~d\r~.${END}`,
  },
  {
    title: 'a function key that ends with ~ is no escape',
    chunks: ['\r\x1b[15~', 'd'],
    forward: '\r\x1b[15~d',
  },
];

const feed = (filter: EscapeFilter, chunks: readonly (string | Buffer)[]) => {
  const sent: Buffer[] = [];
  for (const chunk of chunks) {
    const {forward, action} = filter.push(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
    // What is forwarded may lie in the chunk's memory, which a stream uses again.
    sent.push(Buffer.from(forward));
    if (action) return {forward: Buffer.concat(sent), action};
  }
  return {forward: Buffer.concat(sent), action: undefined};
};

for (const {title, chunks, forward, action, hasReply = false} of cases) {
  test(title, (t) => {
    const result = feed(new EscapeFilter(), chunks);
    t.is(result.forward.toString('latin1'), forward);
    t.is(result.action, action);
  });
  if (hasReply) continue;
  test(`${title} (byte by byte)`, (t) => {
    const result = feed(new EscapeFilter(), Array.from(chunks.join('')));
    t.is(result.forward.toString('latin1'), forward);
    t.is(result.action, action);
  });
}

test('another escape character takes its place', (t) => {
  t.deepEqual(feed(new EscapeFilter('^'), ['~d\r^d']).action, 'detach');
  t.is(feed(new EscapeFilter('^'), ['~d\r^^']).forward.toString(), '~d\r^');
});

test('after help the next line goes on as usual', (t) => {
  const filter = new EscapeFilter();
  t.is(feed(filter, ['~?']).action, 'help');
  t.is(feed(filter, ['ls\r']).forward.toString(), 'ls\r');
  t.is(feed(filter, ['~d']).action, 'detach');
});

test('25,600 random bytes pass unchanged where no line begins with the escape character', (t) => {
  const bytes = randomBytes(25_600);
  for (let index = 0; index < bytes.length; index += 1) {
    const previous = index === 0 ? 0x0d : bytes[index - 1];
    if (bytes[index] === 0x7e && (previous === 0x0d || previous === 0x0a)) bytes[index] = 0x7d;
  }
  const chunks: Buffer[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = 1 + Math.floor(Math.random() * 300);
    chunks.push(Buffer.from(bytes.subarray(offset, offset + length)));
    offset += length;
  }
  const result = feed(new EscapeFilter(), chunks);
  t.is(result.action, undefined);
  t.true(result.forward.equals(bytes), bytes.toString('base64'));
});

test('any text with escapes comes out the same, however it is cut', (t) => {
  const alphabet = ['~', '\r', '\n', 'x', 'd', '\x1b', '[', '2', '0', '1', '~', '\r~', START, END];
  for (let round = 0; round < 2000; round += 1) {
    const text = Array.from(
      {length: 1 + Math.floor(Math.random() * 24)},
      () => alphabet[Math.floor(Math.random() * alphabet.length)] ?? '',
    ).join('');
    const whole = feed(new EscapeFilter(), [text]);
    const cut = Math.floor(Math.random() * text.length);
    const halves = feed(new EscapeFilter(), [text.slice(0, cut), text.slice(cut)]);
    if (!halves.forward.equals(whole.forward) || halves.action !== whole.action) {
      t.fail(`${JSON.stringify(text)} cut at ${cut}`);
      return;
    }
  }
  t.pass();
});

test('a large paste is not copied byte by byte in the middle of a line', (t) => {
  const filter = new EscapeFilter();
  filter.push(Buffer.from('x'));
  const chunk = Buffer.alloc(1024 * 1024, 'a');
  t.is(filter.push(chunk).forward, chunk);
});
