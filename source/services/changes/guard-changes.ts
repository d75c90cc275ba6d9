import {ConfigError, toSentence} from '../../model/errors.ts';
import {describeMetadataChange} from '../../model/metadata-change.ts';
import {clean} from '../../model/safe-text.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import type {ChangeLog} from '../storage/change-log.ts';

/** Why nothing is changed in read-only mode, for footers and plans. */
export const READ_ONLY = 'read-only mode';

/** What is thrown in its place, and before anything is asked in vain. */
export const readOnlyError = (): ConfigError =>
  new ConfigError(
    'dxtop is in read-only mode, and changes nothing.',
    'Start it without --read-only, and with `read_only = false` in the settings.',
  );

/**
 * The one door for everything that changes something on the platform: each call is written down before it is sent and
 * when it is answered, and in read-only mode none is sent. Calls that only ask pass as they are.
 *
 * The guarded methods throw `ConfigError` in read-only mode, else what the client throws.
 */
export const guardChanges = (
  client: PlatformClient,
  {log, isReadOnly, now}: {log: ChangeLog; isReadOnly: boolean; now: () => number},
): PlatformClient => {
  const change = async <Result>(
    action: string,
    id: string,
    call: () => Promise<Result>,
    toResult: (result: Result) => string = () => 'done',
  ): Promise<Result> => {
    if (isReadOnly) throw readOnlyError();
    const entry = log.begin(clean(action, 1000), clean(id), now());
    try {
      const result = await call();
      log.finish(entry, clean(toResult(result)));
      return result;
    } catch (error) {
      log.finish(entry, clean(toSentence(error), 1000));
      throw error;
    }
  };

  return {
    ...client,
    updateJob: (id, update, options) =>
      change(`let in over SSH: ${update.allowSSH.join(', ') || 'nobody'}`, id, () =>
        client.updateJob(id, update, options),
      ),
    updateUser: (id, update, options) =>
      change(update.sshPublicKey === null ? 'take the SSH key away' : 'set the SSH key', id, () =>
        client.updateUser(id, update, options),
      ),
    terminateExecution: (id, options) =>
      change('terminate', id, () => client.terminateExecution(id, options)),
    changeTags: (id, tags, options) =>
      change(
        describeMetadataChange({
          kind: 'metadata',
          addTags: tags.add,
          removeTags: tags.remove,
          properties: {},
        }),
        id,
        () => client.changeTags(id, tags, options),
      ),
    runExecutable: (plan, options) =>
      change(
        plan.again ? 'run again' : 'run',
        plan.again?.id ?? plan.executable.id,
        () => client.runExecutable(plan, options),
        (id) => `started ${id}`,
      ),
    setProperties: (id, properties, options) =>
      change(describeMetadataChange({kind: 'metadata', addTags: [], removeTags: [], properties}), id, () =>
        client.setProperties(id, properties, options),
      ),
  };
};
