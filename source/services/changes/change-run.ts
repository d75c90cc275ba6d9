import {type Change, type ChangeTarget, changeObstacle} from '../../model/change.ts';
import {toSentence} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {Clock} from '../platform/clock.ts';
import type {PlatformClient} from '../platform/platform-client.ts';

/** How long a confirmed change can be undone, in milliseconds. */
export const UNDO_MS = 5000;
/** So few that their states are still true when the last of them has its turn at the rate gate. */
const CHECKED_AT_ONCE = 5;

/** One execution of a change, and how far it is. */
export interface ChangeItem extends ChangeTarget {
  readonly progress: 'planned' | 'acting' | 'done' | 'skipped' | 'failed';
  /** Why it was skipped or failed; empty otherwise. */
  readonly detail: SafeText;
}

/** A change that was confirmed. */
export interface ChangeRunSnapshot {
  readonly change: Change;
  /** `waiting` as long as it can be undone: nothing is sent before. */
  readonly phase: 'waiting' | 'acting' | 'undone' | 'over';
  /** When the waiting ends, in milliseconds since the Unix epoch. */
  readonly actsAtMs: number;
  readonly items: readonly ChangeItem[];
}

/** What a change needs. */
export interface ChangeRunServices {
  readonly platform: Pick<
    PlatformClient,
    'findExecutionsPage' | 'terminateExecution' | 'changeTags' | 'setProperties'
  >;
  readonly clock: Clock;
}

/**
 * One confirmed change of one or many executions: 5 s in which it can be undone and nothing is sent, then one after the
 * other, each state looked at again just before. A failure of one does not stop the others.
 */
export class ChangeRun {
  readonly #services: ChangeRunServices;
  readonly #listeners = new Set<() => void>();
  readonly #cancelTimer: () => void;
  #snapshot: ChangeRunSnapshot;

  constructor(change: Change, targets: readonly ChangeTarget[], services: ChangeRunServices) {
    this.#services = services;
    this.#snapshot = {
      change,
      phase: 'waiting',
      actsAtMs: services.clock.now() + UNDO_MS,
      items: targets.map((target) => ({...target, progress: 'planned', detail: clean('')})),
    };
    this.#cancelTimer = services.clock.setTimer(() => void this.#act(), UNDO_MS);
  }

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** How far it is; a new object after each change. */
  readonly getSnapshot = (): ChangeRunSnapshot => this.#snapshot;

  /** Takes it back, as long as nothing is sent; answers whether it was in time. */
  undo(): boolean {
    if (this.#snapshot.phase !== 'waiting') return false;
    this.#cancelTimer();
    this.#set({phase: 'undone'});
    return true;
  }

  async #act(): Promise<void> {
    this.#set({phase: 'acting'});
    const {items} = this.#snapshot;
    for (let first = 0; first < items.length; first += CHECKED_AT_ONCE) {
      await this.#actOn(items.slice(first, first + CHECKED_AT_ONCE));
    }

    this.#set({phase: 'over'});
  }

  async #actOn(items: readonly ChangeItem[]): Promise<void> {
    let found: ReadonlyMap<ExecutionId, Execution>;
    try {
      const ids = items.map(({id}) => id);
      const {executions} = await this.#services.platform.findExecutionsPage({ids}, {limit: ids.length});
      found = new Map(executions.map((execution) => [execution.id, execution]));
    } catch (error) {
      for (const {id} of items) this.#setItem(id, 'failed', toSentence(error));
      return;
    }

    for (const {id, state} of items) {
      const now = found.get(id);
      const obstacle = now
        ? changeObstacle(this.#snapshot.change, now, state)
        : 'it is gone, or hidden from you';
      if (obstacle !== undefined) {
        this.#setItem(id, 'skipped', obstacle);
        continue;
      }

      this.#setItem(id, 'acting');
      try {
        await this.#send(id);
        this.#setItem(id, 'done');
      } catch (error) {
        this.#setItem(id, 'failed', toSentence(error));
      }
    }
  }

  async #send(id: ExecutionId): Promise<void> {
    const {change} = this.#snapshot;
    const {platform} = this.#services;
    if (change.kind === 'terminate') {
      await platform.terminateExecution(id);
      return;
    }

    if (change.addTags.length + change.removeTags.length > 0)
      await platform.changeTags(id, {add: change.addTags, remove: change.removeTags});
    if (Object.keys(change.properties).length > 0) await platform.setProperties(id, change.properties);
  }

  #setItem(id: ExecutionId, progress: ChangeItem['progress'], detail = ''): void {
    const {items} = this.#snapshot;
    this.#set({
      items: items.map((item) => (item.id === id ? {...item, progress, detail: clean(detail, 500)} : item)),
    });
  }

  #set(changes: Partial<ChangeRunSnapshot>): void {
    this.#snapshot = {...this.#snapshot, ...changes};
    for (const listener of this.#listeners) listener();
  }
}
