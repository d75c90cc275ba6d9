import test from 'ava';
import type {JobId} from '../../../source/model/ids.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {type AttachKit, startKit, type TestAttachment} from './attach-kit.ts';

/** Begins an attach that has described the job before `change`, and everything after it. */
const attachAcross = async (
  kit: AttachKit,
  jobId: JobId,
  change: () => Promise<void> | void,
): Promise<TestAttachment> => {
  const {platform} = kit.services;
  const before = await platform.describeExecution(jobId, {});
  await change();
  let isFirst = true;
  return kit.attach(jobId, {
    platform: {
      describeExecution: (id, options) => {
        if (!isFirst) return platform.describeExecution(id, options);
        isFirst = false;
        return Promise.resolve(before);
      },
      whoami: (options) => platform.whoami(options),
      updateJob: (id, wish, options) => platform.updateJob(id, wish, options),
    },
  });
};

/** What the checklist says of reaching the worker. */
const readReached = ({attachment}: TestAttachment): string | undefined =>
  attachment.getSnapshot().steps.find(({name}) => name === 'reach')?.detail;

const findPort = async (kit: AttachKit, jobId: JobId): Promise<number | undefined> => {
  const job = await kit.services.platform.describeExecution(jobId, {});
  return job.class === 'job' ? job.worker?.sshPort : undefined;
};

test('a job that is restarted while the question about its firewall is open is attached on its new worker', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob({allowSSH: []});
  const shell = kit.attach(jobId);
  await shell.waitFor(({question}) => question?.kind === 'firewall');
  await kit.emulator.control.restartJob(jobId);
  const details = new Set<string | undefined>();
  shell.attachment.subscribe(() => details.add(readReached(shell)));
  shell.attachment.answer('yes');
  await shell.waitFor('ready');
  t.deepEqual(
    [...details].filter((detail) => detail?.includes('refused')),
    [],
    'the old one is not tried',
  );
  t.is(readReached(shell), clean(`port ${String(await findPort(kit, jobId))} answers`));
});

test('a job that is restarted before its worker was reached is attached on its new worker', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = await attachAcross(kit, jobId, () => kit.emulator.control.restartJob(jobId));
  const {steps} = await shell.waitFor('ready');
  t.is(readReached(shell), clean(`port ${String(await findPort(kit, jobId))} answers`));
  t.true(steps.every(({state}) => state === 'done'));
});

test('a job that ends before its worker was reached is said to be over', async (t) => {
  const kit = await startKit(t);
  const jobId = await kit.addJob();
  const shell = await attachAcross(kit, jobId, () => {
    kit.emulator.control.endJob(jobId, {state: 'failed', failureReason: 'AppError', failureMessage: 'no'});
  });
  t.like((await shell.over()).outcome, {kind: 'job-over', state: 'failed', reason: clean('AppError')});
});
