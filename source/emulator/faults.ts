/** The ways in which a call can be made to fail. */
export type FaultKind =
  'status' | 'reset' | 'hang' | 'html' | 'badJson' | 'wrongTypes' | 'truncate' | 'drip' | 'huge';

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

/** The faults that are still to happen, oldest first. */
export class FaultQueue {
  #faults: (Fault & {left: number})[] = [];

  add(fault: Fault): void {
    this.#faults.push({...fault, left: fault.count ?? 1});
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that a call to this route meets, counted down; undefined when it meets none. */
  take(route: string): Fault | undefined {
    const fault = this.#faults.find(({route: wanted = '*'}) => wanted === '*' || wanted === route);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults.splice(this.#faults.indexOf(fault), 1);
    return fault;
  }
}
