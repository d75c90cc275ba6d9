import {CHECK_NAMES, type CheckName, type CheckReport} from '../../model/check.ts';
import {DxtopError, toSentence} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {ACCOUNT_CHECKS} from './account-checks.ts';
import {type Check, type CheckResult, failed, skipped} from './check.ts';
import {FactError} from './fact-error.ts';
import {CheckFacts, type CheckSubject} from './check-facts.ts';
import {JOB_CHECKS} from './job-checks.ts';
import {KEY_CHECKS} from './key-checks.ts';
import {LOG_CHECKS} from './log-check.ts';
import {WORKER_CHECKS} from './worker-checks.ts';

/** For each check; what it waits for has shorter limits of its own. */
const LIMIT_MS = 14_000;

const ALWAYS: readonly Check[] = [...ACCOUNT_CHECKS, ...KEY_CHECKS, ...LOG_CHECKS];
const WITH_JOB: readonly Check[] = [...JOB_CHECKS, ...WORKER_CHECKS];

/** The checks of a job, or of account and network alone, in the order of cause and consequence. */
export const listChecks = ({target, proxy}: Pick<CheckSubject, 'target' | 'proxy'>): readonly Check[] =>
  [...ALWAYS, ...(target ? WITH_JOB : [])]
    .filter(({name}) => name !== 'proxy' || proxy)
    .sort((one, other) => CHECK_NAMES.indexOf(one.name) - CHECK_NAMES.indexOf(other.name));

/**
 * Runs all checks at once, and tells of each as it ends; `onChange` gets all reports as they are then, in the order of
 * cause and consequence. Nothing is changed anywhere. Resolves with the last of them, and never rejects; when the signal is
 * aborted the checks that still run are told as skipped.
 */
export const runChecks = async (
  subject: CheckSubject,
  {
    signal,
    onChange = () => undefined,
    limitMs = LIMIT_MS,
  }: {
    signal: AbortSignal;
    onChange?: (reports: readonly CheckReport[]) => void;
    /** For tests. */
    limitMs?: number;
  },
): Promise<readonly CheckReport[]> => {
  const stop = new AbortController();
  const facts = new CheckFacts(subject, AbortSignal.any([signal, stop.signal]));
  const runs: CheckRun[] = listChecks(subject).map((check) => ({check, facts, report: toReport(check.name)}));
  const tell = () => {
    onChange(runs.map(({report}) => report));
  };
  const run = async (one: CheckRun) => {
    const {check} = one;
    const startMs = performance.now();
    const result = await runOne(check, one.facts, signal, limitMs);
    const tookMs = performance.now() - startMs;
    // Which machine it is about may be known only by now.
    one.report = toReport(check.name, one.report.workerNumber, result, tookMs);
    tell();
  };
  tell();
  // Before the others begin, so that no check of a machine ends before it has the machine's name.
  const further = runFurther(subject, facts, runs, async (more) => {
    runs.push(...more);
    tell();
    await Promise.all(more.map(run));
  });
  await Promise.all([...runs.map(run), further]);
  stop.abort();
  facts.close();
  return runs.map(({report}) => report);
};

interface CheckRun {
  readonly check: Check;
  readonly facts: CheckFacts;
  report: CheckReport;
}

/** So many machines are looked at at a time. */
const MACHINES_AT_ONCE = 16;
/** What is looked at of each machine besides the driver; whether the platform tells of it at all comes first. */
const OF_MACHINE: readonly Check[] = [...JOB_CHECKS.filter(({name}) => name === 'state'), ...WORKER_CHECKS];

/** Runs the checks of a cluster's further machines, and gives those of the driver its name. */
const runFurther = async (
  subject: CheckSubject,
  facts: CheckFacts,
  runs: readonly CheckRun[],
  start: (more: readonly CheckRun[]) => Promise<void>,
): Promise<void> => {
  if (!subject.isWhole || subject.target?.workerNumber !== 0) return;
  const numbers = await findFurtherMachines(facts);
  if (numbers.length === 0) return;
  for (const run of runs) {
    if (WORKER_CHECKS.some(({name}) => name === run.report.name))
      run.report = {...run.report, workerNumber: 0};
  }

  const wanted = new Set(runs.map(({check}) => check.name));
  for (let from = 0; from < numbers.length; from += MACHINES_AT_ONCE) {
    await start(
      numbers.slice(from, from + MACHINES_AT_ONCE).flatMap((number) =>
        OF_MACHINE.filter(({name}) => wanted.has(name)).map((check) => ({
          check,
          facts: facts.forMachine(number),
          report: toReport(check.name, number),
        })),
      ),
    );
  }
};

/** The numbers of the machines besides the driver, `[]` while a job has none that can be reached. */
const findFurtherMachines = async (facts: CheckFacts): Promise<readonly number[]> => {
  try {
    await facts.worker();
    return (await facts.job()).clusterWorkers.map((_, index) => index + 1);
  } catch {
    // Why there is none is what the checks of the job say.
    return [];
  }
};

const toReport = (
  name: CheckName,
  workerNumber?: number,
  result?: CheckResult,
  tookMs?: number,
): CheckReport => ({
  name,
  workerNumber,
  state: result?.state ?? 'running',
  found: clean(result?.found ?? ''),
  remedy: clean(result && 'remedy' in result ? result.remedy : ''),
  action: result && 'action' in result ? result.action : undefined,
  tookMs,
});

const runOne = async (
  check: Check,
  facts: CheckFacts,
  signal: AbortSignal,
  limitMs: number,
): Promise<CheckResult> => {
  const {promise: end, resolve} = Promise.withResolvers<CheckResult>();
  const timer = setTimeout(() => {
    resolve(failed(`It was not finished within ${String(limitMs / 1000)} s.`, CHECK_AGAIN));
  }, limitMs);
  const handleAbort = () => {
    resolve(skipped('cancelled'));
  };
  signal.addEventListener('abort', handleAbort, {once: true});
  if (signal.aborted) handleAbort();
  try {
    return await Promise.race([
      check.run(facts).catch((error: unknown) => toFailure(check.name, error)),
      end,
    ]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', handleAbort);
  }
};

const CHECK_AGAIN = 'Check your network, then look again.';

const toFailure = (name: CheckName, error: unknown): CheckResult => {
  if (error instanceof FactError) {
    if (error.owner !== name || error.isHarmless) return skipped(toReason(error));
    return toFailure(name, error.cause);
  }

  if (!(error instanceof DxtopError)) return failed(toSentence(error), '');
  return failed(error.summary, error.remedy === '' ? CHECK_AGAIN : error.remedy, toAction(name));
};

const toReason = ({owner, isHarmless}: FactError): string =>
  isHarmless ? 'there is no worker to look at' : `needs ${NEEDED[owner] ?? owner}`;

/** What the failure of one check keeps others from looking at. */
const NEEDED: Readonly<Partial<Record<CheckName, string>>> = {
  api: 'the platform',
  token: 'a token that the platform accepts',
  state: 'the job',
  key: 'a key here',
  'key-permissions': 'a key that is closed to others',
  dns: "the worker's address",
  proxy: 'the SSH proxy',
  port: 'a port that answers',
  'host-key': "the worker's host key",
};

const toAction = (name: CheckName): CheckReport['action'] => (name === 'key' ? 'set-up' : undefined);
