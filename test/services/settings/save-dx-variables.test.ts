import {existsSync, mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {DxVariablesOptions} from '../../../source/services/settings/dx-variables.ts';
import {readDxVariables} from '../../../source/services/settings/dx-variables.ts';
import {saveDxVariables} from '../../../source/services/settings/save-dx-variables.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

/** A home of its own; the shell is process 50, and 40 is the shell that it was started from. */
const start = (t: ExecutionContext, environment: NodeJS.ProcessEnv = {}) => {
  const home = createTemporaryDirectory(t);
  const options: DxVariablesOptions = {
    environment,
    homeDirectory: home,
    parentProcessId: 50,
    systemDirectory: '/nonexistent',
    findParent: (processId) => (processId === 50 ? 40 : undefined),
  };
  return {options, conf: join(home, '.dnanexus_config')};
};

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const readJson = (directory: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(directory, 'environment.json'), 'utf8')) as Record<string, unknown>;

test('the files are those of the official client, for the user and for the shell', (t) => {
  const {options, conf} = start(t);
  saveDxVariables(options, {DX_SECURITY_CONTEXT: '{"auth_token":"é"}', DX_USERNAME: 'alice'});
  for (const directory of [conf, join(conf, 'sessions', '50')]) {
    t.is(modeOf(directory), '700');
    t.is(
      readFileSync(join(directory, 'environment.json'), 'utf8'),
      `{
    "DX_APISERVER_HOST": "api.dnanexus.com",
    "DX_APISERVER_PORT": "443",
    "DX_APISERVER_PROTOCOL": "https",
    "DX_SECURITY_CONTEXT": "{\\"auth_token\\":\\"\\u00e9\\"}",
    "DX_USERNAME": "alice"
}
`,
    );
    t.is(readFileSync(join(directory, 'DX_CLI_WD'), 'utf8'), '/');
    t.is(readFileSync(join(directory, 'DX_USERNAME'), 'utf8'), 'alice');
    t.is(readFileSync(join(directory, 'DX_PROJECT_CONTEXT_NAME'), 'utf8'), '');
    for (const name of ['environment.json', 'DX_CLI_WD', 'DX_USERNAME', 'DX_PROJECT_CONTEXT_NAME']) {
      t.is(modeOf(join(directory, name)), '600');
    }
  }
  t.is(modeOf(join(conf, 'unsetenv')), '644');
  t.regex(readFileSync(join(conf, 'unsetenv'), 'utf8'), /^(unset DX_\w+\n){7}$/);
});

test('the session of an older shell is the one that is written, and no other is made', (t) => {
  const {options, conf} = start(t);
  const session = join(conf, 'sessions', '40');
  putFile(session, 'environment.json', {DX_PROJECT_CONTEXT_ID: 'project-session'});
  putFile(conf, 'environment.json', {DX_PROJECT_CONTEXT_ID: 'project-user'});
  saveDxVariables(options, {DX_USERNAME: 'alice'});
  t.deepEqual(readdirSync(join(conf, 'sessions')), ['40']);
  t.is(readJson(session)['DX_PROJECT_CONTEXT_ID'], 'project-session');
  t.is(readJson(conf)['DX_PROJECT_CONTEXT_ID'], 'project-session');
  t.is(readDxVariables(options).values.get('DX_USERNAME'), 'alice');
});

test('nothing else is lost: entries that nobody knows, an older unsetenv, keys', (t) => {
  const {options, conf} = start(t);
  putFile(conf, 'environment.json', {DX_JOB_ID: 'job-1', OTHER: {kept: true}}, 0o644);
  putFile(conf, 'unsetenv', 'my own');
  putFile(conf, 'ssh_id', 'a key');
  saveDxVariables(options, {DX_USERNAME: 'alice'});
  t.deepEqual(readJson(conf)['OTHER'], {kept: true});
  t.is(readJson(conf)['DX_JOB_ID'], 'job-1');
  t.is(readFileSync(join(conf, 'unsetenv'), 'utf8'), 'my own');
  t.is(readFileSync(join(conf, 'ssh_id'), 'utf8'), 'a key');
  t.is(modeOf(join(conf, 'environment.json')), '600');
});

test('a broken file is set aside', (t) => {
  const {options, conf} = start(t);
  putFile(conf, 'environment.json', '{"DX_USERNAME": ');
  saveDxVariables(options, {DX_USERNAME: 'alice'});
  t.is(readFileSync(join(conf, 'environment.json.bad'), 'utf8'), '{"DX_USERNAME": ');
  t.is(readJson(conf)['DX_USERNAME'], 'alice');
});

test('what the shell has set counts, as with the official client', (t) => {
  const {options, conf} = start(t, {DX_PROJECT_CONTEXT_ID: 'project-shell'});
  saveDxVariables(options, {});
  t.is(readJson(conf)['DX_PROJECT_CONTEXT_ID'], 'project-shell');
});

test('where nothing can be written it says so', (t) => {
  const {options, conf} = start(t);
  mkdirSync(join(conf, 'environment.json'), {recursive: true});
  putFile(join(conf, 'environment.json'), 'inside', '');
  mkdirSync(join(conf, 'environment.json.bad'));
  putFile(join(conf, 'environment.json.bad'), 'inside', '');
  t.throws(() => saveDxVariables(options, {}), {name: 'ConfigError', message: /cannot be set aside/});
  t.true(existsSync(join(conf, 'environment.json', 'inside')));
});
