import type {SafeText} from '../model/safe-text.ts';

/** What the services want the user to know, whenever it happens: settings that were ignored, state that can't be saved. */
export class NoticeBoard {
  #notices: readonly SafeText[];
  readonly #listeners = new Set<() => void>();

  constructor(notices: readonly SafeText[] = []) {
    this.#notices = notices;
  }

  /** Adds one. */
  readonly post = (notice: SafeText): void => {
    this.#notices = [...this.#notices, notice];
    this.#tell();
  };

  /** Takes all of them off, when the user has seen them. */
  readonly clear = (): void => {
    if (this.#notices.length === 0) return;
    this.#notices = [];
    this.#tell();
  };

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Those that are up, oldest first; a new array after each change. */
  readonly getSnapshot = (): readonly SafeText[] => this.#notices;

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
