import {mock} from 'node:test';
import test from 'ava';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {type Handler, startFixture, toSettings} from './fixture-server.ts';

const SILENT: readonly (readonly [title: string, handler: Handler])[] = [
  ['is never answered', () => undefined],
  [
    'is answered and never whole',
    (_request, response) => {
      response.writeHead(200, {'Content-Type': 'application/json'}).write('{"results": [');
    },
  ],
];

/** What is due happens in these turns of the event loop. */
const letPass = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
};

for (const [title, handler] of SILENT) {
  test.serial(`a request that ${title} is given up after 15 s`, async (t) => {
    mock.timers.enable({apis: ['setTimeout']});
    t.teardown(() => {
      mock.timers.reset();
    });
    const {promise: asked, resolve} = Promise.withResolvers<undefined>();
    const {port} = await startFixture(t, (...request) => {
      handler(...request);
      resolve(undefined);
    });
    const client = createHttpClient(toSettings(port));
    t.teardown(() => {
      client.close();
    });
    let failure: unknown;
    client.post('/system/findExecutions', {}).catch((error: unknown) => {
      failure = error;
    });
    await asked;
    mock.timers.tick(14_999);
    await letPass();
    t.is(failure, undefined);
    mock.timers.tick(1);
    await letPass();
    t.like(failure, {name: 'NetworkError', kind: 'timeout'});
  });
}
