import type {InitialAttach} from './app.tsx';
import type {BaseServices} from './create-services.ts';
import {formatWorkerChange} from './format/worker-change.ts';
import {ConfigError} from './model/errors.ts';
import {isReplaced} from './model/listed-session.ts';
import {clean} from './model/safe-text.ts';
import {toSessionName, toTargetKey, type WorkerTarget} from './model/session.ts';
import {findLastSession} from './services/ssh/find-last-session.ts';

/**
 * Finds what to attach to at the start, and what that is called: the worker that was named, or the one of the last session.
 *
 * Throws `ConfigError` when there is no session to go back to, or when its worker is gone although its job goes on.
 */
export const findInitialAttach = async (
  attach: WorkerTarget | 'last',
  {registry, platform}: Pick<BaseServices, 'registry' | 'platform'>,
): Promise<InitialAttach> => {
  if (attach !== 'last') {
    const known = registry.list().find((record) => toTargetKey(record) === toTargetKey(attach));
    const jobName = known?.jobName ?? toSessionName(clean(attach.jobId), attach.workerNumber);
    return {target: attach, jobName};
  }

  const last = await findLastSession(registry, platform);
  if (!last)
    throw new ConfigError(
      'There is no session to go back to.',
      'Start one with `dxtop`, or `dxtop ssh JOB`.',
    );
  const {record, change} = last;
  if (change && isReplaced(last))
    throw new ConfigError(
      `The session on ${record.jobName} is gone: ${formatWorkerChange(change)}.`,
      `\`dxtop attach ${record.jobId}\` opens a new one there.`,
    );
  return {target: record, jobName: record.jobName};
};
