import test from 'ava';
import {LogLines} from '../../../source/services/log/log-lines.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toLine} from './lines.ts';

const OTHER = 'job-000000000000000000000000';
const ALL = {levels: undefined, sources: undefined, mutedJobs: new Set<string>()};

const fill = (maxLines = 1000) => {
  const lines = new LogLines({directory: undefined, maxLines});
  for (let number = 0; number < 300; number++) {
    const isOther = number % 3 === 0;
    lines.append(
      toLine(number, undefined, {
        word: number % 10 === 0 ? 'STDERR' : 'STDOUT',
        source: clean(number % 2 === 0 ? 'APP' : 'SYSTEM'),
        ...(isOther && {jobId: OTHER}),
      }),
    );
  }
  return lines;
};

const numbersOf = (lines: LogLines) => lines.read(0, lines.count).map(({line}) => line.number);

test('without a filter rank and position run side by side', (t) => {
  const lines = fill();
  t.is(lines.count, 300);
  t.deepEqual(lines.levels, ['STDERR', 'STDOUT']);
  t.deepEqual(lines.sources, ['APP', 'SYSTEM']);
  t.deepEqual(lines.jobs, [
    {jobId: OTHER, lineCount: 100},
    {jobId: toLine(1).jobId, lineCount: 200},
  ]);
  t.is(lines.rankOf(17), 17);
  t.is(lines.positionOf(999), 300);
});

test('levels, sources and muted jobs are filtered, together and for lines to come', (t) => {
  const lines = fill();
  const expect = (isShown: (number: number) => boolean) =>
    Array.from({length: 300}, (_, number) => number).filter(isShown);
  lines.setFilter({...ALL, levels: new Set(['STDERR'])});
  t.deepEqual(
    numbersOf(lines),
    expect((number) => number % 10 === 0),
  );
  t.is(lines.rankOf(11), 2);
  t.is(lines.positionOf(2), 20);
  t.is(lines.positionOf(30), 300);
  lines.setFilter({...ALL, sources: new Set(['SYSTEM']), mutedJobs: new Set([OTHER])});
  t.deepEqual(
    numbersOf(lines),
    expect((number) => number % 2 === 1 && number % 3 !== 0),
  );
  lines.append(toLine(900));
  lines.append(toLine(901, 'shown', {source: clean('SYSTEM')}));
  t.is(lines.read(lines.count - 1, lines.count)[0]?.line.number, 901);
  lines.setFilter(ALL);
  t.is(lines.count, 302);
});

test('lines that were dropped are gone from the filter too', (t) => {
  const lines = new LogLines({directory: undefined, maxLines: 1000});
  lines.setFilter({...ALL, levels: new Set(['STDERR'])});
  for (let number = 0; number < 20_000; number++)
    lines.append(toLine(number, undefined, {word: number % 10 === 0 ? 'STDERR' : 'STDOUT'}));
  t.true(lines.start > 18_000);
  t.is(lines.count, (20_000 - lines.start) / 10);
  t.is(lines.read(0, 1)[0]?.position, lines.start);
  lines.setFilter({...ALL, levels: new Set(['STDOUT'])});
  t.is(lines.count, ((20_000 - lines.start) / 10) * 9);
});
