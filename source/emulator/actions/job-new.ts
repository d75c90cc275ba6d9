import {InvalidInput, InvalidState, PermissionDenied} from '../errors.ts';
import type {JobSpec} from '../execution-record.ts';
import {readOptionalHash, readOptionalStrings, readString} from '../input.ts';
import {readRunOptions, readSystemRequirements} from '../run/run-options.ts';
import type {Action} from './action.ts';

/**
 * `/job/new`: a running job makes a subjob, which runs another function of its executable.
 *
 * Footing: documented, by a job's own token only; the words of the refusals are assumed.
 */
export const jobNew: Action = (call) => {
  const {input: body, state, life, jobId} = call;
  const parent = jobId === undefined ? undefined : state.executions.get(jobId);
  if (parent === undefined) throw new PermissionDenied('Only a job may call this method');
  if (parent.wire.state !== 'running') throw new InvalidState(`${parent.id} is not running`);
  const name = readString(body, 'function');
  const program = state.programs.get(`${String(parent.wire.executable)}:${name}`);
  if (program === undefined) throw new InvalidInput(`The executable has no function "${name}"`);
  return state.nonces.answerOnce(call, () => {
    const options = readRunOptions(body, false);
    const input = readOptionalHash(body, 'input') ?? {};
    const requirements = readSystemRequirements(body, 'systemRequirements');
    const wanted = requirements?.[name] ?? requirements?.['*'];
    const instanceType = wanted?.instanceType ?? parent.wire.instanceType;
    const {executionPolicy, timeout, allowSSH, debug} = parent.wire;
    const spec: JobSpec = {
      fields: {
        ...(executionPolicy && {executionPolicy}),
        ...(timeout !== undefined && {timeout}),
        ...(allowSSH && {allowSSH}),
        ...(debug?.debugOn && {debug: {debugOn: debug.debugOn}}),
        ...options,
        // Footing: documented in the official client, the default name.
        name: options.name ?? `${String(parent.wire.name)}:${name}`,
        function: name,
        ...(instanceType !== undefined && {instanceType}),
        runInput: input,
        originalInput: input,
        input,
      },
      plan: {
        queueMs: 1_000,
        bootMs: 1_000,
        hostMs: 0,
        runMs: Number.POSITIVE_INFINITY,
        end: {state: 'done'},
        program,
        isDecidedByProgram: true,
        ...(timeout !== undefined && {timeoutMs: timeout}),
      },
    };
    return {id: life.jobs.submitSubjob(parent, spec, readOptionalStrings(body, 'dependsOn')).id};
  });
};
