import {isTerminal} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import {clean} from '../../model/safe-text.ts';
import type {SessionOutcome} from '../../model/session.ts';
import type {ChannelEnd} from '../terminal/lend-terminal.ts';
import type {ConnectedWorker} from './connect-to-worker.ts';
import {describeJob} from './firewall.ts';
import {JobOverError} from './job-over-error.ts';
import {toOutcome} from './to-outcome.ts';
import {toImpatient, type WorkerPlatform} from './worker-platform.ts';

type ShellExit = Extract<ChannelEnd, {kind: 'exited'}>;

/**
 * How an attach ends whose shell has ended: its session may live on, as after a tmux detach. Closes the connection.
 * `undefined` when the link went with the shell, so that nobody can tell yet. Never throws.
 */
export const findExitOutcome = async (
  worker: ConnectedWorker,
  end: ShellExit,
  {
    jobId,
    platform,
    hasLivingSession,
    signal,
  }: {
    jobId: JobId;
    platform: WorkerPlatform;
    hasLivingSession: (worker: ConnectedWorker) => Promise<boolean>;
    signal: AbortSignal;
  },
): Promise<SessionOutcome | undefined> => {
  let isAlive: boolean;
  try {
    isAlive = await hasLivingSession(worker);
  } catch {
    return undefined;
  } finally {
    worker.connection.close();
  }

  return isAlive
    ? {kind: 'detached', isResumable: true}
    : await findShellOutcome(end, jobId, platform, signal);
};

/**
 * What it means that a shell has ended and nothing is left of its session. A job that ends takes its shells along, and
 * then their status says nothing: one question to the platform tells. Never throws; without an answer after 5 s it is what
 * the shell said.
 */
const findShellOutcome = async (
  end: ShellExit,
  jobId: JobId,
  platform: WorkerPlatform,
  signal: AbortSignal,
): Promise<SessionOutcome> => {
  try {
    const job = await describeJob(toImpatient(platform), jobId, signal);
    if (isTerminal(job) || job.state === 'terminating') return toOutcome(new JobOverError(job));
  } catch {
    // Not to be known now. What the shell said of its end is true as well.
  }

  const {status, signal: name} = end;
  return {kind: 'exited', status, signal: name === undefined ? undefined : clean(name)};
};
