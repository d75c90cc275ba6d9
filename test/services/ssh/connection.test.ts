import test, {type ExecutionContext} from 'ava';
import type {ServerChannel} from 'ssh2';
import {SshError} from '../../../source/model/errors.ts';
import {Connection} from '../../../source/services/ssh/connection.ts';
import {hasLivingSession, openShellSession} from '../../../source/services/ssh/shell-session.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {readUntil} from './read-until.ts';
import {hostPin, startSshServer, userKeys, type TestSshOptions, type TestSshServer} from './ssh-server.ts';

const SIZE = {columns: 80, rows: 24};

const open = async (t: ExecutionContext, options: TestSshOptions, channelTimeoutMs = 10_000) => {
  const server: TestSshServer = await startSshServer(t, options);
  const socket = await server.connect();
  const {signal} = new AbortController();
  const client = await createSshClient({socket, pin: hostPin, privateKey: userKeys.private, signal});
  const connection = new Connection(client, socket, channelTimeoutMs);
  t.teardown(() => {
    connection.close();
  });
  return {server, connection};
};

const refuse = async (t: ExecutionContext, options: TestSshOptions, channelTimeoutMs?: number) => {
  const {connection, server} = await open(t, options, channelTimeoutMs);
  const error = await t.throwsAsync(connection.openTerminal(SIZE, 'xterm'), {instanceOf: SshError});
  t.is(error.level, 'channel');
  t.not(error.remedy, '');
  connection.close();
  await server.allClosed();
  t.is(server.sockets.length, 1);
  return error.summary;
};

/** A session that gives every request a channel, and hands it over. */
const serve = (onChannel: (channel: ServerChannel, command: string | undefined) => void): TestSshOptions => ({
  onSession: (session) => {
    session.on('pty', (accept) => accept());
    session.on('window-change', (accept) => (accept as (() => void) | undefined)?.());
    session.on('shell', (accept) => {
      onChannel(accept(), undefined);
    });
    session.on('exec', (accept, _reject, {command}) => {
      onChannel(accept(), command);
    });
  },
});

test('a session that is refused is told', async (t) => {
  t.is(await refuse(t, {isSessionRefused: true}), 'The worker refused to open a terminal.');
});

test('a terminal that is refused is told', async (t) => {
  const options: TestSshOptions = {onSession: (session) => session.on('pty', (_accept, reject) => reject())};
  t.is(await refuse(t, options), 'The worker refused to open a terminal.');
});

test('a shell that is refused is told', async (t) => {
  const options: TestSshOptions = {
    onSession: (session) => {
      session.on('pty', (accept) => accept());
      session.on('shell', (_accept, reject) => reject());
    },
  };
  t.is(await refuse(t, options), 'The worker refused to open a terminal.');
});

test('a worker that does not answer is given up in time', async (t) => {
  const options: TestSshOptions = {onSession: (session) => session.on('pty', () => undefined)};
  t.is(await refuse(t, options, 60), 'The worker did not open a terminal within 0.06 s.');
});

test('a link that goes before the terminal is there is told', async (t) => {
  const {connection, server} = await open(t, {
    onSession: (session) =>
      session.on('pty', () => {
        for (const socket of server.sockets) socket.resetAndDestroy();
      }),
  });
  const error = await t.throwsAsync(connection.openTerminal(SIZE, 'xterm'), {instanceOf: SshError});
  t.regex(error.summary, /^The connection was lost/);
  t.true(connection.isDown);
  await t.throwsAsync(connection.openTerminal(SIZE, 'xterm'), {
    instanceOf: SshError,
    message: /connection is gone/,
  });
});

const losses = [
  ['reset', 'the connection was reset'],
  ['end', 'the worker closed the connection'],
] as const;
for (const [how, reason] of losses) {
  test(`a shell whose link goes (${how}) ends as lost, with the reason, and takes no more keys`, async (t) => {
    const {connection, server} = await open(
      t,
      serve((channel) => channel.write('hello')),
    );
    const shell = await connection.openTerminal(SIZE, 'xterm');
    await readUntil(shell, /hello/);
    const [socket] = server.sockets;
    if (how === 'reset') socket?.resetAndDestroy();
    else socket?.end();
    t.deepEqual(await shell.ended, {kind: 'lost', reason});
    t.true(shell.isEnded);
    t.true(shell.write(Buffer.from('rm -rf /\r')));
    shell.resize(SIZE);
    shell.close();
    t.is(await connection.lost, reason);
  });
}

test('a shell that is closed without an exit is lost, though the link lives', async (t) => {
  const {connection} = await open(
    t,
    serve((channel) => channel.close()),
  );
  const shell = await connection.openTerminal(SIZE, 'xterm');
  shell.resume();
  t.deepEqual(await shell.ended, {kind: 'lost', reason: 'the worker closed the channel'});
  t.false(connection.isDown);
});

test('what a shell prints before anybody listens is kept', async (t) => {
  const {connection} = await open(
    t,
    serve((channel) => {
      channel.write('early');
      channel.exit(0);
      channel.end();
    }),
  );
  const shell = await connection.openTerminal(SIZE, 'xterm');
  await connection.run('true');
  await readUntil(shell, /early/);
  t.deepEqual(await shell.ended, {kind: 'exited', status: 0, signal: undefined});
});

test('a shell may be held back in the middle of what it prints, and all of it arrives in order', async (t) => {
  const bytes = Buffer.from(Array.from({length: 1_000_000}, (_, index) => (index * 7919) >> 6));
  let print: (piece: Buffer) => Promise<void> = () => Promise.resolve();
  const {connection} = await open(
    t,
    serve((channel) => {
      print = (piece) => new Promise((resolve) => channel.write(piece, () => resolve()));
    }),
  );
  const shell = await connection.openTerminal(SIZE, 'xterm');
  const received: Buffer[] = [];
  let length = 0;
  let isHeld = false;
  shell.receive((piece) => {
    t.false(isHeld);
    received.push(Buffer.from(piece));
    length += piece.length;
    isHeld = received.length % 3 === 0;
    if (!isHeld) return;
    shell.pause();
    setTimeout(() => {
      isHeld = false;
      shell.resume();
    }, received.length % 2);
  });
  shell.resume();
  for (let at = 0; at < bytes.length; at += 9_999) await print(bytes.subarray(at, at + 9_999));
  while (length < bytes.length) await new Promise(setImmediate);
  t.true(Buffer.concat(received).equals(bytes));
});

test('a command that does not end is given up in time', async (t) => {
  const {connection} = await open(
    t,
    serve(() => undefined),
    500,
  );
  await t.throwsAsync(connection.run('sleep 100'), {
    instanceOf: SshError,
    message: /did not end within 0\.5 s/,
  });
});

test('a command whose link goes is an error, not an empty answer', async (t) => {
  const {connection, server} = await open(
    t,
    serve(() => {
      for (const socket of server.sockets) socket.resetAndDestroy();
    }),
  );
  await t.throwsAsync(connection.run('tmux has-session'), {
    instanceOf: SshError,
    message: /connection was lost/,
  });
});

test('of a flood 64 KiB are kept', async (t) => {
  const {connection} = await open(
    t,
    serve((channel) => {
      channel.write(Buffer.alloc(200_000, 'x'), () => {
        channel.exit(0);
        channel.end();
      });
    }),
  );
  const {output, status} = await connection.run('yes');
  t.is(status, 0);
  t.true(output.length > 0 && output.length <= 64 * 1024);
});

test('without tmux the shell stays as it is, and nothing of it is alive afterwards', async (t) => {
  const commands: string[] = [];
  const {connection} = await open(
    t,
    serve((channel, command) => {
      if (command === undefined) return;
      commands.push(command);
      channel.write('no-tmux\n');
      channel.exit(0);
      channel.end();
    }),
  );
  const session = await openShellSession(connection, SIZE, 'xterm', undefined);
  t.is(session.persistence, 'none');
  t.is(commands.length, 1);
  t.false(await hasLivingSession(connection, session.persistence));
  t.is(commands.length, 1);
});

test('a login that opens tmux by itself is recognized, and another client of before is not taken for it', async (t) => {
  let lists = 0;
  const {connection} = await open(
    t,
    serve((channel, command) => {
      if (command === undefined) return;
      lists += 1;
      channel.write(lists < 3 ? '11\n' : '11\n12\n');
      channel.exit(0);
      channel.end();
    }),
  );
  const session = await openShellSession(connection, SIZE, 'xterm', undefined);
  t.is(session.persistence, 'login');
  t.is(lists, 3);
});

test('closing twice is safe', async (t) => {
  const {connection, server} = await open(t, {});
  connection.close();
  connection.close();
  await server.allClosed();
  t.true(connection.isDown);
});
