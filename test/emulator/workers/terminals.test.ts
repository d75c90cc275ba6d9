import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ImplementationFn} from 'ava';
import {findProgram} from '../../../source/emulator/workers/find-program.ts';
import {connect, openShell, prompt, startCommand, startWorker} from './worker-client.ts';

const hasVim = (await findProgram('vim')) !== undefined;
const vimTest = (title: string, run: ImplementationFn<[]>): void => {
  if (hasVim) test(title, run);
  else test.skip(`left out: vim is not installed — ${title}`, run);
};

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('a kept terminal shows the banner once, lives on, and ends with exit', async (t) => {
  const worker = await startWorker(t);
  const client = await connect(t, worker);
  const first = await openShell(client);
  const output = await first.expect(prompt);
  t.true(output.includes('Welcome to DNAnexus!\r\n'));
  first.channel.write('Y=kept; echo mark-$((6*7))\r');
  await first.expect('mark-42');
  first.channel.close();
  t.is((await first.result()).exit, undefined);

  const second = await openShell(client);
  await second.expect('mark-42');
  second.channel.write('echo [$Y]; exit 9\r');
  await second.expect('[kept]');
  t.is((await second.result()).exit, 9);

  const third = await openShell(client);
  await third.expect(prompt);
  third.channel.write('echo [$Y]; exit\r');
  await third.expect('[]');
  t.is((await third.result()).exit, 0);
});

test('all who are attached to a kept terminal see it and type into it', async (t) => {
  const worker = await startWorker(t);
  const first = await openShell(await connect(t, worker));
  await first.expect(prompt);
  const second = await openShell(await connect(t, worker), {cols: 77, rows: 19});
  await second.expect(prompt);
  second.channel.write('stty size; echo both-$((6*7))\r');
  await first.expect('19 77');
  await first.expect('both-42');
  await second.expect('both-42');
  second.channel.write('exit 4\r');
  t.is((await first.result()).exit, 4);
  t.is((await second.result()).exit, 4);
});

test('a viewer whose link is dead does not freeze the terminal for the next', async (t) => {
  const worker = await startWorker(t);
  const dead = await openShell(await connect(t, worker));
  await dead.expect(prompt);
  dead.channel.pause();
  const live = await openShell(await connect(t, worker));
  await live.expect(prompt);
  live.channel.write('seq 1 2000000 | tail -c 12000000; echo end-$((6*7))\r');
  await live.expect((output) => output.slice(-200).includes('end-42'));
  dead.channel.resume();
  // It is repainted from what is remembered, without the part that it missed.
  await dead.expect((output) => output.slice(-200).includes('end-42'));
  t.true(dead.length < live.length);
});

vimTest('a full-screen program is repainted for the next viewer', async (t) => {
  const worker = await startWorker(t);
  const client = await connect(t, worker);
  const first = await openShell(client);
  await first.expect(prompt);
  first.channel.write('seq 1 200 >numbers; vim -u NONE -N +100 numbers\r');
  await first.expect('200L');
  first.channel.close();
  await first.result();
  const second = await openShell(client);
  await second.expect('\x1b[?1049h');
  second.clear();
  second.channel.setWindow(25, 60, 0, 0);
  const output = await second.expect('105');
  t.true(output.includes('100'));
  second.channel.write(':q\r');
  await second.expect(prompt);
});

for (const useTerminal of [false, true]) {
  const where = useTerminal ? 'a raw terminal' : 'a plain command';
  test(`a megabyte of random bytes arrives unchanged through ${where}`, async (t) => {
    const client = await connect(t, await startWorker(t));
    const bytes = randomBytes(1_000_000);
    const setUp = useTerminal ? 'stty raw -echo; ' : '';
    const command = `${setUp}echo ready; head -c ${bytes.length} >received; sha256sum <received`;
    const transcript = await startCommand(client, command, useTerminal ? {pty: {}} : {});
    await transcript.expect('ready');
    transcript.channel.write(bytes);
    await transcript.expect(digest(bytes));
    t.is((await transcript.result()).exit, 0);
  });
}

test('a megabyte of random bytes comes back unchanged from a raw terminal', async (t) => {
  const client = await connect(t, await startWorker(t));
  const bytes = randomBytes(1_000_000);
  const command = `stty raw -echo; printf ready; exec head -c ${bytes.length}`;
  const transcript = await startCommand(client, command, {pty: {}});
  await transcript.expect('ready');
  transcript.channel.write(bytes);
  const {stdout} = await transcript.result();
  t.is(digest(stdout.subarray('ready'.length)), digest(bytes));
});

test.serial('input that nobody reads costs no time of the processor', async (t) => {
  const client = await connect(t, await startWorker(t));
  const transcript = await startCommand(client, 'stty raw -echo; echo ready; exec sleep 1000', {pty: {}});
  await transcript.expect('ready');
  transcript.channel.write(Buffer.alloc(1_000_000, 'x'));
  // In microseconds. A writer that spins takes the whole of every window; a busy machine only the first ones.
  const windows: number[] = [];
  while (windows.length < 60 && !windows.some((used) => used < 100_000)) {
    // The thread's own: the other threads of the process run other test files.
    const before = process.threadCpuUsage();
    await delay(250);
    const {user, system} = process.threadCpuUsage(before);
    windows.push(user + system);
  }

  t.true((windows.at(-1) ?? 0) < 100_000, windows.join(' '));
  transcript.channel.close();
  await once(transcript.channel, 'close');
});

test('output floods at full speed', async (t) => {
  const client = await connect(t, await startWorker(t));
  const command = 'stty -opost; head -c 7500000 /dev/zero | base64 -w 100';
  const started = performance.now();
  const transcript = await startCommand(client, command, {pty: {}});
  const {stdout} = await transcript.result();
  const seconds = (performance.now() - started) / 1000;
  t.is(stdout.length, 10_100_000);
  t.log(`${(stdout.length / 1e6 / seconds).toFixed(1)} MB/s`);
});
