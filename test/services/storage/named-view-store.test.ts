import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {ALL} from '../../../source/model/chosen-view.ts';
import type {SavedView} from '../../../source/model/named-view.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {createNamedViewStore} from '../../../source/services/storage/named-view-store.ts';

const SERVER = {protocol: 'https', host: 'api.dnanexus.com', port: 443} as const;

/** A state folder, and stores on it as separate programs open them. */
const setUp = (t: ExecutionContext) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-named-views-'));
  t.teardown(() => {
    rmSync(directory, {recursive: true});
  });
  const troubles: string[] = [];
  const open = (server: Parameters<typeof createNamedViewStore>[1] = SERVER) => {
    const database = openDatabase(directory);
    t.teardown(() => {
      if (database.connection.isOpen) database.connection.close();
    });
    const store = createNamedViewStore(database, server, (notice) => troubles.push(notice));
    return {...store, connection: database.connection};
  };
  return {open, troubles};
};

const toView = (name: string, filterText = name): SavedView => ({
  name: clean(name),
  chosen: {...ALL, filterText},
  scope: undefined,
  span: undefined,
});

const namesOf = ({list}: {readonly list: () => readonly SavedView[]}) => list().map(({name}) => String(name));

test('a view is kept with all that it has, for the platform that it was saved on', (t) => {
  const {open} = setUp(t);
  const view: SavedView = {
    name: clean('costly'),
    chosen: {
      filterText: 'cost>5',
      isFlat: true,
      sort: {by: 'cost', isReversed: true},
      columns: ['tags', 'cost'],
    },
    scope: {
      isEveryone: true,
      project: {id: 'project-Jv5QGX8jFz7Yv9QkZ4b2G5gQ', name: clean('lab')},
    },
    span: 7 * 24 * 3_600_000,
  };
  t.is(open().save(view, false), 'done');
  const longest: SavedView = {...toView('plain'), span: 'all'};
  t.is(open().save(longest, false), 'done');
  t.deepEqual(open().list(), [view, longest]);
  t.deepEqual(open({...SERVER, host: 'stagingapi.dnanexus.com'}).list(), []);
});

test('a name that is taken is replaced only when that is wanted, and the view keeps its place', (t) => {
  const store = setUp(t).open();
  store.save(toView('one', 'old'), false);
  store.save(toView('two'), false);
  t.is(store.save(toView('one', 'new'), false), 'taken');
  t.is(store.list()[0]?.chosen.filterText, 'old');
  t.is(store.save(toView('one', 'new'), true), 'done');
  t.deepEqual(store.list(), [toView('one', 'new'), toView('two')]);
});

test('a view that is renamed keeps its place, and takes no name of another', (t) => {
  const store = setUp(t).open();
  for (const name of ['one', 'two', 'three']) store.save(toView(name), false);
  t.is(store.rename(clean('one'), clean('first')), 'done');
  t.is(store.rename(clean('two'), clean('three')), 'taken');
  t.is(store.rename(clean('four'), clean('five')), 'gone');
  t.deepEqual(namesOf(store), ['first', 'two', 'three']);
});

test('a view that is deleted is gone, once', (t) => {
  const store = setUp(t).open();
  store.save(toView('one'), false);
  t.is(store.remove(clean('one')), 'done');
  t.is(store.remove(clean('one')), 'gone');
  t.deepEqual(namesOf(store), []);
});

test('of two dxtops neither loses what the other has saved', (t) => {
  const {open} = setUp(t);
  const [one, other] = [open(), open()];
  for (let number = 0; number < 20; number++) {
    one.save(toView(`a${number}`), false);
    other.save(toView(`b${number}`), false);
    t.is(other.save(toView(`a${number}`, 'lost'), false), 'taken');
  }

  one.rename(clean('a0'), clean('c'));
  other.remove(clean('b0'));
  t.is(namesOf(one).length, 39);
  t.deepEqual(one.list(), other.list());
  t.false(one.list().some(({chosen}) => chosen.filterText === 'lost'));
});

test('what another program wrote there is no more than a view that shows everything', (t) => {
  const {open} = setUp(t);
  const store = open();
  const insert = store.connection.prepare('INSERT INTO named_views (key, name, view) VALUES (?, ?, ?)');
  insert.run(
    'https://api.dnanexus.com:443',
    'a\x1b[2Jb',
    '{"filterText":7,"scope":{"project":{"id":"x"}},"span":-1}',
  );
  insert.run('https://api.dnanexus.com:443', 'no json', '{');
  t.deepEqual(store.list(), [
    {name: clean('a␛[2Jb'), chosen: ALL, scope: {isEveryone: false, project: undefined}, span: undefined},
    {name: clean('no json'), chosen: ALL, scope: undefined, span: undefined},
  ]);
});

test('where the state file cannot be used nothing is saved, and that is said once', (t) => {
  const {open, troubles} = setUp(t);
  const store = open();
  store.connection.close();
  t.is(store.save(toView('one'), false), 'failed');
  t.is(store.rename(clean('one'), clean('two')), 'failed');
  t.is(store.remove(clean('one')), 'failed');
  t.deepEqual(store.list(), []);
  t.is(troubles.length, 1);
  t.regex(troubles[0] ?? '', /^Saved views can't be saved: /);
});
