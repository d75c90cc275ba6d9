import test from 'ava';
import {SshError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {closeFirewall} from '../../../source/services/ssh/close-firewall.ts';
import type {WireJob} from '../../../source/wire/job.ts';
import {type AttachKit, startKit} from './attach-kit.ts';

const OURS = clean('203.0.113.7');

const close = (kit: AttachKit, jobId: JobId, platform = kit.services.platform) =>
  closeFirewall({jobId, platform, registry: kit.services.registry, signal: new AbortController().signal});

const addJob = async (kit: AttachKit, allowSSH: string[]) => {
  const jobId = await kit.addJob({allowSSH});
  kit.services.registry.addFirewallEntry(jobId, OURS, 1);
  return jobId;
};

const readList = (kit: AttachKit, jobId: string): unknown =>
  (kit.emulator.control.execution(jobId) as WireJob).allowSSH ?? [];

test('only what dxtop has added is taken back, and forgotten then', async (t) => {
  const kit = await startKit(t);
  const jobId = await addJob(kit, ['192.0.2.1', OURS, '203.0.113.0/24']);
  t.deepEqual(await close(kit, jobId), {jobId, addresses: [OURS], result: 'closed'});
  t.deepEqual(readList(kit, jobId), ['192.0.2.1', '203.0.113.0/24']);
  t.deepEqual(kit.services.registry.listFirewallEntries(), []);
  t.is(await close(kit, jobId), undefined);
});

test('an address that the user had in the list already is not ours to take', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: [OURS]});
  t.is(await close(kit, jobId), undefined);
  t.deepEqual(readList(kit, jobId), [OURS]);
});

test('what somebody else has taken out is forgotten, and nothing written', async (t) => {
  const kit = await startKit(t);
  const jobId = await addJob(kit, ['192.0.2.1']);
  t.like(await close(kit, jobId), {result: 'absent'});
  t.false(kit.emulator.control.requests().some(({route}) => route.endsWith('/update')));
});

for (const [what, end] of [
  ['has ended', (kit: AttachKit, id: string) => kit.emulator.control.endJob(id, {state: 'done'})],
  ['nobody knows any more', (kit: AttachKit, id: string) => kit.emulator.control.remove(id)],
] as const) {
  test(`a job that ${what} has no firewall to close`, async (t) => {
    const kit = await startKit(t);
    const jobId = await addJob(kit, [OURS]);
    end(kit, jobId);
    t.like(await close(kit, jobId), {result: 'over'});
    t.deepEqual(kit.services.registry.listFirewallEntries(), []);
  });
}

test('an address that the platform keeps is told, and stays remembered', async (t) => {
  const kit = await startKit(t);
  const jobId = await addJob(kit, [OURS]);
  const platform = {...kit.services.platform, updateJob: () => Promise.resolve()};
  await t.throwsAsync(close(kit, jobId, platform), {
    instanceOf: SshError,
    message: /still lets 203\.0\.113\.7/,
  });
  t.is(kit.services.registry.listFirewallEntries(jobId).length, 1);
});
