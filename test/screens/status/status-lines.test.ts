import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {toStatusLines} from '../../../source/screens/status/status-lines.ts';

const NOW_MS = 1_800_000_000_000;
const figures = {
  callsPerSecond: 2,
  burst: 10,
  available: 8,
  waitingCount: 0,
  lastMinuteCount: 17,
  totalCount: 240,
};
const health = {
  answeredCount: 239,
  failedCount: 1,
  lastAnswerMs: NOW_MS - 3000,
  lastDurationMs: 120.4,
  lastFailure: {atMs: NOW_MS - 120_000, sentence: clean('The platform is busy (503 ServiceUnavailable).')},
};
const status = {
  source: 'api.dnanexus.com',
  figures,
  gate: {waitsUntilMs: undefined, reason: undefined},
  health,
};

/** The status as text. */
const draw = (
  changes: Partial<typeof status> | object = {},
  fetchedAtMs: number | undefined = NOW_MS - 2000,
  isPlain = false,
) =>
  toStatusLines({...status, ...changes}, {count: 57, fetchedAtMs}, NOW_MS, isPlain)
    .map(({text}) => text)
    .join('\n');

test('the status shows the budget, its use, the last answer and the last failure', (t) => {
  const text = draw();
  t.regex(text, /budget {4}2 per second on average, 10 at once; 8 may go now/);
  t.regex(text, /used {6}17 in the last minute, 240 since the start/);
  t.regex(text, /waiting {3}nothing/);
  t.regex(text, /answered {2}3s ago, in 120 ms; 239 answers/);
  t.regex(text, /the last {2}2m ago: The platform is busy \(503/);
  t.regex(text, /57 executions, as of 2s ago/);
});

test('calls that wait are counted down, with who made them wait', (t) => {
  const gate = {waitsUntilMs: NOW_MS + 4200, reason: 'platform' as const};
  t.regex(
    draw({gate, figures: {...figures, waitingCount: 3}}),
    /3 calls, 5 s more, the platform asked for it/,
  );
});

test('for a screen reader the status counts no seconds', (t) => {
  const gate = {waitsUntilMs: NOW_MS + 4200, reason: 'platform' as const};
  const text = draw({gate, figures: {...figures, waitingCount: 3}}, NOW_MS - 2000, true);
  t.regex(text, /answered {2}less than a minute ago, in 120 ms/);
  t.regex(text, /3 calls, the platform asked for it/);
  t.regex(text, /57 executions, as of less than a minute ago/);
});

test('before the first answer the status says so', (t) => {
  const none = {...health, answeredCount: 0, failedCount: 0, lastAnswerMs: undefined, lastFailure: undefined};
  const lines = toStatusLines({...status, health: none}, {count: 0, fetchedAtMs: undefined}, NOW_MS);
  const text = lines.map((line) => line.text).join('\n');
  t.regex(text, /answered {2}not yet/);
  t.regex(text, /failed {4}no call/);
  t.regex(text, /0 executions, not loaded yet/);
});
