import {CHECK_NAMES, type CheckName, type CheckReport} from '../../model/check.ts';
import {DxtopError, toSentence} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {ACCOUNT_CHECKS} from './account-checks.ts';
import {type Check, type CheckResult, failed, FactError, skipped} from './check.ts';
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
  const checks = listChecks(subject);
  const stop = new AbortController();
  const facts = new CheckFacts(subject, AbortSignal.any([signal, stop.signal]));
  let reports = checks.map(({name}) => toReport(name, undefined, undefined));
  onChange(reports);
  await Promise.all(
    checks.map(async (check) => {
      const startMs = performance.now();
      const result = await runOne(check, facts, signal, limitMs);
      const report = toReport(check.name, result, performance.now() - startMs);
      reports = reports.map((known) => (known.name === check.name ? report : known));
      onChange(reports);
    }),
  );
  stop.abort();
  facts.close();
  return reports;
};

const toReport = (
  name: CheckName,
  result: CheckResult | undefined,
  tookMs: number | undefined,
): CheckReport => ({
  name,
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
