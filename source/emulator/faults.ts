/** The ways in which a call can be made to fail. */
export const faultKinds = [
  'status',
  'reset',
  'hang',
  'html',
  'badJson',
  'wrongTypes',
  'truncate',
  'drip',
  'huge',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** An order for the next calls to fail; see `EmulatorControl.failNext`. */
export interface Fault {
  /** Such as `system/findExecutions`, `job/describe` or `*`, the default. */
  route?: string;
  /** How many calls; 1 when absent, may be infinity. */
  count?: number;
  kind: FaultKind;
  /** For `status` (default 500) and `html` (default 502). */
  status?: number;
  type?: string;
  message?: string;
  /** The Retry-After header as it is to be sent. */
  retryAfter?: string;
}

/** How many calls a second are answered before others are refused. */
export interface RateLimit {
  perSecond: number;
  /** The Retry-After header of refusals, in seconds; `20` when absent. */
  retryAfter?: string;
}

/**
 * Footing: documented, 200 calls a second for each account, and 503 with Retry-After and this message for what the
 * platform cannot take; that one answers the other is assumed.
 */
const toRefusal = ({retryAfter = '20'}: RateLimit): Fault => ({
  kind: 'status',
  status: 503,
  message: 'Some resource was temporarily unavailable; please try again later',
  retryAfter,
});

/** The faults that are still to happen, oldest first. */
export class FaultQueue {
  #faults: (Fault & {left: number})[] = [];
  #limit: RateLimit | undefined;
  /** When the calls of the last second were made. */
  #calls: number[] = [];

  add(fault: Fault): void {
    this.#faults.push({...fault, left: fault.count ?? 1});
  }

  clear(): void {
    this.#faults = [];
  }

  /** Refuses more calls a second than this; undefined ends that. */
  limitRate(limit: RateLimit | undefined): void {
    this.#limit = limit;
    this.#calls = [];
  }

  /** The fault that a call to this route meets, counted down; undefined when it meets none. */
  take(route: string): Fault | undefined {
    if (this.#limit && !this.#admit(this.#limit)) return toRefusal(this.#limit);
    const fault = this.#faults.find(({route: wanted = '*'}) => wanted === '*' || wanted === route);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults.splice(this.#faults.indexOf(fault), 1);
    return fault;
  }

  #admit({perSecond}: RateLimit): boolean {
    const nowMs = performance.now();
    while (this.#calls.length > 0 && nowMs - (this.#calls[0] ?? 0) >= 1000) this.#calls.shift();
    if (this.#calls.length >= perSecond) return false;
    this.#calls.push(nowMs);
    return true;
  }
}
