import type {FirewallEntry} from '../../model/closed-firewall.ts';
import {isJobId, type JobId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {isResumable, type SessionRecord, type WorkerTarget} from '../../model/session.ts';
import type {Database} from './database.ts';
import {createSaving} from './saving.ts';

const KEPT_SESSIONS = 200;
const PERSISTENCES = ['login', 'dxtop', 'none'] as const;
const OUTCOMES = [
  'attached',
  'detached',
  'exited',
  'given-up',
  'left',
  'job-over',
  'refused',
  'cancelled',
  'terminal-gone',
] as const;
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/**
 * What dxtop remembers of its sessions and of what it did to firewalls, written as it happens: a crash, a reboot or a
 * second dxtop loses nothing. Two at once are normal; each session row belongs to one worker, and the latest write wins.
 */
export interface SessionRegistry {
  /** Keeps one session, in place of what was known of the same worker. */
  save(record: SessionRecord): void;
  /** Forgets the session on one worker; nothing happens there. */
  forget(target: WorkerTarget): void;
  /** All that is remembered, latest first; unreadable rows are left out. */
  list(): readonly SessionRecord[];
  /** The latest session that may still be there to go back to. */
  latestResumable(): SessionRecord | undefined;
  /** Remembers that the user let this address of theirs through this job's firewall. */
  consentToFirewall(jobId: JobId, address: SafeText, nowMs: number): void;
  /** Whether they did; an address that they have moved to since is another question. */
  hasConsentedToFirewall(jobId: JobId, address: SafeText): boolean;
  /** Remembers an address that dxtop has added to a job's `allowSSH`, so that it can be taken back. */
  addFirewallEntry(jobId: JobId, address: SafeText, nowMs: number): void;
  /** What dxtop has added to the lists of jobs and not taken back, of one job or of all; the oldest first. */
  listFirewallEntries(jobId?: JobId): readonly FirewallEntry[];
  /** Forgets an address that is no longer in a job's list because of dxtop. */
  removeFirewallEntry(jobId: JobId, address: SafeText): void;
}

/**
 * Makes the registry on an open state file. Where a write or read fails (disk full, file taken away or damaged) dxtop
 * goes on without what is saved, and `onTrouble` hears of it once.
 */
export const createSessionRegistry = (
  {connection}: Database,
  onTrouble: (notice: SafeText) => void,
): SessionRegistry => {
  const attempt = createSaving('Sessions', onTrouble);
  const insert = connection.prepare(
    `INSERT OR REPLACE INTO sessions (job_id, worker_number, job_name, host, persistence, started_ms, last_seen_ms, outcome, try_number, fingerprint)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const trim = connection.prepare(
    'DELETE FROM sessions WHERE rowid NOT IN (SELECT rowid FROM sessions ORDER BY last_seen_ms DESC LIMIT ?)',
  );
  const deleteSession = connection.prepare('DELETE FROM sessions WHERE job_id = ? AND worker_number = ?');
  const select = connection.prepare('SELECT * FROM sessions ORDER BY last_seen_ms DESC');
  const insertConsent = connection.prepare(
    'INSERT OR REPLACE INTO address_consents (job_id, address, given_ms) VALUES (?, ?, ?)',
  );
  const selectConsent = connection.prepare('SELECT 1 FROM address_consents WHERE job_id = ? AND address = ?');
  const insertEntry = connection.prepare(
    'INSERT OR REPLACE INTO firewall_entries (job_id, address, added_ms) VALUES (?, ?, ?)',
  );
  const selectEntries = connection.prepare('SELECT job_id, address FROM firewall_entries ORDER BY added_ms');
  const deleteEntry = connection.prepare('DELETE FROM firewall_entries WHERE job_id = ? AND address = ?');
  const list = () => attempt(() => select.all().flatMap((row) => toRecord(row) ?? [])) ?? [];
  return {
    save(record) {
      attempt(() => {
        insert.run(
          record.jobId,
          record.workerNumber,
          record.jobName,
          record.host,
          record.persistence,
          record.startedMs,
          record.lastSeenMs,
          record.outcome,
          record.tryNumber ?? null,
          record.fingerprint ?? null,
        );
        trim.run(KEPT_SESSIONS);
      });
    },
    forget({jobId, workerNumber}) {
      attempt(() => deleteSession.run(jobId, workerNumber));
    },
    list,
    latestResumable: () => list().find(isResumable),
    consentToFirewall(jobId, address, nowMs) {
      attempt(() => insertConsent.run(jobId, address, nowMs));
    },
    hasConsentedToFirewall: (jobId, address) =>
      attempt(() => selectConsent.get(jobId, address)) !== undefined,
    addFirewallEntry(jobId, address, nowMs) {
      attempt(() => insertEntry.run(jobId, address, nowMs));
    },
    listFirewallEntries: (jobId) =>
      (attempt(() => selectEntries.all()) ?? []).flatMap(({job_id: id, address}) => {
        if (typeof id !== 'string' || !isJobId(id) || typeof address !== 'string') return [];
        return jobId === undefined || id === jobId ? {jobId: id, address: clean(address)} : [];
      }),
    removeFirewallEntry(jobId, address) {
      attempt(() => deleteEntry.run(jobId, address));
    },
  };
};

const toRecord = (row: Record<string, unknown>): SessionRecord | undefined => {
  const jobId = row['job_id'];
  const persistence = PERSISTENCES.find((known) => known === row['persistence']);
  const outcome = OUTCOMES.find((known) => known === row['outcome']);
  const workerNumber = row['worker_number'];
  const tryNumber = row['try_number'];
  const fingerprint = row['fingerprint'];
  if (typeof jobId !== 'string' || !isJobId(jobId) || !persistence || !outcome) return undefined;
  if (typeof workerNumber !== 'number' || workerNumber < 0) return undefined;
  return {
    jobId,
    workerNumber,
    jobName: clean(String(row['job_name'])),
    host: clean(String(row['host'])),
    persistence,
    startedMs: Number(row['started_ms']),
    lastSeenMs: Number(row['last_seen_ms']),
    tryNumber: typeof tryNumber === 'number' && tryNumber >= 0 ? tryNumber : undefined,
    fingerprint: typeof fingerprint === 'string' && FINGERPRINT.test(fingerprint) ? fingerprint : undefined,
    outcome,
  };
};
