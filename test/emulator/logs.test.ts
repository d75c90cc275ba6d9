import test from 'ava';
import {createLogStore, type LogSource} from '../../source/emulator/logs.ts';

const job = 'job-J00000000000000000000001';

const toMessages = (lines: readonly {msg: string}[]) => lines.map(({msg}) => msg);

test('lines are numbered from 1 for each job and try, and have the time they were given', (t) => {
  const store = createLogStore({now: () => 5000});
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'one'});
  store.append(job, {source: 'APP', level: 'STDERR', msg: 'two', timestamp: 6000});
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'again', jobTry: 1});
  t.deepEqual(store.read(job, 0), [
    {timestamp: 5000, source: 'APP', level: 'STDOUT', line: 1, msg: 'one'},
    {timestamp: 6000, source: 'APP', level: 'STDERR', line: 2, msg: 'two'},
  ]);
  t.deepEqual(
    store.read(job, 1).map(({line}) => line),
    [1],
  );
  t.deepEqual(toMessages(store.read(job, 0, 2)), ['two']);
  t.deepEqual(store.read(job, 2), []);
});

test('text of several lines becomes several lines, and an empty one stays one', (t) => {
  const store = createLogStore();
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'a\nb\r\n\nc'});
  store.append(job, {source: 'APP', level: 'STDOUT', msg: ''});
  t.deepEqual(toMessages(store.read(job, 0)), ['a', 'b', '', 'c', '']);
});

test('a line is cut to 8,000 bytes, never within a character', (t) => {
  const store = createLogStore();
  for (const msg of ['x'.repeat(8000), 'x'.repeat(8001), `x${'ü'.repeat(4000)}`, '\uFFFD'.repeat(3)]) {
    store.append(job, {source: 'APP', level: 'STDOUT', msg});
  }
  t.deepEqual(toMessages(store.read(job, 0)), [
    'x'.repeat(8000),
    `${'x'.repeat(8000)}... [truncated]`,
    `x${'ü'.repeat(3999)}... [truncated]`,
    '\uFFFD'.repeat(3),
  ]);
});

test('a log keeps its latest lines under their numbers, and all logs together stay small', (t) => {
  const store = createLogStore({lineLimit: 100, byteLimit: 20_000});
  for (let index = 1; index <= 1000; index++)
    store.append(job, {source: 'APP', level: 'STDOUT', msg: `line ${index}`});
  const lines = store.read(job, 0);
  t.true(lines.length >= 100 && lines.length <= 125, String(lines.length));
  t.deepEqual([lines.at(-1)?.line, lines.at(-1)?.msg], [1000, 'line 1000']);
  t.deepEqual(toMessages(store.read(job, 0, 999)), ['line 999', 'line 1000']);
  for (let index = 0; index < 100; index++)
    store.append(`job-${index}`, {source: 'APP', level: 'STDOUT', msg: 'x'.repeat(1000)});
  let kept = 0;
  for (let index = 0; index < 100; index++) kept += store.read(`job-${index}`, 0).length;
  t.true(kept >= 15 && kept <= 20, String(kept));
});

test('invented lines come in their time before appended ones, and learn when the job speaks for itself', (t) => {
  let nowMs = 1000;
  const asked: [number, boolean][] = [];
  const toSource = (): LogSource => {
    let dueMs = 100;
    return function* (untilMs, hasOwnOutput) {
      asked.push([untilMs, hasOwnOutput]);
      for (; dueMs <= untilMs; dueMs += 400)
        yield {source: 'DX_APP', level: 'INFO', msg: String(dueMs), timestamp: dueMs};
    };
  };
  const store = createLogStore({now: () => nowMs, toSource});
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'own'});
  nowMs = 1400;
  t.deepEqual(toMessages(store.read(job, 0)), ['100', '500', '900', 'own', '1300']);
  t.deepEqual(asked, [
    [1000, false],
    [1400, true],
  ]);
});

test('listeners hear of every append to their job until they leave', (t) => {
  const store = createLogStore();
  let count = 0;
  const leave = store.subscribe(job, () => (count += 1));
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'a'});
  store.append('job-other', {source: 'APP', level: 'STDOUT', msg: 'b'});
  leave();
  store.append(job, {source: 'APP', level: 'STDOUT', msg: 'c'});
  t.is(count, 1);
});

test('a log that a program has claimed has no invented output of the job, from then on', (t) => {
  const asked: boolean[] = [];
  const toSource = (): LogSource => (_untilMs, hasOwnOutput) => {
    asked.push(hasOwnOutput);
    return [];
  };
  const store = createLogStore({now: () => 1000, toSource});
  store.claim(job, 2);
  store.read(job, 2);
  store.read(job, 1);
  t.deepEqual(asked, [false, true, false]);
});
