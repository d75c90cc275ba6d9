import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import type {WireJob} from '../../../source/wire/job.ts';
import {startKit, type AttachKit} from './attach-kit.ts';

/** The platform leaves an empty list out. */
const readList = (kit: AttachKit, jobId: string): unknown =>
  (kit.emulator.control.execution(jobId) as WireJob).allowSSH ?? [];

const asksFirewall = ({question}: {readonly question: {readonly kind: string} | undefined}): boolean =>
  question?.kind === 'firewall';

test('a closed firewall is a question, and yes lets this address in, nothing else', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({name: 'align', allowSSH: []});
  const shell = kit.attach(jobId);
  const {question, jobName} = await shell.waitFor(asksFirewall);
  t.is(jobName, clean('align'), 'the user sees which job it is about');
  t.deepEqual(question, {kind: 'firewall', address: clean('127.0.0.1'), isRange: false, allowSSH: []});
  t.deepEqual(readList(kit, jobId), []);
  shell.attachment.answer('yes');
  const ready = await shell.waitFor('ready');
  t.is(ready.question, undefined);
  t.is(ready.steps[1]?.detail, clean('127.0.0.1 was let in'));
  t.deepEqual(readList(kit, jobId), ['127.0.0.1']);
});

test('no leaves everything as it was', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: ['198.51.100.7']});
  const shell = kit.attach(jobId);
  await shell.waitFor(asksFirewall);
  shell.attachment.answer(undefined);
  t.deepEqual((await shell.over()).outcome, {kind: 'cancelled'});
  t.deepEqual(readList(kit, jobId), ['198.51.100.7']);
  t.false(kit.services.registry.hasConsentedToFirewall(jobId, clean('127.0.0.1')));
  t.false(kit.emulator.control.requests().some(({route}) => route.endsWith('/update')));
});

test('cancelled with the question open, nothing is changed', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  const shell = kit.attach(jobId);
  await shell.waitFor(asksFirewall);
  shell.attachment.cancel();
  t.is(shell.attachment.getSnapshot().question, undefined);
  t.deepEqual(readList(kit, jobId), []);
});

test('the consent is remembered for this job and address', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  kit.services.registry.consentToFirewall(jobId, clean('127.0.0.1'), 1);
  const shell = kit.attach(jobId);
  const snapshot = await shell.waitFor((now) => asksFirewall(now) || now.phase === 'ready');
  t.is(snapshot.phase, 'ready');
  t.deepEqual(readList(kit, jobId), ['127.0.0.1']);
});

test('from another address the user is asked again', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  kit.services.registry.consentToFirewall(jobId, clean('198.51.100.7'), 1);
  const shell = kit.attach(jobId);
  const snapshot = await shell.waitFor((now) => asksFirewall(now) || now.phase === 'ready');
  t.like(snapshot.question, {kind: 'firewall', address: clean('127.0.0.1')});
  t.deepEqual(readList(kit, jobId), []);
  shell.attachment.answer('yes');
  await shell.waitFor('ready');
  t.true(kit.services.registry.hasConsentedToFirewall(jobId, clean('127.0.0.1')));
});

test('what another program has added meanwhile stays', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: ['192.0.2.1']});
  const shell = kit.attach(jobId);
  await shell.waitFor(asksFirewall);
  kit.emulator.control.update(jobId, {allowSSH: ['192.0.2.1', '198.51.100.7']});
  shell.attachment.answer('yes');
  await shell.waitFor('ready');
  t.deepEqual(readList(kit, jobId), ['192.0.2.1', '198.51.100.7', '127.0.0.1']);
});

test('what another program has let in meanwhile is not added again', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  const shell = kit.attach(jobId);
  await shell.waitFor(asksFirewall);
  kit.emulator.control.update(jobId, {allowSSH: ['*']});
  shell.attachment.answer('yes');
  await shell.waitFor('ready');
  t.deepEqual(readList(kit, jobId), ['*']);
});

test('an entry that the platform does not keep is told, and nothing is connected', async (t) => {
  const kit = await startKit(t);
  const {platform} = kit.services;
  const shell = kit.attach(await kit.addJob({allowSSH: []}), {
    platform: {
      describeExecution: (id, options) => platform.describeExecution(id, options),
      whoami: (options) => platform.whoami(options),
      updateJob: () => Promise.resolve(),
    },
  });
  await shell.waitFor(asksFirewall);
  shell.attachment.answer('yes');
  const {outcome} = await shell.over();
  t.regex(outcome?.kind === 'refused' ? outcome.summary : '', /did not keep 127\.0\.0\.1/);
  t.is(kit.workers.length, 0);
});

test('a platform that names no address is told', async (t) => {
  const kit = await startKit(t);
  kit.emulator.control.setClientIp('not an address');
  const {outcome} = await kit.attach(await kit.addJob({allowSSH: []})).over();
  t.regex(outcome?.kind === 'refused' ? outcome.summary : '', /did not say which address/);
});

test('a job that ends while the question is open is said to be over', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  const shell = kit.attach(jobId);
  await shell.waitFor(asksFirewall);
  kit.emulator.control.endJob(jobId, {state: 'done'});
  shell.attachment.answer('yes');
  t.like((await shell.over()).outcome, {kind: 'job-over', state: 'done'});
});
