import test, {type ExecutionContext} from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {createConnectionNotes} from '../../../source/services/ssh/connection-note.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createToldStore} from '../../../source/services/storage/told-store.ts';
import {createJob} from '../../helpers/executions.ts';
import {createTemporaryDirectory} from '../settings/temporary-directory.ts';

const job = {...createJob(), networkAccess: [clean('*')]};

const open = (t: ExecutionContext, directory: string, wish: 'once' | 'always' | 'never') => {
  const database = openDatabase(directory);
  t.teardown(() => {
    database.connection.close();
  });
  return createConnectionNotes(
    wish,
    createToldStore(database, () => undefined),
    () => 1000,
  );
};

test('the note is due once, for this dxtop and the next', (t) => {
  const directory = createTemporaryDirectory(t);
  const notes = open(t, directory, 'once');
  t.deepEqual(notes.claimNote(job), {networkAccess: [clean('*')]});
  t.is(notes.claimNote(job), undefined);
  t.is(open(t, directory, 'once').claimNote(job), undefined);
});

test('who wants it always gets it always, and who never wants it never', (t) => {
  const directory = createTemporaryDirectory(t);
  t.is(open(t, directory, 'never').claimNote(job), undefined);
  const always = open(t, directory, 'always');
  t.truthy(always.claimNote(job));
  t.truthy(always.claimNote(job));
});

test('where nothing can be saved it is shown once in each run', (t) => {
  const notes = open(t, '/proc/nowhere', 'once');
  t.truthy(notes.claimNote(job));
  t.is(notes.claimNote(job), undefined);
});
