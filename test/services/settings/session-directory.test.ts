import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {findSessionDirectory} from '../../../source/services/settings/session-directory.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

/** dxtop's parent is 50, its parent 40, and so on; 1 has none. */
const parents = new Map([
  [50, 40],
  [40, 30],
  [30, 1],
]);
const findParent = (processId: number) => parents.get(processId);

const table: ReadonlyArray<
  readonly [title: string, sessions: readonly string[], expected: string | undefined]
> = [
  ['none', [], undefined],
  ['of the parent', ['50'], '50'],
  ['of an ancestor', ['30'], '30'],
  ['of two, the nearer one', ['30', '40'], '40'],
  ['of the first process', ['1'], '1'],
  ['of strangers only', ['51', '4', 'abc'], undefined],
];

for (const [title, sessions, expected] of table) {
  test(`the session directory: ${title}`, (t) => {
    const directory = createTemporaryDirectory(t);
    for (const session of sessions) mkdirSync(join(directory, 'sessions', session), {recursive: true});
    const found = findSessionDirectory(directory, 50, findParent);
    t.is(found, expected && join(directory, 'sessions', expected));
  });
}

test('without a sessions directory nobody is asked for parents', (t) => {
  const never = () => t.fail();
  t.is(findSessionDirectory(createTemporaryDirectory(t), 50, never as () => undefined), undefined);
});

test('a process that is its own ancestor does not keep us for ever', (t) => {
  const directory = createTemporaryDirectory(t);
  mkdirSync(join(directory, 'sessions', '7'), {recursive: true});
  t.is(
    findSessionDirectory(directory, 50, (processId) => (processId === 50 ? 40 : 50)),
    undefined,
  );
});

test("a sessions directory that is a file, or someone else's, is no session", (t) => {
  const directory = createTemporaryDirectory(t);
  putFile(directory, 'sessions', '');
  t.is(findSessionDirectory(directory, 50, findParent), undefined);
});

test("the real process tree leads from a child to this process's parent", (t) => {
  const directory = createTemporaryDirectory(t);
  const expected = join(directory, 'sessions', String(process.ppid));
  mkdirSync(expected, {recursive: true});
  // Starting at ourselves, one step up is needed.
  t.is(findSessionDirectory(directory, process.pid), expected);
});
