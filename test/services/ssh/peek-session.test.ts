import test from 'ava';
import type {JobId} from '../../../source/model/ids.ts';
import {type PeekServices, peekSession} from '../../../source/services/ssh/peek-session.ts';
import {ASK, type AttachKit, startKit} from './attach-kit.ts';

const peek = (kit: AttachKit, jobId: JobId, change: Partial<PeekServices> = {}) =>
  peekSession(
    {jobId, workerNumber: 0, persistence: 'login'},
    {
      platform: kit.platform,
      way: {proxy: undefined, firewall: ASK},
      isPlatformLocal: true,
      readPrivateKey: kit.services.readPrivateKey,
      findTransport: () => Promise.resolve('ssh2'),
      ...change,
    },
  );

const changedJobs = ({emulator}: AttachKit): number =>
  emulator.control.requests().filter(({route}) => route === 'job/update').length;

test('a peek reads the screen of a session that nobody is attached to, and leaves it as it was', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  await shell.lend();
  kit.user.type('clear; echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  kit.user.type('\r~d');
  await shell.over();
  const lines = await peek(kit, jobId);
  t.true(
    lines.some((line) => line === 'dx-42'),
    lines.join('\n'),
  );
  t.not(lines.at(-1), '');
  t.deepEqual(await peek(kit, jobId), lines);
});

test('a peek never opens a firewall, also where an attach would without asking', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  for (const mode of ['ask', 'always'] as const) {
    const error = await t.throwsAsync(peek(kit, jobId, {way: {proxy: undefined, firewall: {...ASK, mode}}}));
    t.like(error, {
      name: 'SshError',
      summary: "127.0.0.1 is not in this job's firewall.",
      remedy: 'Enter attaches, and asks what is to be asked.',
    });
  }

  t.is(changedJobs(kit), 0);
});

test('a peek never asks for a passphrase', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const error = await t.throwsAsync(
    peek(kit, jobId, {
      readPrivateKey: async (askPassphrase) =>
        askPassphrase('' as Parameters<typeof askPassphrase>[0], false),
    }),
  );
  t.like(error, {name: 'ConfigError', summary: 'Your SSH key has a passphrase.'});
});

test('a peek leaves connecting to the user’s own ssh to an attach', async (t) => {
  const kit = await startKit(t);
  const error = await t.throwsAsync(
    peek(kit, await kit.addJob(), {findTransport: () => Promise.resolve('openssh')}),
  );
  t.like(error, {name: 'ConfigError', remedy: 'Enter attaches, and asks what is to be asked.'});
});

test('a worker without a tmux session has no screen to look at', async (t) => {
  const kit = await startKit(t, {useTmux: false});
  const error = await t.throwsAsync(peek(kit, await kit.addJob()));
  t.like(error, {name: 'SshError', summary: 'There is no tmux session on the worker to look at.'});
});
