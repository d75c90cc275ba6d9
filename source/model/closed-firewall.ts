import type {JobId} from './ids.ts';
import type {SafeText} from './safe-text.ts';
import type {SessionOutcome, SessionRecord} from './session.ts';

/** An address that dxtop has let through a job's firewall. */
export interface FirewallEntry {
  readonly jobId: JobId;
  readonly address: SafeText;
}

/** What became of the addresses that dxtop had let through one job's firewall. */
export interface ClosedFirewall {
  readonly jobId: JobId;
  readonly addresses: readonly SafeText[];
  /** `over`: the job has ended or is gone, and its firewall with it. `absent`: somebody else has taken them out before. */
  readonly result: 'closed' | 'over' | 'absent';
}

/**
 * The addresses that may be taken back once an attach to a job is over: those that dxtop has added. `[]` while another
 * session from this computer is attached to the job, and when the job's firewall went with the job.
 */
export const toReturnable = (
  jobId: JobId,
  outcome: SessionOutcome['kind'],
  {entries, sessions}: {entries: readonly FirewallEntry[]; sessions: readonly SessionRecord[]},
): readonly SafeText[] => {
  if (outcome === 'job-over' || outcome === 'terminal-gone') return [];
  if (sessions.some((session) => session.jobId === jobId && session.outcome === 'attached')) return [];
  return entries.filter((entry) => entry.jobId === jobId).map(({address}) => address);
};
