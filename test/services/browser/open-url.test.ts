import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createUrlOpener} from '../../../source/services/browser/open-url.ts';

const WEBSITE = 'platform.dnanexus.com';
const URL =
  'https://platform.dnanexus.com/panx/projects/Jv5QGX8jFz7Yv9QkZ4b2G5gQ/monitor/job/Jv5QGX8jFz7Yv9QkZ4b2G5gR';

/** A folder for the PATH, whose programs write down what they are given. */
const createFolder = (t: ExecutionContext) => {
  const path = mkdtempSync(join(tmpdir(), 'dxtop-browser-'));
  t.teardown(() => {
    rmSync(path, {recursive: true});
  });
  const told = join(path, 'told');
  return {
    path,
    add: (name: string, status = 0) => {
      const file = join(path, name);
      // The shell's own words only: there is nothing else on this PATH.
      writeFileSync(
        file,
        `#!/bin/sh\nprintf '%s\\n' "${name}" "$@" "token:$DX_SECURITY_CONTEXT" "home:$HOME" >"${told}"\nexit ${String(status)}\n`,
      );
      chmodSync(file, 0o700);
    },
    told: () => (existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : undefined),
  };
};

test('a URL is the only argument of xdg-open, which gets no token', async (t) => {
  const folder = createFolder(t);
  folder.add('xdg-open');
  const open = createUrlOpener(
    {PATH: folder.path, DISPLAY: ':0', HOME: '/home/ada', DX_SECURITY_CONTEXT: 'secret'},
    WEBSITE,
    'linux',
  );
  t.deepEqual(await open(URL), {kind: 'opened'});
  t.deepEqual(folder.told(), ['xdg-open', URL, 'token:', 'home:/home/ada']);
});

test('macOS has open, and needs no display', async (t) => {
  const folder = createFolder(t);
  folder.add('open');
  t.deepEqual(await createUrlOpener({PATH: folder.path}, WEBSITE, 'darwin')(URL), {kind: 'opened'});
  t.is(folder.told()?.[1], URL);
});

const unopened: ReadonlyArray<readonly [string, NodeJS.ProcessEnv, RegExp]> = [
  ['over SSH', {DISPLAY: ':0', SSH_CONNECTION: '10.0.0.1 22 10.0.0.2 22'}, /over SSH/],
  ['without a display', {}, /there is no display/],
];
for (const [when, environment, reason] of unopened) {
  test(`nothing is opened ${when}, with the reason`, async (t) => {
    const folder = createFolder(t);
    folder.add('xdg-open');
    const opening = await createUrlOpener({...environment, PATH: folder.path}, WEBSITE, 'linux')(URL);
    t.regex(opening.kind === 'refused' ? opening.reason : '', reason);
    t.is(folder.told(), undefined);
  });
}

test('where xdg-open is not installed that is the reason', async (t) => {
  const {path} = createFolder(t);
  const opening = await createUrlOpener({PATH: path, DISPLAY: ':0'}, WEBSITE, 'linux')(URL);
  t.deepEqual(opening, {kind: 'refused', reason: 'there is no xdg-open on your PATH'});
});

test('an opener that fails is named with its status', async (t) => {
  const folder = createFolder(t);
  folder.add('xdg-open', 3);
  const opening = await createUrlOpener(
    {PATH: folder.path, WAYLAND_DISPLAY: 'wayland-0'},
    WEBSITE,
    'linux',
  )(URL);
  t.regex(opening.kind === 'refused' ? opening.reason : '', /xdg-open ended with 3$/);
});

test('$BROWSER goes first, with the URL where it says, also over SSH', async (t) => {
  const folder = createFolder(t);
  folder.add('xdg-open');
  folder.add('bridge');
  const open = createUrlOpener(
    {PATH: folder.path, BROWSER: 'absent:bridge --new %s --last', SSH_CONNECTION: 'x'},
    WEBSITE,
    'linux',
  );
  t.deepEqual(await open(URL), {kind: 'opened'});
  t.deepEqual(folder.told()?.slice(0, 4), ['bridge', '--new', URL, '--last']);
});

test('when the program of $BROWSER fails the next one opens it', async (t) => {
  const folder = createFolder(t);
  folder.add('broken', 1);
  folder.add('xdg-open');
  const open = createUrlOpener({PATH: folder.path, BROWSER: 'broken', DISPLAY: ':0'}, WEBSITE, 'linux');
  t.deepEqual(await open(URL), {kind: 'opened'});
  t.is(folder.told()?.[0], 'xdg-open');
});

test('no shell is in between: an entry of $BROWSER that needs one is left out', async (t) => {
  const folder = createFolder(t);
  folder.add('bridge');
  folder.add('xdg-open');
  const BROWSER = 'bridge;touch x:bridge $(id):./bridge:bridge "a b"';
  t.deepEqual(await createUrlOpener({PATH: folder.path, BROWSER, DISPLAY: ':0'}, WEBSITE, 'linux')(URL), {
    kind: 'opened',
  });
  t.is(folder.told()?.[0], 'xdg-open');
});

for (const url of [
  'http://platform.dnanexus.com/panx/projects/Jv5QGX8jFz7Yv9QkZ4b2G5gQ/monitor/job/Jv5QGX8jFz7Yv9QkZ4b2G5gR',
  'https://platform.dnanexus.com.evil.example/',
  `${URL}?x`,
  '--help',
  'file:///etc/passwd',
]) {
  test(`no program gets ${url}`, async (t) => {
    const folder = createFolder(t);
    folder.add('xdg-open');
    const opening = await createUrlOpener({PATH: folder.path, DISPLAY: ':0'}, WEBSITE, 'linux')(url);
    t.is(opening.kind, 'refused');
    t.is(folder.told(), undefined);
  });
}

test('of a website that is not known nothing is opened, and of another one its own pages only', async (t) => {
  const folder = createFolder(t);
  folder.add('xdg-open');
  const environment = {PATH: folder.path, DISPLAY: ':0'};
  t.is((await createUrlOpener(environment, undefined, 'linux')(URL)).kind, 'refused');
  const open = createUrlOpener(environment, 'staging.dnanexus.com', 'linux');
  t.is((await open(URL)).kind, 'refused');
  t.is((await open(URL.replace('platform.', 'stagingXdnanexus.'))).kind, 'refused');
  t.is(folder.told(), undefined);
  t.is((await open(URL.replace('platform', 'staging'))).kind, 'opened');
});
