import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {createWorker} from '../../../source/emulator/workers/worker.ts';
import {findTmux} from '../../../source/emulator/workers/multiplexer.ts';
import {readDescriptors} from './processes.ts';
import {
  connect,
  openShell,
  prompt,
  readOutput,
  startCommand,
  startWorker,
  supervise,
  userKey,
  jobId,
} from './worker-client.ts';

const isLinux = process.platform === 'linux';
const linuxTest = isLinux ? test : test.skip;
const hasTmux = (await findTmux()) !== undefined;

linuxTest('programs hold descriptors 0, 1 and 2 only, with many terminals open', async (t) => {
  const worker = await startWorker(t, {useTmux: hasTmux});
  const client = await connect(t, worker);
  const shells = await Promise.all([1, 2, 3].map(() => openShell(client)));
  for (const shell of shells) await shell.expect(prompt.trim());
  const kept = await openShell(await connect(t, await startWorker(t)));
  await kept.expect(prompt.trim());

  const pids: number[] = [];
  const plain = await startCommand(client, 'echo pid $$.; exec sleep 1000');
  const inTerminal = await startCommand(client, 'echo pid $$.; exec sleep 1000', {pty: {}});
  for (const shell of [kept, shells[0]]) shell?.channel.write("exec sh -c 'echo pid $$.; exec sleep 1000'\r");
  for (const transcript of [plain, inTerminal, kept, shells[0]]) {
    const output = await transcript?.expect((text) => /pid \d+\./.test(text));
    pids.push(Number(/pid (\d+)\./.exec(output ?? '')?.[1]));
  }
  for (const pid of pids) {
    const descriptors = await readDescriptors(pid);
    t.deepEqual(Object.keys(descriptors), ['0', '1', '2'], JSON.stringify(descriptors));
  }
});

test('homes are private, and readable only inside', async (t) => {
  const supervisor = await supervise(t);
  const options = {
    jobId,
    runDirectory: supervisor.directory,
    banner: 'hello',
    environment: {},
    authorizedKeys: () => [userKey.public],
    isAllowed: () => true,
    useTmux: false,
    files: {'job_input.json': '{"x": 1}\n', 'notes.txt': 'mine\n'},
  };
  const workers = await Promise.all([createWorker(options), createWorker(options)]);
  t.teardown(() => Promise.all(workers.map((worker) => worker.close())));
  const [first, second] = await Promise.all(workers.map((worker) => connect(t, worker)));
  if (!first || !second) throw new Error('no connections');
  const home = await readOutput(first, 'cd; pwd');
  t.not(home, await readOutput(second, 'cd; pwd'));
  t.true(home.startsWith(supervisor.directory));
  t.is(await readOutput(first, 'pwd'), home);
  t.is((await stat(home)).mode & 0o777, 0o700);
  t.is((await stat(home)).uid, workers[0].shellUid);
  t.is((await stat(supervisor.directory)).mode & 0o066, 0);
  t.is((await stat(join(home, 'environment'))).mode & 0o777, 0o600);
  const names = ['dnanexus-job.json', 'dx_stderr', 'dx_stdout', 'environment', 'job_input.json', 'notes.txt'];
  t.deepEqual((await readOutput(first, 'ls')).split('\n'), names);
  t.is(await readOutput(first, 'cat job_input.json'), '{"x": 1}');
  t.is(await readOutput(first, 'touch mine && echo written'), 'written');
});

test('shells never run as root, and have no way back', async (t) => {
  const client = await connect(t, await startWorker(t));
  t.not(await readOutput(client, 'id -u'), '0');
  t.false((await readOutput(client, 'id -G')).split(' ').includes('0'));
  if (process.getuid?.() !== 0) return t.log('not run by root: the user is not changed');
  const [uid, ...groups] = (await readOutput(client, 'id -u; id -G')).split('\n').map(Number);
  t.true(uid !== undefined && uid >= 61_184 && uid <= 65_519, String(uid));
  t.deepEqual(groups, [uid]);
  t.is(await readOutput(client, "grep -c '^Cap[IPE].*\\b0*$' /proc/self/status"), '3');
  t.is(await readOutput(client, 'ls "${HOME%/w-*}" 2>&1 >/dev/null | grep -c denied'), '1');
});

test('a terminal belongs to the user of the shell', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(
    client,
    'echo through-the-name >"$(tty)" && stat -c %u "$(tty)"; id -u',
    {pty: {}},
  );
  const [first, ...uids] = (await transcript.result()).stdout.toString().trim().split('\r\n');
  t.is(first, 'through-the-name');
  t.is(uids[0], uids.at(-1));
});

test('interactive shells have the allow-listed environment, and the variables of the job', async (t) => {
  process.env['DXTOP_TEST_CANARY'] = 'canary';
  const shell = await openShell(await connect(t, await startWorker(t)));
  await shell.expect(prompt.trim());
  shell.channel.write('env | cut -d= -f1 | sort | tr "\\n" " "; echo "end$((6*7))"\r');
  const output = await shell.expect('end42');
  const names = /([A-Z_ ]+) end42/
    .exec(output)?.[1]
    ?.trim()
    .split(' ')
    .filter((name) => name !== '_');
  t.deepEqual(names, [
    ...[
      'DX_JOB_ID',
      'DX_SECURITY_CONTEXT',
      'HOME',
      'LANG',
      'LOGNAME',
      'PATH',
      'PWD',
      'SHELL',
      'SHLVL',
      'TERM',
    ],
    ...['TMUX_TMPDIR', 'USER'],
  ]);
});
