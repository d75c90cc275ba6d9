import {inspect} from 'node:util';

/**
 * Holds something that must not be printed: it shows as `[secret]` in text, JSON and `util.inspect`, so that neither a
 * log line nor a crash report can carry it away (threat-model X-3).
 */
export class Secret<Value = string> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The thing itself. Call it where it is used, and do not keep the result. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
