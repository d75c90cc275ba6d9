import test, {type ImplementationFn} from 'ava';
import {findProgram} from '../../../source/emulator/workers/find-program.ts';
import {findTmux} from '../../../source/emulator/workers/multiplexer.ts';
import {connect, jobId, openShell, prompt, readOutput, startWorker} from './worker-client.ts';

const hasTmux = (await findTmux()) !== undefined;
const isInstalled: Record<string, boolean> = {};
for (const program of ['vim', 'htop']) isInstalled[program] = (await findProgram(program)) !== undefined;

const tmuxTest = (title: string, run: ImplementationFn<[]>): void => {
  if (hasTmux) test(title, run);
  else test.skip(`left out: tmux is not installed — ${title}`, run);
};

const options = {useTmux: true};

/** A test that needs one more program. */
const tmuxAnd = (program: string, title: string, run: ImplementationFn<[]>): void => {
  if (isInstalled[program] === true) tmuxTest(`${program} ${title}`, run);
  else test.skip(`left out: ${program} is not installed — ${program} ${title}`, run);
};

tmuxTest('a login shows the banner, a prompt and a status line', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const shell = await openShell(client);
  const output = await shell.expect(prompt.trim());
  t.true(output.includes('Welcome to DNAnexus!'));
  t.true(output.includes('The job is running in terminal 1.'));
  await shell.expect('1:bash running');
});

tmuxTest('a second login shows the same session, as it was', async (t) => {
  const worker = await startWorker(t, options);
  const client = await connect(t, worker);
  const first = await openShell(client);
  await first.expect(prompt.trim());
  first.channel.write('echo mark-$((6*7)); X=kept\r');
  await first.expect('mark-42');
  first.channel.write('\x1b[17~');
  const {exit} = await first.result();
  t.is(exit, 0);

  const second = await openShell(await connect(t, worker));
  await second.expect('mark-42');
  second.channel.write('echo [$X]\r');
  await second.expect('[kept]');
  t.is(
    await readOutput(client, "tmux list-sessions -F '#S #{session_windows} #{session_attached}'"),
    'byobu 2 1',
  );
});

tmuxTest('two logins share the screen, and plain tmux finds both', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const first = await openShell(client);
  await first.expect(prompt.trim());
  const second = await openShell(client, {cols: 90});
  await second.expect(prompt.trim());
  second.channel.write('echo shared-$((6*7))\r');
  await first.expect('shared-42');
  const widths = await readOutput(client, "tmux list-clients -F '#{client_width}'");
  t.deepEqual(widths.split('\n').sort(), ['100', '90']);
});

tmuxTest("terminal 1 shows the job's output, F4 goes there and back", async (t) => {
  const program = 'echo from-the-job $DX_JOB_ID; echo problem >&2';
  const client = await connect(t, await startWorker(t, {...options, program}));
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.write('\x1bOS');
  await shell.expect(`from-the-job ${jobId}`);
  await shell.expect('problem');
  shell.clear();
  shell.channel.write('\x1bOS');
  await shell.expect('Welcome to DNAnexus!');
  t.is(await readOutput(client, "tmux display -p '#I'"), '2');
});

tmuxTest('leaving all windows ends in the outer shell, and leaving that ends the login', async (t) => {
  const worker = await startWorker(t, options);
  const shell = await openShell(await connect(t, worker));
  await shell.expect(prompt.trim());
  shell.channel.write('exit\r');
  await shell.expect((output) => output.replaceAll(/\x1b\[[\d;]*m/g, '').includes('1:bash running*'));
  shell.channel.write('\x03');
  await shell.expect('[exited]');
  await shell.expect((output) => output.slice(output.indexOf('[exited]')).includes(prompt.trim()));
  shell.channel.write('exit 5\r');
  t.is((await shell.result()).exit, 5);
});

tmuxTest('both prefix keys work and the window can be resized', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.setWindow(41, 123, 0, 0);
  // tmux hands a new size on a quarter of a second later.
  shell.channel.write('until [ "$(stty size)" = "40 123" ]; do sleep 0.1; done; echo sized-$((6*7))\r');
  await shell.expect('sized-42');
  shell.channel.write('\x02c');
  await shell.expect('3:bash');
  shell.channel.write('\x01d');
  t.is((await shell.result()).exit, 0);
});

tmuxTest('a terminal type that nobody knows is no obstacle', async (t) => {
  const shell = await openShell(await connect(t, await startWorker(t, options)), {
    term: 'xterm-from-the-future',
  });
  await shell.expect(prompt.trim());
  t.pass();
});

tmuxTest('a nested tmux runs', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.write('TMUX= tmux -L inner -f /dev/null new -s inner "echo nested-$((6*7)); read _"\r');
  await shell.expect('nested-42');
  shell.channel.write('\r');
  await shell.expect('[exited]');
  t.pass();
});

tmuxAnd('vim', 'runs, and gives the screen back', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.write('vim -u NONE -N\r');
  await shell.expect('VIM - Vi IMproved');
  shell.clear();
  shell.channel.write(':q\r');
  // The order in which tmux says that the shell reads again and draws its prompt is not fixed.
  await shell.expect((tail) => tail.includes('\x1b[?2004h') && tail.includes(`${prompt.trim()} \x1b`));
  shell.channel.write('echo back-$((6*7))\r');
  t.true((await shell.expect('back-42')).includes('back-42'));
});

tmuxAnd('htop', 'runs, and follows the size of the window', async (t) => {
  const client = await connect(t, await startWorker(t, options));
  const shell = await openShell(client);
  await shell.expect(prompt.trim());
  shell.channel.write('htop\r');
  await shell.expect('Kill');
  shell.clear();
  shell.channel.setWindow(20, 70, 0, 0);
  await shell.expect('Kill');
  shell.clear();
  shell.channel.write('q');
  await shell.expect(prompt.trim());
  t.pass();
});
