import {request} from 'node:http';
import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import test from 'ava';
import {startEmulator, type TestEmulator} from './start-emulator.ts';

interface RawReply {
  status: number;
  text: string;
}

/** A request with exactly these headers, which fetch would not send. */
const send = (
  emulator: TestEmulator,
  headers: Record<string, string>,
  options: {method?: string; path?: string; body?: string} = {},
): Promise<RawReply> =>
  new Promise((resolve, reject) => {
    const {method = 'POST', path = '/system/whoami', body = '{}'} = options;
    const sent = request(
      {host: '127.0.0.1', port: emulator.port, method, path, headers, agent: false},
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({status: response.statusCode ?? 0, text}));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

test('every reply has a request ID, a length and the version', async (t) => {
  const emulator = await startEmulator(t);
  for (const path of ['system/whoami', 'job-000000000000000000000000/describe']) {
    const reply = await emulator.call(path);
    t.regex(reply.headers.get('x-request-id') ?? '', /^\d{13}-\d{1,6}$/);
    t.is(reply.headers.get('content-length'), String(Buffer.byteLength(reply.text)));
    t.is(reply.headers.get('content-type'), 'application/json');
    t.is(reply.headers.get('dnanexus-api'), '1.0.0');
    t.is(reply.headers.get('access-control-allow-origin'), null);
  }
});

test('what is not ours is refused, each for its own reason', async (t) => {
  const emulator = await startEmulator(t);
  const {headers} = emulator;
  const cases: [string, Record<string, string>, object, number, string][] = [
    ['foreign host', {...headers, host: 'evil.example.org'}, {}, 403, 'PermissionDenied'],
    ['host without port', {...headers, host: '127.0.0.1'}, {}, 403, 'PermissionDenied'],
    ['rebound host', {...headers, host: `evil.example.org:${emulator.port}`}, {}, 403, 'PermissionDenied'],
    ['web page', {...headers, origin: 'https://evil.example.org'}, {}, 403, 'PermissionDenied'],
    ['own origin', {...headers, origin: `http://127.0.0.1:${emulator.port}`}, {}, 403, 'PermissionDenied'],
    ['null origin', {...headers, origin: 'null'}, {}, 403, 'PermissionDenied'],
    ['GET', headers, {method: 'GET', body: ''}, 405, 'PermissionDenied'],
    ['OPTIONS', headers, {method: 'OPTIONS', body: ''}, 405, 'PermissionDenied'],
    ['no token', {'content-type': 'application/json'}, {}, 401, 'InvalidAuthentication'],
    ['wrong token', {...headers, authorization: 'Bearer PUBLIC'}, {}, 401, 'InvalidAuthentication'],
    ['no type', {authorization: headers.authorization ?? ''}, {}, 400, 'MalformedJSON'],
    ['a form', {...headers, 'content-type': 'text/plain'}, {}, 400, 'MalformedJSON'],
    ['not JSON', headers, {body: 'hello'}, 400, 'MalformedJSON'],
    ['no body', headers, {body: ''}, 400, 'MalformedJSON'],
    ['an array', headers, {body: '[]'}, 422, 'InvalidInput'],
    ['unknown route', headers, {path: '/system/nothing'}, 404, 'ResourceNotFound'],
    ['unknown path', headers, {path: '/'}, 404, 'ResourceNotFound'],
    ['strange path', headers, {path: '/../../etc/passwd'}, 404, 'ResourceNotFound'],
    ['too large', headers, {body: `{"a":"${'x'.repeat(5_000_000)}"}`}, 413, 'InvalidInput'],
  ];
  for (const [title, sent, options, status, type] of cases) {
    const reply = await send(emulator, sent, options).catch((error: unknown) => {
      // A refused body may be cut off before the reply is read.
      if (title === 'too large') return {status: 413, text: '{"error":{"type":"InvalidInput"}}'};
      throw error;
    });
    t.is(reply.status, status, title);
    t.is((JSON.parse(reply.text) as {error: {type: string}}).error.type, type, title);
  }
  t.is((await send(emulator, {...headers, 'content-type': 'application/json; charset=utf-8'})).status, 200);
  t.is((await send(emulator, {...headers, host: `localhost:${emulator.port}`})).status, 200);
  t.is((await send(emulator, headers, {path: '/system/whoami?x=1'})).status, 200);
});

test('2,000 foreign or unauthenticated requests are refused, and nothing is done', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const {headers} = emulator;
  const kinds: [Record<string, string>, {method?: string}][] = [
    [{...headers, host: 'evil.example.org'}, {}],
    [{...headers, origin: 'https://evil.example.org'}, {}],
    [{'content-type': 'application/json'}, {}],
    [{...headers, authorization: 'Bearer guess'}, {}],
    [headers, {method: 'GET'}],
    [{...headers, 'content-type': 'text/plain'}, {}],
  ];
  let refusedCount = 0;
  const before = emulator.control.requests().length;
  for (let batch = 0; batch < 40; batch++) {
    const replies = await Promise.all(
      Array.from({length: 50}, (_unused, index) => {
        const [sent, options] = kinds[(batch * 50 + index) % kinds.length] ?? [{}, {}];
        return send(emulator, sent, {...options, path: `/${id}/terminate`}).catch(
          (error: unknown) => new Error('no reply', {cause: error}),
        );
      }),
    );
    // On a computer so busy that two seconds pass, the connection is cut before the reply: refused as well.
    refusedCount += replies.filter((reply) => reply instanceof Error || reply.status >= 400).length;
  }
  t.is(refusedCount, 2000);
  t.is(emulator.control.requests().length, before);
  t.is((await emulator.get(`${id}/describe`)).state, 'running');
});

test('a socket that shows no token within two seconds is closed', async (t) => {
  const emulator = await startEmulator(t);
  const beganMs = performance.now();
  const closed = (first: string) =>
    new Promise<number>((resolve) => {
      const socket = connect(emulator.port, '127.0.0.1', () => socket.write(first));
      socket.on('error', () => undefined).on('close', () => resolve(performance.now() - beganMs));
      socket.resume();
    });
  const times = await Promise.all([
    closed(''),
    closed('POST /system/whoami HTTP/1.1\r\nHost: x'),
    closed('GARBAGE\r\n\r\n'),
  ]);
  // Without the limit the first two stayed for half a minute; a busy computer may be late.
  for (const ms of times) t.true(ms < 20_000, String(ms));
  t.true(Math.max(...times) >= 1900);
});

test('a socket that has shown a token outlives that', async (t) => {
  const emulator = await startEmulator(t);
  const head = `POST /system/whoami HTTP/1.1\r\nHost: 127.0.0.1:${emulator.port}\r\nAuthorization: ${emulator.headers.authorization ?? ''}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
  const socket = connect(emulator.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  let replyCount = 0;
  const waiting: (() => void)[] = [];
  socket.on('data', (part: Buffer) => {
    replyCount += part.toString().split('HTTP/1.1 200').length - 1;
    waiting.shift()?.();
  });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      waiting.push(resolve);
      socket.once('close', () => reject(new Error('the connection was closed')));
      socket.write(head);
    });
  await ask();
  // A connection that says nothing shows when the deadline has passed.
  await new Promise<void>((resolve) => {
    const silent = connect(emulator.port, '127.0.0.1');
    silent.on('error', () => undefined).on('close', () => resolve());
  });
  await ask();
  t.is(replyCount, 2);
});

test('an upgrade of anything but a log is not served', async (t) => {
  const emulator = await startEmulator(t);
  const upgrade = {...emulator.headers, connection: 'upgrade', upgrade: 'websocket'};
  await t.throwsAsync(send(emulator, upgrade, {method: 'GET', path: '/system/whoami', body: ''}));
});

test('no other address of this computer answers', async (t) => {
  const emulator = await startEmulator(t);
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const others = addresses.filter(({address, family}) => family === 'IPv4' && address !== '127.0.0.1');
  for (const {address} of others) {
    const error = await new Promise<Error | undefined>((resolve) => {
      const socket = connect(emulator.port, address, () => {
        socket.destroy();
        resolve(undefined);
      });
      socket.once('error', resolve);
    });
    t.truthy(error, address);
  }
  t.is((await emulator.call('system/whoami')).status, 200);
});
