import {ConfigError} from '../../model/errors.ts';
import {isRunnableName, isStartableName} from '../../model/executable.ts';
import type {FormerRun} from '../../model/former-run.ts';
import type {RerunWishes} from '../../model/rerun-plan.ts';
import {type GivenInput, readGivenInput} from '../../model/typed-input.ts';
import type {PlatformClient} from '../platform/platform-client.ts';

/**
 * What goes in in place of what went in the last time, checked against what the executable takes; nothing of the rest is
 * missing, unless `isWhole`: then JSON stands for all of it, which only a job can be given.
 *
 * Throws `ConfigError` for what the executable does not take, and what the platform's client throws.
 */
export const readChangedInput = async (
  platform: Pick<PlatformClient, 'describeExecutable'>,
  {executable}: FormerRun,
  given: GivenInput & {readonly isWhole: boolean},
): Promise<Pick<RerunWishes, 'input' | 'isInputWhole'>> => {
  if (given.json === undefined && given.typed.length === 0) return {input: {}};
  if (!isStartableName(executable))
    throw new ConfigError(
      'A global workflow runs again with the inputs that it had.',
      'Leave them as they were, or use `dx run --clone`.',
    );
  const {parameters, stages} = await platform.describeExecutable(executable);
  const isInputWhole = given.isWhole && given.json !== undefined && isRunnableName(executable);
  const known = isInputWhole
    ? parameters
    : parameters?.map((parameter) => ({...parameter, isOptional: true}));
  return {input: readGivenInput(given, {parameters: known, stages}), isInputWhole};
};
