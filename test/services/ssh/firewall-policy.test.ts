import test from 'ava';
import {ConfigError} from '../../../source/model/errors.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {type FirewallWishes, toFirewallPolicy} from '../../../source/services/ssh/firewall-policy.ts';
import type {WireJob} from '../../../source/wire/job.ts';
import {toSettings} from '../platform/fixture-server.ts';
import {type AttachKit, ASK, startKit} from './attach-kit.ts';
import {connectToWorker} from '../../../source/services/ssh/connect-to-worker.ts';

const toPolicy = (wishes: FirewallWishes, setting: 'ask' | 'always' | 'never' = 'ask') =>
  toFirewallPolicy(wishes, setting, {settings: toSettings(1), proxy: undefined});

test('nothing typed means the one address that the worker sees, by the setting', (t) => {
  t.deepEqual(toPolicy({}), ASK);
  t.deepEqual(toPolicy({allowSsh: true}, 'always'), {...ASK, mode: 'always'});
  t.is(toPolicy({firewallUpdate: false}, 'always').mode, 'never');
});

test('addresses and ranges that were typed are taken, each once', (t) => {
  const allowSsh = ['203.0.113.7', '2001:db8::1', '198.51.100.0/24', '203.0.113.7'];
  t.deepEqual(toPolicy({allowSsh}).addresses, ['203.0.113.7', '2001:db8::1', '198.51.100.0/24']);
});

for (const entry of [
  '*',
  '0.0.0.0/0',
  '1.2.3.4/00',
  'proxy.example.org',
  '1.2.3',
  '1.2.3.4/33',
  '1.2.3.4/x',
  '::/8',
  '1.2.3.4/8/8',
  '',
]) {
  test(`this is let in by nobody: ${JSON.stringify(entry)}`, (t) => {
    t.throws(() => toPolicy({allowSsh: [entry]}), {
      instanceOf: ConfigError,
      message: /is no address|would let everybody in/,
    });
  });
}

/** The platform leaves an empty list out. */
const readList = (kit: AttachKit, jobId: string): unknown =>
  (kit.emulator.control.execution(jobId) as WireJob).allowSSH ?? [];

const attachWith = async (wishes: FirewallWishes, setting: 'ask' | 'always' | 'never', kit: AttachKit) => {
  const jobId = await kit.addJob({allowSSH: ['192.0.2.1']});
  const shell = kit.attach(jobId, {
    connect: (request) =>
      connectToWorker({...request, proxy: undefined, firewall: toPolicy(wishes, setting)}),
  });
  const snapshot = await shell.waitFor(
    ({question, phase, steps}) =>
      question !== undefined || phase === 'ready' || phase === 'over' || steps[1]?.state === 'done',
  );
  return {jobId, shell, snapshot};
};

test('with always nobody is asked, and only this address added', async (t) => {
  const kit = await startKit(t);
  const {jobId, snapshot} = await attachWith({}, 'always', kit);
  t.is(snapshot.question, undefined);
  t.deepEqual(readList(kit, jobId), ['192.0.2.1', '127.0.0.1']);
});

test('without a firewall update the list stays, and the address is not even asked for', async (t) => {
  const kit = await startKit(t);
  const {jobId, snapshot} = await attachWith({firewallUpdate: false}, 'always', kit);
  t.is(snapshot.steps[1]?.detail, clean('left as it is'));
  t.deepEqual(readList(kit, jobId), ['192.0.2.1']);
  t.false(kit.emulator.control.requests().some(({route}) => route === 'system/whoami'));
});

test('addresses that were named are added in place of the own one, and remembered', async (t) => {
  const kit = await startKit(t);
  const allowSsh = ['203.0.113.7', '192.0.2.1', '203.0.113.8'];
  const {jobId} = await attachWith({allowSsh}, 'always', kit);
  t.deepEqual(readList(kit, jobId), ['192.0.2.1', '203.0.113.7', '203.0.113.8']);
  t.deepEqual(
    kit.services.registry.listFirewallEntries().map(({address}) => address as string),
    ['203.0.113.7', '203.0.113.8'],
  );
});

test('a range is asked about even with always, and the yes counts once', async (t) => {
  const kit = await startKit(t);
  const {jobId, shell, snapshot} = await attachWith({allowSsh: ['127.0.0.0/24']}, 'always', kit);
  t.like(snapshot.question, {kind: 'firewall', address: clean('127.0.0.0/24'), isRange: true});
  shell.attachment.answer('yes');
  await shell.waitFor('ready');
  t.deepEqual(readList(kit, jobId), ['192.0.2.1', '127.0.0.0/24']);
  t.false(kit.services.registry.hasConsentedToFirewall(jobId, clean('127.0.0.0/24')));
});

test('behind a proxy whose address nobody can tell, the user is asked to name it', async (t) => {
  const kit = await startKit(t);
  const findProxyAddress = () => Promise.resolve(undefined);
  const shell = kit.attach(await kit.addJob({allowSSH: []}), {
    connect: (request) =>
      connectToWorker({...request, proxy: undefined, firewall: {...ASK, findProxyAddress}}),
  });
  const {outcome} = await shell.over();
  t.regex(outcome?.kind === 'refused' ? outcome.remedy : '', /--allow-ssh ADDRESS/);
});

test("behind a proxy it is the proxy's address that is let in", async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: ['127.0.0.1']});
  const findProxyAddress = () => Promise.resolve('203.0.113.99');
  const shell = kit.attach(jobId, {
    connect: (request) =>
      connectToWorker({...request, proxy: undefined, firewall: {...ASK, findProxyAddress}}),
  });
  const {question} = await shell.waitFor((now) => now.question !== undefined);
  t.like(question, {address: clean('203.0.113.99')});
});
