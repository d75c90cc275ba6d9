import test from 'ava';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import type {AttachmentControl, AttachmentSnapshot} from '../../../source/hooks/use-attachment.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ConnectScreen} from '../../../source/screens/connect/connect-screen.tsx';
import {KeymapProvider} from '../../../source/screens/use-actions.ts';
import {STEP_NAMES} from '../../../source/services/ssh/connect-steps.ts';
import {NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;
const control: AttachmentControl = {
  attachment: undefined,
  attach: ignore,
  answer: ignore,
  cancel: ignore,
  retryNow: ignore,
  leave: ignore,
  dropKeys: ignore,
};
const texts = Object.values(nastyStrings).map((text) => clean(text, 200));
const STATES = ['done', 'running', 'failed', 'waiting'] as const;

const calm: AttachmentSnapshot = {
  jobId: toTestJobId(1),
  workerNumber: 0,
  jobName: clean('align reads'),
  phase: 'connecting',
  steps: STEP_NAMES.map((name, index) => ({
    name,
    state: (['done', 'done', 'running'] as const)[index] ?? 'waiting',
    detail: clean(index < 3 ? 'fine' : ''),
    startedMs: index < 3 ? NOW_MS - 1200 : undefined,
    endedMs: index < 2 ? NOW_MS - 1000 : undefined,
  })),
  question: undefined,
  lost: undefined,
  outcome: undefined,
};
const lost = {
  sinceMs: NOW_MS - 5000,
  reason: clean('the connection was reset'),
  keysDropped: 0,
  tryNumber: 2,
  nextTryMs: NOW_MS + 2000,
  lastError: undefined,
};

const createHostileAttachment = (situation: number): AttachmentSnapshot => {
  const text = texts[situation % texts.length] ?? clean('');
  const questions = [
    undefined,
    {kind: 'firewall', address: clean('203.0.113.7'), isRange: false, allowSSH: [text, text]},
    {kind: 'passphrase', path: text, wasWrong: situation % 2 === 0},
  ] as const;
  const isLost = situation % 4 === 3;
  return {
    ...calm,
    jobName: text,
    phase: isLost ? 'lost' : 'connecting',
    steps: STEP_NAMES.map((name, index) => ({
      name,
      state: STATES[(index + situation) % 4] ?? 'waiting',
      detail: text,
      startedMs: index % 2 === 0 ? NOW_MS - 10 ** (situation % 12) : undefined,
      endedMs: undefined,
    })),
    question: isLost ? undefined : questions[situation % 3],
    lost: isLost
      ? {
          ...lost,
          reason: text,
          keysDropped: situation,
          nextTryMs: situation % 8 === 3 ? undefined : NOW_MS + 2000,
          lastError: text,
        }
      : undefined,
  };
};

testFrames('connect', (size, situation) => (
  <ConnectScreen
    attachment={createHostileAttachment(situation)}
    control={control}
    {...size}
    nowMs={NOW_MS}
    isActive
  />
));

const draw = (
  attachment: AttachmentSnapshot,
  columns = 80,
  theme?: typeof PLAIN_THEME,
  rows = 24,
): string[] =>
  renderLines(
    <ConnectScreen
      attachment={attachment}
      control={control}
      columns={columns}
      rows={rows}
      nowMs={NOW_MS}
      isActive
    />,
    columns,
    theme,
  );

test('in a low window the question is there to its end, in place of the steps that are to come', (t) => {
  const question = {kind: 'firewall', address: clean('203.0.113.7'), isRange: false, allowSSH: []} as const;
  const lines = draw({...calm, question}, 50, undefined, 10);
  t.is(lines[0], ' Attaching to align reads');
  t.is(lines[3], ' ✓ describe the job    0.2 s  fine');
  t.regex(lines.slice(0, 9).join(''), /Your address 203\.0\.113\.7 .* connect to it\? y\/N *$/);
});

test('the checklist has each step with its time, and what came of it', (t) => {
  const lines = draw(calm);
  t.is(lines[0], ' Attaching to align reads');
  t.is(lines[3], ' ✓ describe the job    0.2 s  fine');
  t.is(lines[5], ' › worker ready        1.2 s  fine');
  t.regex(lines[8] ?? '', /^ · login *$/);
  t.is(lines.at(-1), 'Esc cancel');
});

test('the question about the firewall names the address and what is let in already', (t) => {
  const question = {
    kind: 'firewall',
    address: clean('203.0.113.7'),
    isRange: false,
    allowSSH: [],
  } as const;
  const text = draw({...calm, question}).join('\n');
  t.true(text.includes("Your address 203.0.113.7 is not in this job's firewall (allowSSH: closed)."));
  t.true(text.includes('Let 203.0.113.7, and nothing else, connect to it? y/N'));
});

test('the question for a passphrase names the key, and says when the last one was wrong', (t) => {
  const question = {kind: 'passphrase', path: clean('/home/ada/ssh_id'), wasWrong: true} as const;
  const lines = draw({...calm, question});
  t.true(lines.includes(' That passphrase is wrong.'));
  t.true(lines.some((line) => line.startsWith(' Passphrase of /home/ada/ssh_id (not shown):')));
});

test('a lost link says since when and why, when it tries again, and how many keys were dropped', (t) => {
  const lines = draw({...calm, phase: 'lost', lost: {...lost, keysDropped: 3}});
  t.is(lines[0], ' Connection to align reads lost');
  t.regex(
    lines[3] ?? '',
    /^ Since \d\d:\d\d:\d\d: the connection was reset\. What runs on the worker goes on\.$/,
  );
  t.is(lines[4], ' next try in 2 s (try 3)');
  t.is(lines[5], ' 3 typed keys were dropped');
  t.is(lines.at(-1), 'Enter try now  d dashboard  . give up');
});

test('without UTF-8 the checklist draws itself with ASCII', (t) => {
  const screen = (
    <ConnectScreen attachment={calm} control={control} columns={80} rows={24} nowMs={NOW_MS} isActive />
  );
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});

const OWN_KEYS = new Map([
  ['connect', new Map([['checks', ['L']]])],
  ['question', new Map([['yes', ['o']]])],
  ['lost', new Map([['giveUp', ['ctrl-x']]])],
]);
const WITH_OWN_KEYS = [
  ['the checklist', {}, 'Esc cancel  L cancel, and look at everything'],
  [
    'a question',
    {question: {kind: 'firewall', address: clean('203.0.113.7'), isRange: false, allowSSH: []}},
    'o let my address in  n cancel',
  ],
  ['a lost link', {phase: 'lost', lost}, 'Enter try now  d dashboard  Ctrl-x give up'],
] as const;
for (const [what, facts, footer] of WITH_OWN_KEYS) {
  test(`the footer of ${what} has the user's own keys`, (t) => {
    const lines = renderLines(
      <KeymapProvider value={OWN_KEYS}>
        <ConnectScreen
          attachment={{...calm, ...facts}}
          control={control}
          columns={80}
          rows={24}
          nowMs={NOW_MS}
          isActive
          onChecks={ignore}
        />
      </KeymapProvider>,
      80,
    );
    t.is(lines.at(-1), footer);
    t.is(
      lines.some((line) => line.endsWith('connect to it? o/N')),
      what === 'a question',
    );
  });
}
