/** One API call as the emulator saw it. */
export interface SeenRequest {
  /** The class of the subject with the method, as in `job/describe`. */
  readonly route: string;
  readonly subject: string;
  readonly method: string;
  readonly body: unknown;
  readonly atMs: number;
}

/** The calls seen, the latest 10,000 of them. */
export class RequestLog {
  readonly #limit: number;
  #requests: SeenRequest[] = [];

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  add(request: SeenRequest): void {
    this.#requests.push(request);
    // Cut in strides, so that a full log does not move with every call.
    if (this.#requests.length >= 2 * this.#limit) this.#requests = this.#requests.slice(-this.#limit);
  }

  /** Oldest first. */
  all(): readonly SeenRequest[] {
    return this.#requests.slice(-this.#limit);
  }
}
