import {isIP} from 'node:net';
import {CancelError, SshError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {WorkerPlatform} from './worker-platform.ts';

/** What the user is asked before their address is let through a job's firewall. */
export interface FirewallQuestion {
  readonly address: SafeText;
  readonly allowSSH: readonly SafeText[];
}

/**
 * Makes sure that the job's `allowSSH` lets this computer in, and says what was done.
 *
 * Adds exactly the one literal address that the platform sees us under, to the list as it is now, after `ask` said yes,
 * and reads the list again afterwards (threat-model F-1, F-2). Throws `CancelError` when the answer is no, `SshError`
 * (level `firewall`) when the platform reports no usable address or does not keep the entry.
 */
export const openFirewall = async ({
  job,
  platform,
  signal,
  ask,
  onAdded,
}: {
  job: Job;
  platform: WorkerPlatform;
  signal: AbortSignal;
  ask: (question: FirewallQuestion) => Promise<boolean>;
  onAdded: (address: SafeText) => void;
}): Promise<string> => {
  const {clientIp} = await platform.whoami({clientIp: true, signal});
  if (clientIp === undefined || isIP(clientIp) === 0) {
    throw new SshError(
      'firewall',
      'The platform did not say which address you come from.',
      'Check whether a proxy stands between you and the platform.',
    );
  }

  const address = clean(clientIp);
  if (isAllowed(job.allowSSH, clientIp)) return `${address} may connect`;
  if (!(await ask({address, allowSSH: job.allowSSH}))) throw new CancelError();
  const current = await describeJob(platform, job.id, signal);
  if (!isAllowed(current.allowSSH, clientIp)) {
    await platform.updateJob(job.id, {allowSSH: [...current.allowSSH, clientIp]}, {signal});
    onAdded(address);
  }

  const after = await describeJob(platform, job.id, signal);
  if (!isAllowed(after.allowSSH, clientIp)) {
    throw new SshError(
      'firewall',
      `The platform did not keep ${address} in the job's allowSSH.`,
      'Another program may be changing the list; try again.',
    );
  }

  return `${address} was let in`;
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
