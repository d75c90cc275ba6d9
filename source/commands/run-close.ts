import {formatClosedFirewall} from '../format/closed-firewall.ts';
import type {JobId} from '../model/ids.ts';
import type {ClosedFirewall} from '../model/closed-firewall.ts';
import {closeFirewall} from '../services/ssh/close-firewall.ts';
import type {CommandContext} from './command-context.ts';
import {openServices} from './open-services.ts';
import {printJson, printLines} from './plain-command.ts';

/**
 * Takes back what dxtop has let through the firewall of a job, or of all jobs, and says so. Answers the exit status.
 *
 * Throws `ApiError`, `NetworkError` and `SshError`; what was taken back before stays so.
 */
export const runClose = async (
  context: CommandContext,
  jobId: JobId | undefined,
  {json = false}: {readonly json?: boolean},
): Promise<number> => {
  const {platform, registry, close} = await openServices(context);
  try {
    const jobIds = new Set(registry.listFirewallEntries(jobId).map((entry) => entry.jobId));
    const closed: ClosedFirewall[] = [];
    for (const id of jobIds) {
      const result = await closeFirewall({
        jobId: id,
        platform,
        registry,
        signal: new AbortController().signal,
      });
      if (result) closed.push(result);
    }

    if (json) printJson(closed);
    else if (closed.length === 0) printLines(['dxtop has let no address in that is still to be taken back.']);
    else printLines(closed.map((one) => formatClosedFirewall(one.jobId, one)));
    return 0;
  } finally {
    close();
  }
};
