import test from 'ava';
import type ssh2 from 'ssh2';
import {Connection} from '../../../source/services/ssh/connection.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {hostPin, startSshServer, userKeys} from './ssh-server.ts';

/** What opens a channel from a worker's side, as ssh2's server has it. */
type Open = (connection: ssh2.Connection, callback: (error: Error | undefined) => void) => void;

const channels: ReadonlyArray<readonly [what: string, open: Open]> = [
  ['a window of an X11 program', (connection, callback) => connection.x11('127.0.0.1', 6000, callback)],
  [
    'a port of this computer',
    (connection, callback) => connection.forwardOut('127.0.0.1', 22, '127.0.0.1', 40_000, callback),
  ],
  [
    'a socket of this computer, such as an agent’s',
    (connection, callback) => connection.openssh_forwardOutStreamLocal('/tmp/agent', callback),
  ],
];

test('a worker is lent no agent, display or port, and gets none when it reaches for one', async (t) => {
  const connections: ssh2.Connection[] = [];
  const asked: string[] = [];
  const worker = await startSshServer(t, {
    onConnection: (connection) => {
      connections.push(connection);
      connection.on('request', (_accept, reject, name) => {
        asked.push(name);
        reject?.();
      });
    },
    onSession: (session) => {
      session.on('auth-agent', () => asked.push('auth-agent'));
      session.on('x11', () => asked.push('x11'));
      session.on('pty', (accept) => accept());
      session.on('shell', (accept) => {
        accept().write('shell\r\n');
      });
      session.on('exec', (accept) => {
        const channel = accept();
        channel.exit(0);
        channel.end();
      });
    },
  });
  const socket = await worker.connect();
  const {signal} = new AbortController();
  const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
  const connection = new Connection(client, socket);
  t.teardown(() => {
    connection.close();
  });
  await connection.openTerminal({columns: 80, rows: 24}, 'xterm-256color');
  t.is((await connection.run('true')).status, 0);
  t.deepEqual(asked, []);

  const [server] = connections;
  if (!server) throw new Error('it is connected');
  for (const [what, open] of channels) {
    const error = await new Promise<Error | undefined>((resolve) => {
      open(server, resolve);
    });
    t.regex(error?.message ?? '', /Channel open failure/, what);
  }

  // Refusing is all that it does: the link is as it was.
  t.is((await connection.run('true')).status, 0);
});
