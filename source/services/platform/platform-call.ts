import {ApiError, NetworkError} from '../../model/errors.ts';
import type {CallHealthRecord} from './call-health.ts';
import type {Clock} from './clock.ts';
import type {HttpClient} from './http-client.ts';
import type {CallOptions} from './platform-client.ts';
import type {RateGate} from './rate-gate.ts';
import {type Random, withRetries} from './retry.ts';

/** What every call to the platform passes through. */
export interface PlatformCall {
  /** Posts to a route, in turn; answers the reply. */
  readonly call: (route: string, body: object, options: CallOptions) => Promise<object>;
  /** Sends when the gate lets it, and again when that can help; counts how it went. */
  readonly inTurn: <Reply>(send: () => Promise<Reply>, options: CallOptions) => Promise<Reply>;
  /** The error for a reply that has another shape than the route promises. */
  readonly misfit: (route: string) => NetworkError;
}

/**
 * Makes the way that all calls go: one gate, one record of how they went, one rule for when to try again. Throws what
 * `PlatformClient` says.
 */
export const createPlatformCall = ({
  http,
  gate,
  clock,
  random,
  observe,
}: {
  readonly http: HttpClient;
  readonly gate: RateGate;
  readonly clock: Clock;
  readonly random: Random;
  readonly observe: CallHealthRecord['observe'];
}): PlatformCall => {
  let refusal: ApiError | undefined;

  /** Waits for a turn; says so where that waits for what the platform has asked of another call. */
  const enter = async ({signal, onWait}: CallOptions): Promise<void> => {
    const entering = gate.enter(signal);
    const {waitsUntilMs, reason} = gate.getState();
    if (waitsUntilMs === undefined || reason !== 'platform') return entering;
    onWait?.({untilMs: waitsUntilMs, failures: 0, error: refusal});
    try {
      await entering;
    } finally {
      onWait?.(undefined);
    }
  };

  const inTurn: PlatformCall['inTurn'] = (send, {signal, tries, onWait}) =>
    withRetries(
      async () => {
        await enter({signal, onWait});
        try {
          return await observe(send);
        } catch (error) {
          // Whoever asks next would only be told the same, so all wait.
          if (
            error instanceof ApiError &&
            error.retryAfterMs !== undefined &&
            [429, 503].includes(error.status)
          ) {
            refusal = error;
            gate.pause(error.retryAfterMs);
          }
          throw error;
        }
      },
      {signal, tries, onWait, clock, random},
    );

  const call: PlatformCall['call'] = (route, body, options) =>
    inTurn(() => http.post(route, body, options), options);

  const misfit: PlatformCall['misfit'] = (route) =>
    new NetworkError(
      'protocol',
      http.host,
      `The platform answered ${route} with something else than was asked for.`,
      '',
    );

  return {call, inTurn, misfit};
};
