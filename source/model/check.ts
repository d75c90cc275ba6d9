import type {SafeText} from './safe-text.ts';

/**
 * What is looked at to tell whether, and why not, a worker can be reached. In the order of cause and consequence: what
 * stands further up can be the reason for what fails further down, never the other way round.
 */
export const CHECK_NAMES = [
  'network',
  'api',
  'token',
  'state',
  'launched-by',
  'closed-app',
  'key-permissions',
  'key',
  'account-key',
  'dns',
  'proxy',
  'firewall',
  'port',
  'host-key',
  'login',
  'multiplexer',
  'log',
] as const;
/** One of the checks. */
export type CheckName = (typeof CHECK_NAMES)[number];

/** What dxtop can do about a failed check itself. */
export type CheckAction = 'open-firewall' | 'set-up';

/**
 * One check as it stands: `noted` is worth knowing and breaks nothing, `skipped` could not be looked at because of
 * something else.
 */
export interface CheckReport {
  readonly name: CheckName;
  /** Which machine of a cluster it is about; `undefined` when it is about all, or there is only one. */
  readonly workerNumber: number | undefined;
  readonly state: 'running' | 'passed' | 'noted' | 'failed' | 'skipped';
  /** What was found: for a failed check the cause. Empty while it runs. */
  readonly found: SafeText;
  /** What to do about it; empty when there is nothing to do. */
  readonly remedy: SafeText;
  readonly action: CheckAction | undefined;
  /** How long it took, in milliseconds; `undefined` while it runs. */
  readonly tookMs: number | undefined;
}

/** The failed check that the others follow from; `undefined` when none has failed so far. */
export const findRootCause = (reports: readonly CheckReport[]): CheckReport | undefined =>
  reports
    .filter(({state}) => state === 'failed')
    .sort((one, other) => CHECK_NAMES.indexOf(one.name) - CHECK_NAMES.indexOf(other.name))[0];

/** The machines whose checks failed as this one did, itself included; `[]` when it is not about one of several. */
export const findFailedMachines = (reports: readonly CheckReport[], cause: CheckReport): readonly number[] =>
  reports
    .filter(({name, state}) => name === cause.name && state === 'failed')
    .flatMap(({workerNumber}) => workerNumber ?? []);

/** Whether every check has come to its end. */
export const isComplete = (reports: readonly CheckReport[]): boolean =>
  reports.every(({state}) => state !== 'running');
