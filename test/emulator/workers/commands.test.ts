import {createHash, randomBytes} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {connect, jobId, readOutput, runCommand, startCommand, startWorker} from './worker-client.ts';

test('a command gets its input, and gives both outputs and its status', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'cat; echo problem >&2; exit 7');
  transcript.channel.end('some input');
  const {exit, stdout, stderr} = await transcript.result();
  t.is(exit, 7);
  t.is(stdout.toString(), 'some input');
  t.is(stderr.toString(), 'problem\n');
});

test('a signal reaches the command, and its name comes back', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'echo started; exec sleep 1000');
  await transcript.expect('started');
  transcript.channel.signal('TERM');
  t.is((await transcript.result()).exit, 'SIGTERM');
});

test('a command has the allow-listed environment and not that of the emulator or the job', async (t) => {
  process.env['DXTOP_TEST_CANARY'] = 'canary';
  const client = await connect(t, await startWorker(t));
  const {stdout} = await runCommand(client, 'env -0');
  const names = stdout
    .toString()
    .split('\0')
    .map((line) => line.split('=')[0])
    .filter((name) => name !== '' && name !== '_' && name !== 'PWD' && name !== 'SHLVL');
  t.deepEqual(names.sort(), ['HOME', 'LANG', 'LOGNAME', 'PATH', 'SHELL', 'TMUX_TMPDIR', 'USER']);
});

test('a login command has the variables of the job', async (t) => {
  const client = await connect(t, await startWorker(t));
  t.is(await readOutput(client, 'echo "[$DX_JOB_ID]"'), '[]');
  t.is(await readOutput(client, `bash -lc 'echo "[$DX_JOB_ID]"' 2>/dev/null`), `[${jobId}]`);
  t.is(await readOutput(client, `bash -lc 'echo "$DX_SECURITY_CONTEXT"'`), '{"auth_token":"it\'s secret"}');
});

test('the client may set its locale and nothing else', async (t) => {
  const client = await connect(t, await startWorker(t));
  const command = 'echo "$LC_ALL $LANG $TERM [$DXTOP_X] [$LD_PRELOAD]"';
  const env = {LC_ALL: 'nb_NO.UTF-8', LANG: 'C', TERM: 'vt220', DXTOP_X: 'x', LD_PRELOAD: '/x.so'};
  const transcript = await startCommand(client, command, {env});
  const {stdout} = await transcript.result();
  t.is(stdout.toString(), 'nb_NO.UTF-8 C vt220 [] []\n');
});

test('binary bytes pass through a command unchanged in both directions', async (t) => {
  const client = await connect(t, await startWorker(t));
  const bytes = randomBytes(5_000_000);
  const transcript = await startCommand(client, 'cat');
  transcript.channel.end(bytes);
  const {stdout, exit} = await transcript.result();
  t.is(exit, 0);
  t.is(createHash('sha256').update(stdout).digest('hex'), createHash('sha256').update(bytes).digest('hex'));
});

test('a command in a terminal sees the terminal and its size', async (t) => {
  const client = await connect(t, await startWorker(t));
  const pty = {term: 'xterm', cols: 91, rows: 17};
  const transcript = await startCommand(client, 'tty && stty size && echo $TERM; exit 3', {pty});
  const {exit, stdout} = await transcript.result();
  t.is(exit, 3);
  t.regex(stdout.toString(), /^\/dev\/(pts\/\d+|tty\w+)\r\n17 91\r\nxterm\r\n$/);
});

test('the tail of a fast program is not lost, however slowly it is read', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'seq 1 600000', {pty: {term: 'xterm'}});
  transcript.channel.pause();
  // The whole output exceeds every buffer on the way, so the program is still blocked when reading goes on.
  await delay(700);
  transcript.channel.resume();
  const {exit, stdout} = await transcript.result();
  t.is(exit, 0);
  const lines = stdout.toString().trimEnd().split('\r\n');
  t.is(lines.length, 600_000);
  t.true(lines.every((line, index) => line === String(index + 1)));
});

test('a signal reaches a command in a terminal', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'echo started; exec sleep 1000', {pty: {}});
  await transcript.expect('started');
  transcript.channel.signal('INT');
  t.is((await transcript.result()).exit, 'SIGINT');
});

test('the status comes after all output, and waits for what a command left running', async (t) => {
  const client = await connect(t, await startWorker(t));
  const {stdout, exit} = await runCommand(client, '(sleep 0.3; echo late) & echo early; exit 6');
  t.is(stdout.toString(), 'early\nlate\n');
  t.is(exit, 6);
});
