import {spawn, spawnSync} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {createServer, connect} from 'node:net';
import type {AddressInfo, Server} from 'node:net';
import {once} from 'node:events';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import type {WireJob} from '../../source/wire/job.ts';
import {startProgram} from '../helpers/program.ts';
import {BUNDLE, createPlace, exitOf, type Place, readFreshStty, see} from '../pty/start-dxtop.ts';
import {findFreePort, runDxtop} from './run-dxtop.ts';

test('a command’s output, errors and exit status are passed on', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const result = await runDxtop(t, ['ssh', job, 'echo', 'out;', 'echo err >&2;', 'exit 7'], place);
  t.deepEqual({...result, output: result.output.toString()}, {status: 7, output: 'out\n', errors: 'err\n'});
});

test('100,000 random bytes pass through a command unchanged, both ways', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const input = randomBytes(100_000);
  const {status, output} = await runDxtop(t, ['ssh', job, 'cat; echo end >&2'], {env: place.env, input});
  t.is(status, 0);
  const toHash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  t.is(toHash(output), toHash(input));
});

test('a passphrase that nobody can be asked for is told, with what to do', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const directory = path.join(place.home.path, 'conf');
  mkdirSync(directory, {mode: 0o700});
  const pair = ssh2.utils.generateKeyPairSync('ed25519', {passphrase: 'x', cipher: 'aes256-ctr', rounds: 1});
  writeFileSync(path.join(directory, 'ssh_id'), pair.private, {mode: 0o600});
  const env = {...place.env, DX_USER_CONF_DIR: directory};
  const {status, errors} = await runDxtop(t, ['ssh', job, 'true'], {env});
  t.is(status, 255);
  t.regex(
    errors,
    /^dxtop: The SSH key \S+ has a passphrase, and there is no terminal to ask you on\. Run it in/,
  );
});

test('Ctrl-C at the question about the firewall cancels, and nothing is let in', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({allowSSH: ['192.0.2.1']});
  const program = await startProgram({
    file: process.execPath,
    args: [BUNDLE, 'ssh', job, 'true'],
    env: place.env,
    cwd: place.home.path,
  });
  t.teardown(() => program.close());
  await see(program, /connect to it\? y\/N$/m);
  program.press('ctrl-c');
  await see(program, /^dxtop: Cancelled\./m);
  t.is(await exitOf(program), 255);
  t.deepEqual((place.emulator.control.execution(job) as WireJob).allowSSH, ['192.0.2.1']);
});

test('without a command, what is piped in is run by a shell without a terminal', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const input = 'test -t 0 || echo "no terminal on $(hostname >/dev/null; echo worker)"\nexit 4\n';
  const {status, output} = await runDxtop(t, ['ssh', job], {env: place.env, input});
  t.is(output.toString(), 'no terminal on worker\n');
  t.is(status, 4);
});

test('-t gives the command a terminal, also where we have none', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const {status, output} = await runDxtop(t, ['ssh', '-t', job, 'test -t 0 && test -t 1 && echo yes'], place);
  t.is(output.toString(), 'yes\r\n');
  t.is(status, 0);
});

test('options after the job count too, up to the command, whose own are left alone', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const {output} = await runDxtop(t, ['ssh', job, '-t', 'printf', '%s', '-t'], place);
  t.is(output.toString(), '-t');
  const wrong = await runDxtop(t, ['ssh', job, '-Z', 'true'], place);
  t.is(wrong.status, 2);
  t.regex(wrong.errors, /unknown option '-Z'/);
});

test('whoever closes the output early ends the command', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const child = spawn(process.execPath, [BUNDLE, 'ssh', job, 'yes'], {env: place.env, detached: true});
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [status] = (await once(child, 'exit')) as [number];
  t.is(status, 141);
});

test('a lost link is 255, with a sentence', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const child = spawn(process.execPath, [BUNDLE, 'ssh', job, 'echo ready; sleep 60'], {
    env: place.env,
    detached: true,
  });
  t.teardown(() => child.kill('SIGKILL'));
  const errors = text(child.stderr);
  await once(child.stdout, 'data');
  place.control.orderLinks({how: 'reset'});
  const [status] = (await once(child, 'exit')) as [number];
  t.is(status, 255);
  t.is(await errors, `dxtop: the connection to ${job} was lost: the connection was reset.\n`);
});

test('a job that is over is 255, with its state', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({state: 'failed', failureReason: 'AppError'});
  const {status, errors} = await runDxtop(t, ['ssh', job, 'true'], place);
  t.is(status, 255);
  t.is(errors, `dxtop: ${job} is failed (AppError).\n`);
});

test('without a terminal nobody is asked: a closed firewall stays closed, and the remedy is named', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({allowSSH: []});
  const {status, errors} = await runDxtop(t, ['ssh', job, 'true'], place);
  t.is(status, 255);
  t.regex(errors, /127\.0\.0\.1 is not in this job's firewall.*Attach to the job once in a terminal/);
  t.false(place.control.requests().some(({method}) => method === 'update'));
});

test('who names an address with --allow-ssh has agreed to it, but not to a range', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({allowSSH: ['192.0.2.1']});
  const readList = () => (place.control.execution(job) as WireJob).allowSSH;
  const refused = await runDxtop(t, ['ssh', '--allow-ssh', '127.0.0.0/24', job, 'true'], place);
  t.is(refused.status, 255);
  t.regex(refused.errors, /127\.0\.0\.0\/24 is not in this job's firewall, and there is no terminal/);
  t.deepEqual(readList(), ['192.0.2.1']);
  t.is((await runDxtop(t, ['ssh', '--allow-ssh', '127.0.0.1', job, 'exit 3'], place)).status, 3);
  t.deepEqual(readList(), ['192.0.2.1', '127.0.0.1']);
});

test('on a terminal the firewall is asked about even when standard input is piped, and a yes is kept', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({allowSSH: []});
  const line = `echo data | '${process.execPath}' '${BUNDLE}' ssh ${job} 'read x; echo got $x'`;
  const program = await startProgram({file: '/bin/sh', args: ['-c', line], env: place.env, columns: 100});
  t.teardown(program.close);
  await see(program, /Let 127\.0\.0\.1, and nothing else, connect to it\? y\/N/);
  program.type('y\r');
  await see(program, /^got data$/m);
  t.is(await exitOf(program), 0);
  place.control.update(job, {allowSSH: []});
  t.is((await runDxtop(t, ['ssh', job, 'exit 3'], place)).status, 3);
});

/** Sends a text to a port of this computer once somebody listens there, and answers what comes back. */
const sendThrough = async (port: number): Promise<string> => {
  for (;;) {
    const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
    try {
      await once(socket, 'connect');
      socket.end('through the worker');
      return await text(socket);
    } catch {
      // It does not listen yet.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

/** Has a server listen on a port of this computer, which is answered, until the test is over. */
const listen = async (t: ExecutionContext, server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
};

/**
 * Runs `dxtop ssh` with these arguments and a forward to a server that sends everything back, sends a text through it,
 * and ends it; answers the signal that it ended by.
 *
 * @param meanwhile called while the forward is there
 */
const useForward = async (
  t: ExecutionContext,
  place: Place,
  args: readonly string[],
  meanwhile: () => void = () => undefined,
): Promise<string | null> => {
  const port = await listen(
    t,
    createServer({allowHalfOpen: true}, (socket) => socket.pipe(socket)),
  );
  const local = await findFreePort();
  const child = spawn(process.execPath, [BUNDLE, 'ssh', ...args, '-L', `${local}:localhost:${port}`], {
    env: place.env,
    detached: true,
  });
  t.teardown(() => child.kill('SIGKILL'));
  t.is(await sendThrough(local), 'through the worker');
  meanwhile();
  child.kill('SIGTERM');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
};

test('-L leads a port of this computer to the worker, and -N runs nothing', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  t.is(await useForward(t, place, [job, '-N', '-L', '[127.0.0.1]:0:localhost:1']), 'SIGTERM');
});

const hasSsh = spawnSync('ssh', ['-V']).error === undefined;
const testSsh = hasSsh ? test : test.skip;

testSsh(
  '-L and -N count for the user’s own ssh as well, and none of its own forwards is opened',
  async (t) => {
    const place = await createPlace(t);
    const lent = path.join(place.home.path, 'lent');
    mkdirSync(path.join(place.home.path, '.ssh'), {mode: 0o700});
    writeFileSync(
      path.join(place.home.path, '.ssh', 'config'),
      `Host *\n  LocalForward ${lent} 127.0.0.1:1\n`,
    );
    const job = await place.control.addJob();
    const signal = await useForward(t, place, ['--transport', 'openssh', job, '-N'], () => {
      t.false(existsSync(lent));
    });
    // By ssh's own end, whose status differs from version to version.
    t.is(signal, null);
  },
);

testSsh('a port of -L that is taken ends the user’s own ssh with 255 and its word', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const port = await listen(t, createServer());
  // Without an address ssh is content with ::1.
  const forward = ['-L', `127.0.0.1:${port}:localhost:1`];
  const {status, errors} = await runDxtop(
    t,
    ['ssh', '--transport', 'openssh', job, ...forward, 'sleep 60'],
    place,
  );
  t.is(status, 255);
  t.regex(
    errors,
    new RegExp(`^dxtop: Your ssh does not forward 127\\.0\\.0\\.1:${port}:localhost:1 .*another port`, 'm'),
  );
});

for (const forward of ['8888', 'a:b:c', '8888:localhost', '70000:localhost:1', '1:localhost:0']) {
  test(`-L ${forward} is refused as wrong usage`, async (t) => {
    const place = await createPlace(t);
    const {status, errors} = await runDxtop(
      t,
      ['ssh', `job-${'x'.repeat(24)}`, '-L', forward, 'true'],
      place,
    );
    t.is(status, 2);
    t.regex(errors, /is not a port to forward\. Write port:host:hostport/);
  });
}

test('a command with a terminal has it, byte for byte, and gives it back', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const program = await place.start({args: ['ssh', '-t', job, 'stty size; read x; echo "<$x>"; exit 5']});
  await see(program, /^30 100$/m);
  program.type('hello\r');
  await see(program, /^<hello>$/m);
  t.is(await exitOf(program), 5);
  t.is(await program.stty(), await readFreshStty());
});
