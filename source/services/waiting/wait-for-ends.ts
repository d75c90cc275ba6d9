import {ApiError, CancelError} from '../../model/errors.ts';
import {type Execution, isSameTry, isTerminal} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {type Clock, systemClock, wait} from '../platform/clock.ts';
import {findByIds} from '../platform/find-by-ids.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {pollDelayMs, type Random, refreshDelayMs} from '../platform/retry.ts';
import type {FollowedLogin} from '../settings/follow-login.ts';
import {findHeldBelow} from './find-held-below.ts';

const LOGIN_LOOK_MS = 3000;

/** Who is told what happens meanwhile. */
export interface WaitListener {
  /** Hears of each execution first as it is found, and then of each change of its state or its try. */
  readonly onChange: (execution: Execution) => void;
  /** Hears once of each hold: of one that is waited for, or of one below `waited`. */
  readonly onHeld: (held: Execution, waited: Execution) => void;
  /**
   * Hears when the platform does not answer, once for each kind of failure in a row.
   *
   * @param answeredMs when it last answered; `undefined` when it never did. Milliseconds since the Unix epoch
   */
  readonly onTrouble: (error: unknown, answeredMs: number | undefined) => void;
  /** Hears when it answers again. */
  readonly onAnswer: () => void;
}

/** What to wait for, and how. */
export interface WaitOptions extends WaitListener {
  readonly platform: Pick<PlatformClient, 'findExecutionsPage' | 'describeExecution'>;
  readonly ids: readonly ExecutionId[];
  /** How long to rest between two looks; longer where there are thousands. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  /** Looks whether the user has logged in again, once the platform does not accept the token. */
  readonly renewLogin: FollowedLogin['renew'];
  /** Whether somebody is there who can log in again; otherwise a refused token ends the wait. */
  readonly isAttended: boolean;
  readonly clock?: Clock;
  readonly random?: Random;
}

/**
 * Waits until all of these executions are over, with a call or two for all of them each time. Trouble on the way to the
 * platform ends nothing. What is known of them, the listener has heard.
 *
 * Throws: `CancelError` once `signal` is aborted; `ApiError` when the platform refuses for good: one of the executions,
 * which is unknown, gone or hidden, or the token where nobody has logged in again.
 */
export const waitForEnds = async ({
  platform,
  ids,
  intervalMs,
  signal,
  renewLogin,
  isAttended,
  clock = systemClock,
  random = Math.random,
  ...listener
}: WaitOptions): Promise<void> => {
  const known = new Map<ExecutionId, Execution>();
  const tellHeld = createHeldTeller(listener);
  const isPending = (id: ExecutionId): boolean => {
    const execution = known.get(id);
    return execution === undefined || !isTerminal(execution);
  };
  const look = async (): Promise<void> => {
    const options = {signal, tries: 1};
    for (const execution of await findByIds(platform, ids.filter(isPending), options)) {
      const former = known.get(execution.id);
      // What cannot be read is no news.
      if (former && execution.state === 'unknown') continue;
      known.set(execution.id, execution);
      if (former?.state !== execution.state || !isSameTry(former, execution)) listener.onChange(execution);
      if (execution.state === 'debug_hold') tellHeld(execution, execution);
    }

    const pending = [...known.values()].filter((execution) => !isTerminal(execution));
    if (pending.length === 0) return;
    for (const {held, waited} of await findHeldBelow(platform, pending, options)) tellHeld(held, waited);
  };

  const trouble = createTroubleTeller(listener, clock);
  const untilRenewed = async (error: ApiError): Promise<void> => {
    while (renewLogin() !== 'renewed') {
      if (!isAttended) throw error;
      trouble.met(error);
      await wait(clock, LOGIN_LOOK_MS, signal);
    }
  };
  for (let failures = 0; ;) {
    let delayMs: number | undefined;
    try {
      await look();
      failures = 0;
      trouble.passed();
      delayMs = refreshDelayMs(intervalMs, ids.filter(isPending).length);
    } catch (error) {
      if (signal.aborted) throw new CancelError('Cancelled.');
      if (error instanceof ApiError && error.isAuthentication) {
        await untilRenewed(error);
        continue;
      }

      failures += 1;
      delayMs = isAboutExecution(error) ? undefined : pollDelayMs(error, failures, random);
      if (delayMs === undefined) throw error;
      trouble.met(error);
    }

    if (!ids.some(isPending)) return;
    await wait(clock, delayMs, signal);
  }
};

/** Whether the platform itself, and not something on the way to it, says that there is nothing to wait for. */
const isAboutExecution = (error: unknown): boolean =>
  error instanceof ApiError && ['ResourceNotFound', 'PermissionDenied'].includes(error.type);

/** Each hold is told once: of a job, its try. */
const createHeldTeller = ({onHeld}: WaitListener): WaitListener['onHeld'] => {
  const told = new Set<string>();
  return (held, waited) => {
    const key = `${held.id} ${held.class === 'job' ? (held.tryNumber ?? 0) : 0}`;
    if (told.has(key)) return;
    told.add(key);
    onHeld(held, waited);
  };
};

/** Trouble is told when it begins and when it becomes another one, not each time. */
const createTroubleTeller = ({onTrouble, onAnswer}: WaitListener, clock: Clock) => {
  let last: string | undefined;
  let answeredMs: number | undefined;
  return {
    met: (error: unknown): void => {
      const kind = error instanceof Error ? error.message : '';
      if (kind === last) return;
      last = kind;
      onTrouble(error, answeredMs);
    },
    passed: (): void => {
      answeredMs = clock.now();
      if (last === undefined) return;
      last = undefined;
      onAnswer();
    },
  };
};
