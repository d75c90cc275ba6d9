import test from 'ava';
import {TapReader} from '../../scripts/test/tap-reader.js';

const read = (text: string) => {
  const printed: string[] = [];
  const reader = new TapReader((line) => printed.push(line));
  for (const line of text.split('\n')) reader.read(line);
  return {...reader.end(), printed};
};

test('tests are counted, and a failure is printed with what belongs to it', (t) => {
  const run = [
    'TAP version 13',
    'ok 1 - a › passes',
    'not ok 2 - a › fails',
    '#   a log line',
    '  ---',
    '    message: because',
    '  ...',
    '# a comment',
    'ok 3 - a › says ok 4 - no',
    'ok 4 - a › needs tmux # SKIP',
    'not ok 5 - a › later # TODO',
    '',
    '1..5',
    '# pass 2',
  ];
  t.deepEqual(read(run.join('\n')), {
    passed: 2,
    failed: 1,
    skippedTitles: ['a › needs tmux', 'a › later'],
    printed: ['✘ a › fails', '    #   a log line', '        message: because', '    # a comment'],
  });
});

test('a run that was cut off has failed', (t) => {
  t.like(read('TAP version 13\nok 1 - a'), {passed: 1, failed: 1});
  t.like(read(''), {passed: 0, failed: 1});
});
