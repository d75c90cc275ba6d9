import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {createChangeLog} from '../../../source/services/storage/change-log.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createStateFolder} from './state-folder.ts';

/** The log in a folder, as one run of dxtop has it. */
const open = (folder: string) => {
  const {connection} = openDatabase(folder);
  const troubles: string[] = [];
  return {
    connection,
    troubles,
    log: createChangeLog({connection, notice: undefined}, (notice) => troubles.push(notice)),
  };
};

test('what was begun is there for the next run, also when its answer never came', (t) => {
  const folder = createStateFolder(t);
  const first = open(folder);
  first.log.finish(first.log.begin(clean('terminate'), clean('job-1'), 10), clean('done'));
  first.log.begin(clean('add tag x'), clean('job-2'), 20);
  first.connection.close();
  const second = open(folder);
  t.deepEqual(
    second.log.list().map((record) => ({...record})),
    [
      {atMs: 20, action: clean('add tag x'), id: clean('job-2'), result: clean('sent')},
      {atMs: 10, action: clean('terminate'), id: clean('job-1'), result: clean('done')},
    ],
  );
  second.connection.close();
});

test('two dxtops write into one log, and each finishes its own entry', (t) => {
  const folder = createStateFolder(t);
  const [one, other] = [open(folder), open(folder)];
  const mine = one.log.begin(clean('mine'), clean('job-1'), 10);
  const theirs = other.log.begin(clean('theirs'), clean('job-1'), 11);
  one.log.finish(mine, clean('done'));
  other.log.finish(theirs, clean('refused'));
  t.deepEqual(
    one.log.list().map(({action, result}) => `${action} ${result}`),
    ['theirs refused', 'mine done'],
  );
  one.connection.close();
  other.connection.close();
});

test('the latest 1,000 are kept', (t) => {
  const {log, connection} = open(createStateFolder(t));
  connection.exec('BEGIN');
  for (let number = 1; number <= 1003; number++) log.begin(clean(`n${number}`), clean('job-1'), number);
  connection.exec('COMMIT');
  const records = log.list();
  t.is(records.length, 1000);
  t.is(records.at(-1)?.atMs, 4);
  connection.close();
});

test('a file that cannot be written is told of once, and stops nothing', (t) => {
  const {log, connection, troubles} = open(createStateFolder(t));
  connection.exec('DROP TABLE changes');
  t.is(log.begin(clean('terminate'), clean('job-1'), 1), undefined);
  log.finish(undefined, clean('done'));
  t.deepEqual(log.list(), []);
  t.is(troubles.length, 1);
  t.regex(troubles[0] ?? '', /^Changes can't be saved: /);
  connection.close();
});
