import test from 'ava';
import type {ApiServer} from '../../../source/services/settings/api-server.ts';
import {toAuthServer} from '../../../source/services/settings/auth-server.ts';

const api = (host: string): ApiServer => ({protocol: 'https', host, port: 443});
const LOCAL = {DX_AUTHSERVER_HOST: 'http://127.0.0.1', DX_AUTHSERVER_PORT: '8124'};

test('each known API has its own server, over TLS', (t) => {
  t.deepEqual(toAuthServer(api('api.dnanexus.com'), {}), {
    protocol: 'https',
    host: 'auth.dnanexus.com',
    port: 443,
  });
  t.is(toAuthServer(api('api.cn.dnanexus.com'), {}).port, 8001);
});

test('an emulator’s is the one of the variables', (t) => {
  t.deepEqual(toAuthServer(api('127.0.0.1'), LOCAL), {protocol: 'http', host: '127.0.0.1', port: 8124});
});

const refused: ReadonlyArray<readonly [title: string, host: string, environment: NodeJS.ProcessEnv]> = [
  ['an API that nobody knows', 'api.example.com', {}],
  ['variables for an API that is not on this computer', 'api.example.com', LOCAL],
  ['no variables for one that is', 'localhost', {}],
  ['another computer', '127.0.0.1', {...LOCAL, DX_AUTHSERVER_HOST: 'http://192.0.2.1'}],
  ['a name that every object has', 'constructor', {}],
];
for (const [title, host, environment] of refused) {
  test(`no token is sent anywhere for ${title}`, (t) => {
    t.throws(() => toAuthServer(api(host), environment), {name: 'ConfigError', message: /--local/});
  });
}

test('the variables cannot lead the platform’s own tokens elsewhere', (t) => {
  t.is(toAuthServer(api('api.dnanexus.com'), LOCAL).host, 'auth.dnanexus.com');
});
