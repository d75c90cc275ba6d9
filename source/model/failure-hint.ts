import type {Failure} from './execution.ts';
import {nextInstanceType, type Resource, sizeOf} from './instance-types.ts';

/**
 * What to do about each reason.
 * Source: https://documentation.dnanexus.com/user/running-apps-and-workflows/errors (Types of Errors)
 */
const HINTS: Readonly<Record<string, string>> = {
  AppError: 'The app refused its input or settings: the message says which. Correct them, and run it again.',
  AppInternalError:
    'The program crashed: read its last error lines. Run it again with debug hold (--debug-on AppInternalError --allow-ssh) to look around on the worker.',
  AuthError: 'The token that the job ran with was no longer valid. Log in again, and run it again.',
  CostLimitExceeded: 'The tree reached its cost limit. Run it again with a higher --cost-limit.',
  DependencyUnsatisfiable:
    'Something that it waited for was deleted or failed. Bring that back, or choose another input, and run it again.',
  ExecutionError:
    "The job could not be started or ended in an unexpected way. Check the executable's resources and assets; run it again, for it may have been the platform.",
  IncompleteUploads: 'Output files were not closed. Let the program wait for its uploads, and run it again.',
  InputError:
    'An input is missing or of another type than the executable expects. Correct it, and run it again.',
  JMInternalError:
    'An error of the platform, which is not billed. Run it again; if it comes back, tell support.',
  JobTimeoutExceeded:
    'It ran into its time limit. Run it again with a higher --timeout, or on a larger instance.',
  JobTreeFailure: 'Another execution of the tree failed first: this one is its consequence.',
  OrgExpired: "The organization's licence has ended: ask its administrator.",
  OutputError: 'An output is missing or of another type than the executable declares. Correct the program.',
  SpendingLimitExceeded:
    'The spending limit of the organization or project is reached: ask its administrator.',
  SpotInstanceInterruption:
    'The cloud took the spot instance back. Run it again with --priority high, which uses no spot instances.',
  UnresponsiveWorker:
    'The worker stopped reporting, most often for want of memory. Look at its metrics, and run it again on an instance with more memory.',
};

const MEMORY =
  /out of memory|\boom\b|cannot allocate|outofmemory|bad_alloc|killed by the kernel|memoryerror|code 137/i;
const STORAGE = /no space left|disk (?:is )?full|disk quota|enospc|ran out of (?:disk|storage)/i;

/** Which resource a job ran out of, as far as its failure tells. */
export const exhaustedResource = (failure: Failure | undefined): Resource | undefined => {
  const message = failure?.message ?? '';
  if (STORAGE.test(message)) return 'storage';
  return MEMORY.test(message) ? 'memory' : undefined;
};

/**
 * What the user can do about a failure, in one or two sentences. For an exhausted resource it names the next larger
 * instance type. Empty when there is no failure, or its reason is one that nobody documented.
 */
export const toFailureHint = (failure: Failure | undefined, instanceType: string | undefined): string => {
  if (!failure) return '';
  const {reason} = failure;
  const resource = exhaustedResource(failure);
  if (resource !== undefined || reason === 'AppInsufficientResourceError')
    return toResourceHint(resource, instanceType, toUsedGB(failure.message));
  return reason !== undefined && Object.hasOwn(HINTS, reason) ? (HINTS[reason] ?? '') : '';
};

/** The largest amount that a message tells, in GB: `31.4 GB of 32 GB were in use` is 32. */
const toUsedGB = (message = ''): number =>
  Math.max(
    0,
    ...[...message.slice(0, 2000).matchAll(/(\d{1,6}(?:\.\d+)?) ?Gi?B?\b/g)].map(([, amount]) =>
      Number(amount),
    ),
  );

const toResourceHint = (
  resource: Resource | undefined,
  instanceType: string | undefined,
  usedGB: number,
): string => {
  const what = resource ?? 'memory or storage';
  const next =
    instanceType === undefined ? undefined : nextInstanceType(instanceType, resource ?? 'memory', usedGB);
  const size = next === undefined ? undefined : sizeOf(next);
  if (next === undefined || size === undefined)
    return `The worker ran out of ${what}. Run it again on a larger instance type (--instance-type).`;
  return (
    `The worker ran out of ${what}. Run it again with --instance-type ${next} ` +
    `(${String(size.cores)} cores, ${String(size.memoryGiB)} GiB memory, ${String(size.storageGB)} GB storage).`
  );
};
