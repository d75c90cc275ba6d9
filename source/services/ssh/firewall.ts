import {isIP} from 'node:net';
import {CancelError, SshError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type FirewallPolicy, isRange} from './firewall-policy.ts';
import type {WorkerPlatform} from './worker-platform.ts';

/** What the user is asked before addresses are let through a job's firewall. */
export interface FirewallQuestion {
  /** Usually one; several only when the user named them, with commas between them then. */
  readonly address: SafeText;
  /** Whether a range is among them: that is asked about each time. */
  readonly isRange: boolean;
  readonly allowSSH: readonly SafeText[];
}

/**
 * Makes sure that the job's `allowSSH` lets this computer in, and says what was done, with the job as it was read last: it
 * may have been restarted while the question was open.
 *
 * Adds exactly the one literal address that the platform sees us under, or what the user named, to the list as it is now,
 * after `ask` said yes, and reads the list again afterwards (threat-model F-1, F-2). Throws `CancelError` when the answer
 * is no, `SshError` (level `firewall`) when nobody knows a usable address, or the platform does not keep the entries.
 */
export const openFirewall = async ({
  job,
  platform,
  policy,
  signal,
  ask,
  onAdded,
}: {
  job: Job;
  platform: WorkerPlatform;
  policy: FirewallPolicy;
  signal: AbortSignal;
  ask: (question: FirewallQuestion) => Promise<boolean>;
  /** For each entry that was not there before. */
  onAdded: (address: SafeText) => void;
}): Promise<{readonly detail: string; readonly job: Job}> => {
  if (policy.mode === 'never') return {detail: 'left as it is', job};
  const wanted = await findAddresses(policy, platform, signal);
  const list = clean(wanted.join(', '));
  const missing = toMissing(job, wanted);
  if (missing.length === 0) return {detail: `${list} may connect`, job};
  const question = {
    address: clean(missing.join(', ')),
    isRange: missing.some(isRange),
    allowSSH: job.allowSSH,
  };
  const isAsked = policy.mode === 'ask' || question.isRange;
  if (isAsked && !(await ask(question))) throw new CancelError();
  const current = await describeJob(platform, job.id, signal);
  const added = toMissing(current, wanted);
  if (added.length > 0) {
    await platform.updateJob(job.id, {allowSSH: [...current.allowSSH, ...added]}, {signal});
    for (const address of added) onAdded(clean(address));
  }

  const after = await describeJob(platform, job.id, signal);
  const lost = toMissing(after, wanted);
  if (lost.length > 0) {
    throw new SshError(
      'firewall',
      `The platform did not keep ${clean(lost.join(', '))} in the job's allowSSH.`,
      'Another program may be changing the list; try again.',
    );
  }

  return {detail: `${list} ${wanted.length === 1 ? 'was' : 'were'} let in`, job: after};
};

/** What of the wanted entries a job does not let in yet. */
const toMissing = ({allowSSH}: Job, wanted: readonly string[]): readonly string[] =>
  wanted.filter((address) => !isAllowed(allowSSH, address));

const findAddresses = async (
  {addresses, findProxyAddress}: FirewallPolicy,
  platform: WorkerPlatform,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  if (addresses.length > 0) return addresses;
  const address = findProxyAddress
    ? await findProxyAddress(signal)
    : (await platform.whoami({clientIp: true, signal})).clientIp;
  if (address !== undefined && isIP(address) !== 0) return [address];
  throw findProxyAddress
    ? new SshError(
        'firewall',
        'The platform cannot be asked through the SSH proxy which address the worker sees.',
        'Name the outside address of the proxy with --allow-ssh ADDRESS, or say --no-firewall-update if the job lets it in.',
      )
    : new SshError(
        'firewall',
        'The platform did not say which address you come from.',
        'Check whether a proxy stands between you and the platform.',
      );
};

/** Describes a job. Throws what the platform throws, and `SshError` for anything that is not a job. */
export const describeJob = async (
  platform: WorkerPlatform,
  jobId: JobId,
  signal: AbortSignal,
): Promise<Job> => {
  const execution = await platform.describeExecution(jobId, {signal});
  if (execution.class === 'job') return execution;
  throw new SshError('describe', 'An analysis has no worker.', 'Choose one of its jobs.');
};

/** Whether an `allowSSH` list covers an address: as a literal, an IPv4 range, or `*`. */
export const isAllowed = (allowSSH: readonly string[], address: string): boolean =>
  allowSSH.some((entry) => entry === '*' || entry === address || isInRange(entry, address));

const isInRange = (range: string, address: string): boolean => {
  const [base, bits] = range.split('/');
  if (base === undefined || bits === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return false;
  if (isIP(base) !== 4 || isIP(address) !== 4) return false;
  const mask = Number(bits) === 0 ? 0 : (0xffff_ffff << (32 - Number(bits))) >>> 0;
  return (toNumber(base) & mask) >>> 0 === (toNumber(address) & mask) >>> 0;
};

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => ((sum << 8) | Number(part)) >>> 0, 0);
