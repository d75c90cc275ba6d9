import test from 'ava';
import type {ExecutionContext} from 'ava';
import {toFirstFrameKey} from '../../../source/services/first-frame/first-frame-key.ts';
import {readStart} from '../../../source/services/first-frame/read-start.ts';
import {createTemporaryDirectory, putFile} from '../settings/temporary-directory.ts';

const TOKEN = JSON.stringify({auth_token: 'token-of-this-account', auth_token_type: 'Bearer'});

const createPlaces = (t: ExecutionContext) => {
  const homeDirectory = createTemporaryDirectory(t);
  const find = (more: NodeJS.ProcessEnv = {}) => {
    const environment = {DX_SECURITY_CONTEXT: TOKEN, TERM: 'xterm', ...more};
    const start = readStart({environment, homeDirectory, platform: 'linux', parentProcessId: 1});
    return start && toFirstFrameKey(start, environment);
  };
  return {homeDirectory, find};
};

test('the key stays while nothing is different, and does not show the token', (t) => {
  const {find} = createPlaces(t);
  t.is(find(), find());
  t.regex(find() ?? '', /^[\da-f]{64}$/);
  t.is(find({SOMETHING: 'else'}), find());
});

for (const [name, value] of Object.entries({
  DX_SECURITY_CONTEXT: JSON.stringify({auth_token: 'token-of-another', auth_token_type: 'Bearer'}),
  DX_APISERVER_HOST: 'stagingapi.dnanexus.com',
  DX_APISERVER_PORT: '8443',
  DX_USERNAME: 'somebody',
  TERM: 'screen',
  COLORTERM: 'truecolor',
  TERM_PROGRAM: 'a terminal',
  NO_COLOR: '1',
  FORCE_COLOR: '3',
  LC_ALL: 'C',
  LC_CTYPE: 'C',
  LANG: 'C',
  TZ: 'Asia/Tokyo',
})) {
  test(`the key is another with another ${name}`, (t) => {
    const {find} = createPlaces(t);
    t.not(find({[name]: value}), find());
    t.truthy(find({[name]: value}));
  });
}

test('the key is another once the settings or the account of the official client are', (t) => {
  const {homeDirectory, find} = createPlaces(t);
  const keys = [find()];
  putFile(homeDirectory, '.config/dxtop/config.toml', '[display]\nascii = true\n');
  keys.push(find());
  putFile(homeDirectory, '.dnanexus_config/environment.json', {DX_APISERVER_PORT: '8443'});
  keys.push(find());
  t.is(new Set(keys).size, 3);
  t.false(keys.includes(undefined));
});

test('there is no key for nobody, for no server, and for settings that cannot be read', (t) => {
  const {homeDirectory, find} = createPlaces(t);
  t.is(find({DX_SECURITY_CONTEXT: undefined}), undefined);
  t.is(find({DX_APISERVER_PORT: 'none'}), undefined);
  putFile(homeDirectory, '.config/dxtop/config.toml', 'x'.repeat(256 * 1024 + 1));
  t.is(find(), undefined);
});
