import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import {followLogin} from '../../../source/services/settings/follow-login.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

/** The user's own files, those of the shell session 40, and a login that follows them as the program does. */
const setUp = (t: ExecutionContext, user?: string) => {
  const root = createTemporaryDirectory(t);
  const conf = join(root, '.dnanexus_config');
  const session = join(conf, 'sessions', '40');
  const toFile = (token: string, others: object = {}) => ({
    DX_SECURITY_CONTEXT: JSON.stringify({auth_token: token, auth_token_type: 'Bearer'}),
    ...others,
  });
  const save = (directory: string, token: string, others?: object) => {
    putFile(directory, 'environment.json', toFile(token, others));
  };
  const read = (parentProcessId?: number) =>
    readDxSettings({
      environment: {},
      homeDirectory: root,
      parentProcessId,
      systemDirectory: join(root, 'system'),
      findParent: () => undefined,
    });
  save(conf, 'first');
  save(session, 'first');
  const name = (user: string) => {
    for (const place of [conf, session]) putFile(place, 'DX_USERNAME', user);
  };
  if (user !== undefined) name(user);
  const {settings, renew} = followLogin(read(40), () => [read(40), read()]);
  return {conf, session, save, name, settings, renew, token: () => settings.token?.reveal()};
};

test('the token of a login in the same shell is taken', (t) => {
  const {session, save, renew, token} = setUp(t);
  t.is(renew(), 'same');
  save(session, 'second');
  t.is(renew(), 'renewed');
  t.is(token(), 'second');
  // The user's own files still have the one that was refused.
  t.is(renew(), 'same');
  t.is(token(), 'second');
});

test('so is that of a login in another window, which the files of our shell know nothing of', (t) => {
  const {conf, save, renew, token} = setUp(t);
  save(conf, 'second');
  t.is(renew(), 'renewed');
  t.is(token(), 'second');
});

for (const [what, others] of [
  ['another user', {DX_USERNAME: 'franklin'}],
  ['another server', {DX_APISERVER_HOST: 'elsewhere.example'}],
  ['another port', {DX_APISERVER_PORT: '8443'}],
  ['another protocol', {DX_APISERVER_PROTOCOL: 'http', DX_APISERVER_HOST: '127.0.0.1'}],
] as const) {
  test(`a login for ${what} is left alone`, (t) => {
    const {conf, session, save, name, renew, token} = setUp(t, 'rosalind');
    const {DX_USERNAME: user = 'rosalind', ...server} = {DX_USERNAME: undefined, ...others};
    name(user);
    for (const place of [conf, session]) save(place, 'second', server);
    t.is(renew(), 'somebody-else');
    t.is(token(), 'first');
  });
}

test('a login that leaves the first name there is, is taken', (t) => {
  const {conf, save, name, renew, token} = setUp(t);
  name('rosalind');
  save(conf, 'second');
  t.is(renew(), 'renewed');
  t.is(token(), 'second');
});

test('a logout, and files that cannot be read, change nothing', (t) => {
  const {conf, session, save, renew, token} = setUp(t);
  for (const place of [conf, session]) save(place, 'PUBLIC');
  t.is(renew(), 'same');
  mkdirSync(session, {recursive: true});
  for (const place of [conf, session]) writeFileSync(join(place, 'environment.json'), '{"DX_SECURITY');
  t.is(renew(), 'same');
  for (const place of [conf, session]) save(place, 'second', {DX_APISERVER_HOST: 'no host'});
  t.is(renew(), 'same');
  t.is(token(), 'first');
});
