import {isHash, type Hash} from '../input.ts';
import type {JobPlan, JobSpec, StoredFields} from '../execution-record.ts';
import type {KnownExecutable} from '../executables/find-executable.ts';
import type {PlatformState} from '../state.ts';
import {mergePolicies, readExecutionPolicy, type ExecutionPolicy} from './execution-policy.ts';
import {defaultInstanceType} from './instance-types.ts';
import {toTimeoutMs} from './job-timeout.ts';

/** One job of a run call, before it is submitted. */
export interface RunParts {
  readonly state: PlatformState;
  readonly executable: KnownExecutable;
  /** The body of the run call. */
  readonly call: Hash;
  /** What `readRunOptions` made of it. */
  readonly options: StoredFields;
  /** What was given, and the same with defaults. */
  readonly runInput: Hash;
  readonly fullInput: Hash;
  /** Requirements that take precedence, function by function. */
  readonly requirements?: Hash;
}

const toRequirements = ({executable, call, options, requirements}: RunParts) => {
  const byExecutable = call.systemRequirementsByExecutable;
  const forThis = isHash(byExecutable) ? (byExecutable[executable.id] ?? byExecutable['*']) : undefined;
  const own = executable.runSpec?.systemRequirements;
  // Footing: documented, the order of precedence; that a request for `*` also covers functions named by the
  // executable is assumed.
  for (const source of [requirements, options.runSystemRequirements, forThis, own]) {
    const wanted: unknown = isHash(source) ? (source.main ?? source['*']) : undefined;
    if (isHash(wanted) && typeof wanted.instanceType === 'string') return wanted.instanceType;
  }
  return defaultInstanceType;
};

/** Footing: assumed durations. A job without a program only pretends, for a minute. */
const toPlan = (program: string | undefined, timeoutMs: number): JobPlan => ({
  queueMs: 1_500,
  bootMs: 1_500,
  hostMs: program === undefined ? 3_000 : 0,
  runMs: program === undefined ? 60_000 : Number.POSITIVE_INFINITY,
  end: {state: 'done'},
  timeoutMs,
  ...(program !== undefined && {program, isDecidedByProgram: true}),
});

/** Builds the job that runs an applet or app. Throws `InvalidInput` for policies and time-outs of the wrong shape. */
export const toRunJob = (parts: RunParts): JobSpec => {
  const {state, executable, call, options, runInput, fullInput} = parts;
  const instanceType = toRequirements(parts);
  const timeout = toTimeoutMs(call, executable.id, executable.runSpec?.timeoutPolicy);
  const ownPolicy = executable.runSpec?.executionPolicy as ExecutionPolicy | undefined;
  const network = executable.access?.network;
  return {
    fields: {
      ...options,
      name: options.name ?? executable.title ?? executable.name,
      executable: executable.id,
      executableName: executable.name,
      function: 'main',
      instanceType,
      systemRequirements: {main: {instanceType}},
      executionPolicy: {...mergePolicies(readExecutionPolicy(call), ownPolicy)},
      timeout,
      networkAccess: Array.isArray(network) ? network.map(String) : [],
      runInput,
      originalInput: fullInput,
      input: fullInput,
    },
    plan: {
      ...toPlan(state.programs.get(executable.id), timeout),
      ...(executable.outputSpec && {outputSpec: executable.outputSpec}),
    },
  };
};
