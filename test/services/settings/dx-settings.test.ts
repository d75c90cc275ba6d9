import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {ConfigError, toSentence} from '../../../source/model/errors.ts';
import type {ApiServer} from '../../../source/services/settings/api-server.ts';
import {
  type DxSettings,
  readDxSettings,
  requireToken,
} from '../../../source/services/settings/dx-settings.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

const CANARY = 'canary-e1f0';

const context = (token: string, type = 'Bearer') =>
  JSON.stringify({auth_token: token, auth_token_type: type});

/** What is where; each file is an `environment.json`, or the text of one. */
interface Places {
  readonly system?: string | object;
  readonly conf?: string | object;
  readonly session?: string | object;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Reads settings in a home of their own, in which the shell session is that of process 40, the parent's parent. */
const read = (t: ExecutionContext, {system, conf, session, environment = {}}: Places): DxSettings => {
  const root = createTemporaryDirectory(t);
  const home = join(root, 'home');
  if (system !== undefined) putFile(join(root, 'system'), 'environment.json', system);
  if (conf !== undefined) putFile(join(home, '.dnanexus_config'), 'environment.json', conf);
  if (session !== undefined) {
    putFile(join(home, '.dnanexus_config', 'sessions', '40'), 'environment.json', session);
  }
  return readDxSettings({
    environment,
    homeDirectory: home,
    parentProcessId: 50,
    systemDirectory: join(root, 'system'),
    findParent: (processId) => (processId === 50 ? 40 : undefined),
  });
};

test('with nothing anywhere, it is the platform itself, and nobody is logged in', (t) => {
  const settings = read(t, {});
  t.deepEqual(settings.apiServer, {protocol: 'https', host: 'api.dnanexus.com', port: 443});
  t.is(settings.token, undefined);
  t.is(settings.projectContextId, undefined);
  t.deepEqual(settings.notices, []);
  const error = t.throws(() => requireToken(settings), {instanceOf: ConfigError});
  t.is(
    toSentence(error),
    'You are not logged in. Run `dxtop login`, or set DX_SECURITY_CONTEXT, and start dxtop again.',
  );
});

const project = (name: string) => ({DX_PROJECT_CONTEXT_ID: `project-${name}`});

const precedence: ReadonlyArray<readonly [title: string, places: Places, expected: string | undefined]> = [
  ['the system directory', {system: project('system')}, 'project-system'],
  ['the user before the system', {system: project('system'), conf: project('conf')}, 'project-conf'],
  [
    'the session before the user',
    {system: project('system'), conf: project('conf'), session: project('session')},
    'project-session',
  ],
  [
    'the environment before all',
    {
      system: project('system'),
      conf: project('conf'),
      session: project('session'),
      environment: project('environment'),
    },
    'project-environment',
  ],
  [
    'each variable by itself',
    {conf: {...project('conf'), DX_APISERVER_HOST: 'a.example'}, session: {DX_APISERVER_HOST: 'b.example'}},
    'project-conf',
  ],
  [
    'an empty one in the environment takes it away',
    {conf: project('conf'), environment: {DX_PROJECT_CONTEXT_ID: ''}},
    undefined,
  ],
];

for (const [title, places, expected] of precedence) {
  test(`precedence: ${title}`, (t) => {
    t.is(read(t, places).projectContextId, expected);
  });
}

test('a file of one value wins over environment.json beside it, and not over a later directory', (t) => {
  const root = createTemporaryDirectory(t);
  const conf = join(root, '.dnanexus_config');
  putFile(conf, 'environment.json', {DX_USERNAME: 'from-json'});
  putFile(conf, 'DX_USERNAME', 'from-file\n');
  const options = {environment: {}, homeDirectory: root, parentProcessId: 50, systemDirectory: root};
  t.is(String(readDxSettings(options).username), 'from-file');
  putFile(join(conf, 'sessions', '50'), 'environment.json', {DX_USERNAME: 'from-session'});
  t.is(String(readDxSettings(options).username), 'from-session');
});

test('DX_USER_CONF_DIR moves the directory, with ~ for the home', (t) => {
  const root = createTemporaryDirectory(t);
  putFile(join(root, 'elsewhere'), 'environment.json', project('elsewhere'));
  for (const path of ['~/elsewhere', join(root, 'elsewhere')]) {
    const settings = readDxSettings({
      environment: {DX_USER_CONF_DIR: path},
      homeDirectory: root,
      parentProcessId: 50,
      systemDirectory: root,
    });
    t.is(settings.confDirectory, join(root, 'elsewhere'));
    t.is(settings.projectContextId, 'project-elsewhere');
  }
});

test('the token comes with its type, and is nowhere to be seen', (t) => {
  const settings = read(t, {conf: {DX_SECURITY_CONTEXT: context(CANARY, 'Special')}});
  t.is(requireToken(settings).reveal(), CANARY);
  t.is(settings.tokenType, 'Special');
  t.false(inspect(settings, {depth: 9, showHidden: true}).includes(CANARY));
  t.false(JSON.stringify(settings).includes(CANARY));
});

const noToken: ReadonlyArray<readonly [title: string, value: string, hasNotice: boolean]> = [
  ['PUBLIC, which a logout leaves behind', context('PUBLIC'), false],
  ['PUBLIC without JSON', 'PUBLIC', false],
  ['nothing', '', false],
  ['an empty token', context(''), false],
  ['no JSON', `{"auth_token": "${CANARY}`, true],
  ['no object', JSON.stringify(CANARY), true],
  ['null', 'null', true],
  ['no token in it', JSON.stringify({token: CANARY}), true],
  ['a token of another type', JSON.stringify({auth_token: 7}), true],
  ['a token with a line break', context(`${CANARY}\r\nX-Evil: 1`), true],
  ['a token type with a line break', context(CANARY, 'Bearer\r\n'), true],
  ['a huge token', context(CANARY.repeat(1000)), true],
];

for (const [title, value, hasNotice] of noToken) {
  test(`not logged in: ${title}`, (t) => {
    // The broken one is not replaced by an older one: that might be somebody else's.
    const settings = read(t, {
      conf: {DX_SECURITY_CONTEXT: context('older')},
      environment: {DX_SECURITY_CONTEXT: value},
    });
    t.is(settings.token, undefined);
    t.is(settings.notices.length, hasNotice ? 1 : 0);
    t.false(settings.notices.join('').includes(CANARY));
    if (hasNotice)
      t.regex(
        settings.notices[0] ?? '',
        /DX_SECURITY_CONTEXT from the environment .* Correct it, or unset it\./,
      );
  });
}

test('who is not logged in is told what is wrong with the token, and what helps where it is', (t) => {
  const what = 'is not {"auth_token": …, "auth_token_type": …}';
  const told = (places: Places): string => toSentence(t.throws(() => requireToken(read(t, places))));
  t.true(
    told({environment: {DX_SECURITY_CONTEXT: '{"auth_token":'}}).startsWith(
      `You are not logged in. DX_SECURITY_CONTEXT from the environment ${what}. Correct it, or unset it. `,
    ),
  );
  t.true(told({conf: {DX_SECURITY_CONTEXT: '{"auth_token":'}}).includes(` ${what}. Run \`dxtop login\`. `));
  t.true(told({conf: '{"DX_SECURITY'}).includes('environment.json is not a JSON object'));
});

const broken: ReadonlyArray<readonly [title: string, content: string, phrase: RegExp]> = [
  ['truncated', '{"DX_PROJECT_CONTEXT_ID": "project-1', /is not a JSON object/],
  ['binary', '\u0000\u0001\u001B[2J', /is not a JSON object/],
  ['a list', '[]', /is not a JSON object/],
  ['null', 'null', /is not a JSON object/],
  ['of other types', '{"DX_PROJECT_CONTEXT_ID": 7, "x": 8}', /DX_PROJECT_CONTEXT_ID in .* is not a text/],
  ['huge', `{"a": "${'x'.repeat(300_000)}"}`, /is larger than 262144 bytes/],
];

for (const [title, content, phrase] of broken) {
  test(`an environment.json that is ${title} is left out and named`, (t) => {
    const settings = read(t, {
      system: project('system'),
      conf: content,
      environment: {DX_SECURITY_CONTEXT: context('t')},
    });
    t.is(settings.projectContextId, 'project-system');
    t.is(settings.token?.reveal(), 't');
    t.is(settings.notices.length, 1);
    t.regex(settings.notices[0] ?? '', phrase);
    t.regex(settings.notices[0] ?? '', /\.dnanexus_config\/environment\.json/);
    t.regex(settings.notices[0] ?? '', /Repair it, or run `dxtop login` again\./);
  });
}

test('an empty environment.json says nothing', (t) => {
  t.deepEqual(read(t, {conf: ''}).notices, []);
});

test('a field called __proto__ in a file changes nobody', (t) => {
  const settings = read(t, {conf: '{"__proto__": {"DX_PROJECT_CONTEXT_ID": "project-evil"}}'});
  t.is(settings.projectContextId, undefined);
  t.false('DX_PROJECT_CONTEXT_ID' in {});
});

test('a pipe in the place of a file does not keep us', (t) => {
  const root = createTemporaryDirectory(t);
  mkdirSync(join(root, '.dnanexus_config'));
  execFileSync('mkfifo', [join(root, '.dnanexus_config', 'environment.json')]);
  const {notices} = readDxSettings({
    environment: {},
    homeDirectory: root,
    parentProcessId: 50,
    systemDirectory: root,
  });
  t.regex(notices[0] ?? '', /environment\.json is not a regular file/);
});

const servers: ReadonlyArray<readonly [environment: NodeJS.ProcessEnv, expected: ApiServer]> = [
  [{DX_APISERVER_HOST: 'a.example'}, {protocol: 'https', host: 'a.example', port: 443}],
  [{DX_APISERVER_PORT: '8443'}, {protocol: 'https', host: 'api.dnanexus.com', port: 8443}],
  [{DX_APISERVER_PORT: ''}, {protocol: 'https', host: 'api.dnanexus.com', port: 443}],
  [
    {DX_APISERVER_PROTOCOL: 'http', DX_APISERVER_HOST: '127.0.0.1', DX_APISERVER_PORT: '8080'},
    {protocol: 'http', host: '127.0.0.1', port: 8080},
  ],
  [
    {DX_APISERVER_PROTOCOL: 'http', DX_APISERVER_HOST: '[::1]', DX_APISERVER_PORT: '8080'},
    {protocol: 'http', host: '::1', port: 8080},
  ],
];

for (const [environment, expected] of servers) {
  test(`the API server: ${JSON.stringify(environment)}`, (t) => {
    t.deepEqual(read(t, {environment}).apiServer, expected);
  });
}

const wrongServers: ReadonlyArray<readonly [places: Places, sentence: RegExp]> = [
  [{environment: {DX_APISERVER_PROTOCOL: 'ftp'}}, /DX_APISERVER_PROTOCOL from the environment is "ftp"/],
  [
    {environment: {DX_APISERVER_HOST: 'a b'}},
    /DX_APISERVER_HOST from the environment is "a b", which is not a host name/,
  ],
  [{environment: {DX_APISERVER_HOST: 'a/b@c'}}, /DX_APISERVER_HOST/],
  [{environment: {DX_APISERVER_HOST: '-a'}}, /DX_APISERVER_HOST/],
  [{environment: {DX_APISERVER_PORT: '0'}}, /DX_APISERVER_PORT/],
  [{environment: {DX_APISERVER_PORT: '65536'}}, /DX_APISERVER_PORT/],
  [{environment: {DX_APISERVER_PORT: '1e3'}}, /DX_APISERVER_PORT/],
  [{conf: {DX_APISERVER_PORT: 'x'}}, /DX_APISERVER_PORT from .*environment\.json is "x"/],
  [
    {environment: {DX_APISERVER_PROTOCOL: 'http', DX_APISERVER_HOST: 'api.example'}},
    /would send your token unencrypted to api\.example/,
  ],
];

for (const [places, sentence] of wrongServers) {
  test(`an address that cannot be the one that was meant stops us: ${JSON.stringify(places)}`, (t) => {
    const error = t.throws(() => read(t, places), {instanceOf: ConfigError});
    t.regex(error.summary, sentence);
    t.not(error.remedy, '');
  });
}

test('DX_CA_CERT names a file; NOVERIFY is told, and not done', (t) => {
  t.is(read(t, {environment: {DX_CA_CERT: '/ca.pem'}}).caCertPath, '/ca.pem');
  const settings = read(t, {environment: {DX_CA_CERT: 'NOVERIFY', DX_USE_OS_CA_BUNDLE: '1'}});
  t.is(settings.caCertPath, undefined);
  t.true(settings.usesSystemCa);
  t.regex(settings.notices[0] ?? '', /dxtop verifies certificates anyway/);
});

test('proxy variables count in lower case before upper case, and keep their passwords', (t) => {
  const {proxyEnvironment} = read(t, {
    environment: {
      https_proxy: `http://a:${CANARY}@p:1`,
      HTTPS_PROXY: 'http://q:2',
      HTTP_PROXY: 'http://r:3',
      http_proxy: '',
      NO_PROXY: 'x',
    },
  });
  t.deepEqual(proxyEnvironment.reveal(), {
    https_proxy: `http://a:${CANARY}@p:1`,
    http_proxy: 'http://r:3',
    no_proxy: 'x',
  });
  t.false(inspect({proxyEnvironment}, {depth: 9, showHidden: true}).includes(CANARY));
});
