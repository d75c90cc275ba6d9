import test from 'ava';
import type {AttachmentSnapshot} from '../../../source/services/ssh/attachment-snapshot.ts';
import {startKit} from './attach-kit.ts';

const isWaiting = ({lost}: AttachmentSnapshot): boolean => lost?.nextTryMs !== undefined;

for (const how of ['reset', 'close'] as const) {
  test(`a link that is cut (${how}) leads back to the same session by itself`, async (t) => {
    const kit = await startKit(t);
    const jobId = await kit.addJob();
    const shell = kit.attach(jobId);
    shell.keepLending();
    await shell.waitFor('attached');
    kit.user.type('echo dx-$((6*7))\r');
    await kit.user.screen.waitForText(/^dx-42$/m);
    kit.emulator.control.worker(jobId)?.cutLinks(how);
    const {lost} = await shell.waitFor('lost');
    t.is(lost?.tryNumber, 1);
    t.not(lost?.reason, '');
    await shell.waitFor('attached');
    kit.user.type('echo dx-$((6*8))\r');
    await kit.user.screen.waitForText(/^dx-48$/m);
    t.regex(kit.user.screen.text(), /^dx-42$/m);
    t.is(kit.workers.length, 2);
  });
}

test('a stall is noticed long before the link counts as dead, and the link that heals goes on', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  shell.keepLending();
  await shell.waitFor('attached');
  // By then tmux has asked what terminal this is, and has its answer: a later one would be typed into the next shell.
  kit.user.type('echo dx-$((6*8))\r');
  await kit.user.screen.waitForText(/^dx-48$/m, {timeoutMs: 30_000});
  const [worker] = kit.workers;
  kit.emulator.control.worker(jobId)?.stallLinks();
  const stalledMs = performance.now();
  const {lost} = await shell.waitFor('lost');
  const noticedMs = performance.now() - stalledMs;
  // 3 s after the last sign of life; on a busy computer everything takes longer.
  t.true(noticedMs < 12_000, `${noticedMs} ms`);
  t.is(String(lost?.reason), 'the worker does not answer');
  kit.emulator.control.worker(jobId)?.healLinks();
  await shell.waitFor('attached');
  kit.user.type('echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  // The old link or a new one, whichever came first; never both.
  t.is(kit.workers.filter(({connection}) => !connection.isDown).length, 1);
  if (kit.workers.length === 1) t.is(kit.workers[0], worker);
});

test('keys that are typed into the gap are counted, and never sent', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  await shell.lend();
  await kit.user.screen.waitForText('$');
  kit.emulator.control.worker(jobId)?.cutLinks('reset');
  await shell.waitFor('lost');
  await kit.user.typeUntilRead('Zebra\r');
  shell.attachment.dropKeys(5);
  shell.attachment.dropKeys(1);
  t.is(shell.attachment.getSnapshot().lost?.keysDropped, 6);
  await shell.lend();
  kit.user.type('echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  t.false(kit.user.screen.text().includes('Zebra'));
  t.is(shell.attachment.getSnapshot().lost, undefined);
  shell.attachment.dropKeys(1);
  t.is(shell.attachment.getSnapshot().lost, undefined);
});

for (const kind of ['left', 'given-up'] as const) {
  test(`while the link is lost one can leave (${kind}), and nothing is tried any more`, async (t) => {
    const kit = await startKit(t);
    const jobId = await kit.addJob();
    const shell = kit.attach(jobId);
    await shell.lend();
    await shell.waitFor('attached');
    kit.emulator.control.failNext({kind: 'status', status: 500, count: Infinity});
    kit.emulator.control.worker(jobId)?.cutLinks('reset');
    await shell.waitFor(isWaiting);
    shell.attachment.leave(kind);
    const {outcome, lost} = shell.attachment.getSnapshot();
    t.is(outcome?.kind, kind);
    t.is(lost, undefined);
    const asked = kit.emulator.control.requests().length;
    shell.attachment.retryNow();
    await kit.emulator.control.settle();
    t.is(kit.emulator.control.requests().length, asked);
    t.is(kit.services.registry.latestResumable()?.outcome, kind);
  });
}

test('the tries go on with growing numbers, and a key tries at once', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = kit.attach(jobId);
  await shell.lend();
  await shell.waitFor('attached');
  kit.emulator.control.failNext({kind: 'status', status: 500, count: Infinity});
  kit.emulator.control.worker(jobId)?.cutLinks('reset');
  await shell.waitFor((now) => isWaiting(now) && (now.lost?.tryNumber ?? 0) >= 3);
  t.not(shell.attachment.getSnapshot().lost?.lastError, undefined);
  kit.emulator.control.clearFaults();
  const pressedMs = performance.now();
  shell.attachment.retryNow();
  await shell.waitFor('ready');
  // The pause after the third try is 2 s; a try itself takes far less, but this computer may be busy.
  t.true(performance.now() - pressedMs < 10_000);
});

test('retryNow and leave do nothing while nothing is lost', async (t) => {
  const kit = await startKit(t);
  const shell = kit.attach(await kit.addJob());
  await shell.waitFor('ready');
  shell.attachment.retryNow();
  shell.attachment.leave('left');
  shell.attachment.dropKeys(3);
  t.is(shell.attachment.getSnapshot().phase, 'ready');
});

test('after a sleep of the computer a dead link leads to the way back sooner, and back', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  let sleptMs = 0;
  const shell = kit.attach(jobId, {now: () => Date.now() + sleptMs});
  shell.keepLending();
  await shell.waitFor('attached');
  kit.user.type('echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m);
  kit.emulator.control.worker(jobId)?.stallLinks();
  sleptMs = 3_600_000;
  const {lost} = await shell.waitFor('lost');
  t.is(String(lost?.reason), 'the worker does not answer since this computer slept');
  kit.emulator.control.worker(jobId)?.healLinks();
  await shell.waitFor('attached');
});

test('after a sleep of the computer a link that lives goes on, and nothing is asked', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  let sleptMs = 0;
  const shell = kit.attach(jobId, {now: () => Date.now() + sleptMs});
  await shell.lend();
  await kit.user.screen.waitForText('$');
  const asked = kit.emulator.control.requests().length;
  sleptMs = 3_600_000;
  // Longer than the link would have been waited for.
  kit.user.type('sleep 3; echo dx-$((6*7))\r');
  await kit.user.screen.waitForText(/^dx-42$/m, {timeoutMs: 30_000});
  t.is(shell.attachment.getSnapshot().phase, 'attached');
  t.is(kit.workers.length, 1);
  t.is(kit.emulator.control.requests().length, asked);
});
