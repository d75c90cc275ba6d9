import {lookup} from 'node:dns/promises';
import test from 'ava';
import {SshError} from '../../../source/model/errors.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ConnectSteps} from '../../../source/services/ssh/connect-steps.ts';
import {reachWorker} from '../../../source/services/ssh/reach-worker.ts';
import {startServer} from './ssh-server.ts';

const reach = (host: string, sshPort: number, isPlatformLocal: boolean) =>
  reachWorker(
    {
      steps: new ConnectSteps(Date.now, () => undefined),
      signal: new AbortController().signal,
      reachLimitMs: 0,
      isPlatformLocal,
      proxy: undefined,
    },
    {host: clean(host), sshPort},
  );

/** Spellings of this computer's address; some systems know not all of them. */
const SPELLINGS = ['127.0.0.1', 'localhost', '::1', '::ffff:127.0.0.1', '127.1', '0x7f.0.0.1', '0177.0.0.1'];

for (const host of SPELLINGS) {
  test(`a worker that is this computer, spelled ${host}, is refused unless the platform is here too`, async (t) => {
    const server = await startServer(t, (socket) => socket.write('SSH-2.0-x\r\n'));
    const {port} = server;
    const error = await t.throwsAsync(reach(host, port, false), {instanceOf: SshError});
    const isKnown = await lookup(host).then(
      ({address}) => address === '127.0.0.1',
      () => false,
    );
    if (isKnown) t.regex(error.summary, /this computer/);
    await server.allClosed();
    t.true(server.sockets.every(({bytesRead}) => bytesRead === 0));
  });
}

test('where the platform is on this computer, so may the worker be', async (t) => {
  const server = await startServer(t, (socket) => socket.write('SSH-2.0-x\r\n'));
  const socket = await reach('127.0.0.1', server.port, true);
  t.teardown(() => socket.destroy());
  t.true(socket.readyState === 'open');
});
