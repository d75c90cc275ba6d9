import type {ClosedFirewall} from '../../model/closed-firewall.ts';
import {ApiError, SshError} from '../../model/errors.ts';
import {isTerminal, type Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {SessionRegistry} from '../storage/session-registry.ts';
import {describeJob} from './firewall.ts';
import type {WorkerPlatform} from './worker-platform.ts';

/**
 * Takes the addresses back that dxtop has added to a job's `allowSSH`, and no others (threat-model F-2): reads the list,
 * writes it without them, reads it again, and forgets them. Connections that exist stay.
 *
 * Shape: `undefined` when dxtop has added none. Throws what the platform throws, and `SshError` (level `firewall`) when
 * the platform keeps an address.
 */
export const closeFirewall = async ({
  jobId,
  platform,
  registry,
  signal,
}: {
  jobId: JobId;
  platform: WorkerPlatform;
  registry: Pick<SessionRegistry, 'listFirewallEntries' | 'removeFirewallEntry'>;
  signal: AbortSignal;
}): Promise<ClosedFirewall | undefined> => {
  const addresses = registry.listFirewallEntries(jobId).map(({address}) => address);
  if (addresses.length === 0) return undefined;
  const forget = (result: ClosedFirewall['result']): ClosedFirewall => {
    for (const address of addresses) registry.removeFirewallEntry(jobId, address);
    return {jobId, addresses, result};
  };
  const isOurs = (entry: SafeText) => addresses.includes(entry);
  const job = await describeAlive(platform, jobId, signal);
  if (!job) return forget('over');
  if (!job.allowSSH.some(isOurs)) return forget('absent');
  const kept = job.allowSSH.filter((entry) => !isOurs(entry));
  await platform.updateJob(jobId, {allowSSH: kept}, {signal});
  const after = await describeAlive(platform, jobId, signal);
  if (after?.allowSSH.some(isOurs)) {
    throw new SshError(
      'firewall',
      `The platform still lets ${addresses.join(', ')} in.`,
      'Another program may be changing the list; try again.',
    );
  }

  return forget('closed');
};

/** The job; `undefined` when it has ended, or nobody knows it any more. */
const describeAlive = async (
  platform: WorkerPlatform,
  jobId: JobId,
  signal: AbortSignal,
): Promise<Job | undefined> => {
  try {
    const job = await describeJob(platform, jobId, signal);
    return isTerminal(job) ? undefined : job;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
};
