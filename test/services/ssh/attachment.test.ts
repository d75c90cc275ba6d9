import test from 'ava';
import {CancelError} from '../../../source/model/errors.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {startKit} from './attach-kit.ts';

test('a shell is connected, lent, and detached from; the next attach finds it as it was', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({name: 'align'});
  const first = kit.attach(jobId);
  const ready = await first.waitFor('ready');
  t.is(String(ready.jobName), 'align');
  t.deepEqual(
    ready.steps.map(({name, state}) => `${name} ${state}`),
    ['describe done', 'firewall done', 'worker done', 'reach done', 'host-key done', 'login done'],
  );
  t.true(ready.steps.every(({startedMs, endedMs}) => startedMs !== undefined && endedMs !== undefined));
  await first.lend();
  kit.user.type('echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  t.is(kit.services.registry.latestResumable()?.outcome, 'attached');
  kit.user.type('\r~d');
  t.deepEqual((await first.over()).outcome, {kind: 'detached', isResumable: true});
  t.like(kit.services.registry.latestResumable(), {jobId, jobName: 'align', outcome: 'detached'});

  const second = kit.attach(jobId);
  await second.lend();
  await kit.user.screen.waitForText(/^dx-42$/m);
  kit.user.type('\r~.');
  t.deepEqual((await second.over()).outcome, {kind: 'left', reason: clean('you dropped the link')});
});

test('a session that is left for the sessions lives on like one that is detached from', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId, {hasSessions: true});
  await shell.lend();
  kit.user.type('\r~s');
  t.deepEqual((await shell.over()).outcome, {kind: 'detached', isResumable: true, isSwitch: true});
  t.is(kit.services.registry.latestResumable()?.outcome, 'detached');
});

test('the shell’s own end is its exit status', async (t) => {
  const kit = await startKit(t, {useTmux: false});
  const shell = kit.attach(await kit.addJob(), {persistences: new Map()});
  await shell.lend();
  kit.user.type('exit 7\r');
  const {outcome} = await shell.over();
  // With dxtop's own tmux session around it the status is tmux's.
  t.true(outcome?.kind === 'exited' && (outcome.status === 7 || outcome.status === 0));
});

test('a shell that ends because its job does is told as the end of the job', async (t) => {
  const kit = await startKit(t, {useTmux: false});
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId, {
    hasLivingSession: () => {
      // The exit event is there before the end of the job has cut the link.
      kit.emulator.control.endJob(jobId, {state: 'failed', failureReason: 'AppError', failureMessage: 'no'});
      return Promise.resolve(false);
    },
  });
  await shell.lend();
  kit.user.type('exit 7\r');
  t.like((await shell.over()).outcome, {kind: 'job-over', state: 'failed', reason: clean('AppError')});
});

test('a platform that cannot be asked leaves what the shell said of its end', async (t) => {
  const kit = await startKit(t, {useTmux: false});
  let isAway = false;
  const {platform} = kit.services;
  const shell = kit.attach(await kit.addJob(), {
    platform: {
      describeExecution: (id, options) =>
        isAway ? Promise.reject(new Error('away')) : platform.describeExecution(id, options),
      whoami: (options) => platform.whoami(options),
      updateJob: (id, change, options) => platform.updateJob(id, change, options),
    },
  });
  await shell.lend();
  isAway = true;
  kit.user.type('exit 7\r');
  t.is((await shell.over()).outcome?.kind, 'exited');
});

test('detaching the worker’s tmux leads back with the session alive', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob());
  await shell.lend();
  const [worker] = kit.workers;
  if (worker?.session.persistence === 'none') {
    t.log('left out: there is no tmux on this computer');
    t.pass();
    return;
  }
  await kit.user.screen.waitForText('$');
  kit.user.type('\x01d');
  t.deepEqual((await shell.over()).outcome, {kind: 'detached', isResumable: true});
});

test('~r opens a new link to the same session', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob());
  shell.keepLending();
  await shell.waitFor('attached');
  kit.user.type('echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  kit.user.type('\r~r');
  await shell.waitFor('lost');
  await shell.waitFor('attached');
  await kit.user.screen.waitForText(/^dx-42$/m);
  t.is(kit.workers.length, 2);
  t.true(kit.workers[0]?.connection.isDown);
});

test('a job that is over is said to be, with its reason, and nothing is tried', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  kit.emulator.control.endJob(jobId, {
    state: 'failed',
    failureReason: 'AppError',
    failureMessage: 'no reads',
  });
  const {outcome} = await kit.attach(jobId).over();
  t.deepEqual(outcome, {
    kind: 'job-over',
    state: clean('failed'),
    reason: clean('AppError'),
    message: clean('no reads'),
  });
  t.is(kit.workers.length, 0);
});

test('a job that ends before its worker is there is said to be over', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({sshAfterMs: 600_000});
  const shell = kit.attach(jobId);
  await shell.waitFor(({steps}) =>
    steps.some(({name, state, detail}) => name === 'worker' && state === 'running' && detail !== ''),
  );
  kit.emulator.control.endJob(jobId, {state: 'terminated'});
  const {outcome} = await shell.over();
  t.like(outcome, {kind: 'job-over', state: 'terminated'});
});

test('a job that ends while attached is said to be over, and not looked for again', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  await shell.lend();
  await shell.waitFor('attached');
  kit.emulator.control.endJob(jobId, {state: 'done'});
  const {outcome} = await shell.over();
  t.like(outcome, {kind: 'job-over', state: 'done'});
  const asked = kit.emulator.control.requests().length;
  await kit.emulator.control.settle();
  t.is(kit.emulator.control.requests().length, asked);
  t.is(kit.services.registry.latestResumable(), undefined);
});

test('a job that is restarted while attached asks before it gives its new worker, and says which try', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  shell.keepLending();
  await shell.waitFor('attached');
  await kit.emulator.control.restartJob(jobId);
  await shell.waitFor(() => shell.attachment.getSnapshot().question !== undefined);
  t.deepEqual(shell.attachment.getSnapshot().question, {kind: 'new-worker', tryNumber: 1});
  const before = {tryNumber: 0, fingerprint: kit.workers[0]?.fingerprint};
  t.like(kit.services.registry.latestResumable(), before);
  shell.attachment.answer('yes');
  await shell.waitFor('attached');
  t.is(kit.workers.length, 2);
  t.not(kit.workers[0]?.fingerprint, kit.workers[1]?.fingerprint);
  t.like(kit.services.registry.latestResumable(), {
    tryNumber: 1,
    fingerprint: kit.workers[1]?.fingerprint,
  });
  t.is(shell.attachment.getSnapshot().steps[0]?.detail, clean('running, try 1'));
});

test('a job that is gone is final', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  kit.emulator.control.remove(jobId);
  const {outcome} = await kit.attach(jobId).over();
  t.is(outcome?.kind, 'refused');
  t.regex(outcome?.kind === 'refused' ? outcome.summary : '', /ResourceNotFound/);
});

test('a token that is refused on the way back is final', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  await shell.lend();
  await shell.waitFor('attached');
  kit.emulator.control.failNext({
    kind: 'status',
    status: 401,
    type: 'InvalidAuthentication',
    count: Infinity,
  });
  kit.emulator.control.worker(jobId)?.cutLinks('reset');
  const {outcome} = await shell.over();
  t.is(outcome?.kind, 'refused');
  t.regex(outcome?.kind === 'refused' ? outcome.remedy : '', /dxtop login/);
});

test('a worker on this computer is refused when the platform is elsewhere', async (t) => {
  const kit = await startKit(t);
  const {outcome} = await kit.attach(await kit.addJob(), {isPlatformLocal: false}).over();
  t.regex(outcome?.kind === 'refused' ? outcome.summary : '', /named this computer/);
});

for (const host of ['2130706433', '0x7f000001', '127.1', 'LOCALHOST', '0', '::ffff:127.0.0.1']) {
  test(`so is this computer when it is spelled ${host}`, async (t) => {
    const kit = await startKit(t);
    const {platform} = kit.services;
    const {outcome} = await kit
      .attach(await kit.addJob(), {
        isPlatformLocal: false,
        platform: {
          whoami: (options) => platform.whoami(options),
          updateJob: (id, change, options) => platform.updateJob(id, change, options),
          describeExecution: async (id, options) => {
            const job = await platform.describeExecution(id, options);
            if (job.class !== 'job' || !job.worker) throw new Error('the job has no worker');
            return {...job, worker: {...job.worker, host: clean(host)}};
          },
        },
      })
      .over();
    t.is(outcome?.kind, 'refused');
    t.regex(outcome?.kind === 'refused' ? outcome.summary : '', /named this computer|does not resolve/);
  });
}

test('the checklist says why the platform keeps it waiting', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  kit.emulator.control.failNext({kind: 'status', status: 503, type: 'ServiceUnavailable', retryAfter: '1'});
  const shell = kit.attach(jobId);
  const {steps} = await shell.waitFor((snapshot) => (snapshot.steps[0]?.detail ?? '') !== '');
  t.is(steps[0]?.detail, clean('Asking again in 1 s. The platform is busy (503 ServiceUnavailable).'));
  t.is((await shell.waitFor('ready')).steps[0]?.detail, clean('running'));
});

test('cancelled while it connects, it ends at once', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob({sshAfterMs: 600_000}));
  await shell.waitFor(({steps}) => steps.some(({name, state}) => name === 'worker' && state === 'running'));
  shell.attachment.cancel();
  t.deepEqual(shell.attachment.getSnapshot().outcome, {kind: 'cancelled'});
});

test('cancelled while the terminal is lent, it stays cancelled', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob());
  await shell.waitFor('ready');
  const lent = shell.attachment.lend();
  shell.attachment.cancel();
  await lent;
  t.like(shell.attachment.getSnapshot(), {phase: 'over', outcome: {kind: 'cancelled'}});
});

test('a link that goes with the shell does not hide that the job is over', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId, {
    hasLivingSession: () => {
      kit.emulator.control.endJob(jobId, {state: 'done'});
      return Promise.reject(new Error('the connection is gone'));
    },
  });
  await shell.lend();
  await kit.user.screen.waitForText('$');
  kit.user.type('\x01d');
  if (kit.workers[0]?.session.persistence === 'none') kit.user.type('\x05exit\r');
  t.like((await shell.over()).outcome, {kind: 'job-over', state: 'done'});
});

test('a passphrase is asked for, and no answer cancels', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob(), {
    readPrivateKey: async (ask) => {
      await ask(clean('/home/me/ssh_id'), false);
      return 'never';
    },
  });
  const {question} = await shell.waitFor((now) => now.question !== undefined);
  t.deepEqual(question, {kind: 'passphrase', path: clean('/home/me/ssh_id'), wasWrong: false});
  shell.attachment.answer(undefined);
  t.deepEqual((await shell.over()).outcome, {kind: 'cancelled'});
  t.is(shell.attachment.getSnapshot().question, undefined);
});

test('a passphrase that is asked for after the end is no question', async (t) => {
  const kit = await startKit(t);
  const reading = Promise.withResolvers<unknown>();
  const cancelled = Promise.withResolvers<undefined>();
  const shell = kit.attach(await kit.addJob(), {
    readPrivateKey: async (ask) => {
      await cancelled.promise;
      const asking = ask(clean('/home/me/ssh_id'), false);
      asking.catch(reading.resolve);
      return asking;
    },
  });
  shell.attachment.cancel();
  cancelled.resolve(undefined);
  t.true((await reading.promise) instanceof CancelError);
  t.is(shell.attachment.getSnapshot().question, undefined);
});
