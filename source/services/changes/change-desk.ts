import type {Change, ChangeTarget} from '../../model/change.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type Clock, systemClock} from '../platform/clock.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {ChangeRun, type ChangeRunSnapshot} from './change-run.ts';

/** Where confirmed changes are, from the confirmation to the last answer. */
export interface ChangeDesk {
  /** Takes a confirmed change; it is sent after the time to undo it. */
  start(change: Change, targets: readonly ChangeTarget[]): ChangeRun;
  /** Takes back all that is not sent yet; answers how many changes that were. */
  undoAll(): number;
  /** Those that wait or are being made, the oldest first; a new array after each change. */
  readonly getSnapshot: () => readonly ChangeRunSnapshot[];
  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** What happened to a change, in one sentence: how many were changed, and the first reason of those that were not. */
export const summarise = ({change, phase, items}: ChangeRunSnapshot): SafeText => {
  const verb = change.kind === 'terminate' ? 'Terminated' : 'Changed';
  if (phase === 'undone') return clean('Undone: nothing was sent.');
  const done = items.filter(({progress}) => progress === 'done').length;
  const others = items.filter(({progress}) => progress === 'failed' || progress === 'skipped');
  const reason = others[0] ? ` ${others.length} not: ${others[0].name}, ${others[0].detail}` : '';
  return clean(`${verb} ${done} of ${items.length}.${reason}`);
};

/** What was left undone because dxtop ended, in one sentence; `undefined` when nothing was. */
export const summariseUnfinished = (runs: readonly ChangeRunSnapshot[]): SafeText | undefined => {
  const left = runs.flatMap(({items}) =>
    items.filter(({progress}) => progress === 'planned' || progress === 'acting'),
  );
  if (left.length === 0) return undefined;
  const names = left.slice(0, 3).map(({name}) => name);
  return clean(
    `${left.length} ${left.length === 1 ? 'execution was' : 'executions were'} not changed any more: ${names.join(', ')}${left.length > 3 ? ', …' : ''}.`,
  );
};

/** Makes the desk; `onOver` hears how each change ended. */
export const createChangeDesk = (
  platform: PlatformClient,
  onOver: (summary: SafeText) => void,
  clock: Clock = systemClock,
): ChangeDesk => {
  const runs = new Set<ChangeRun>();
  const listeners = new Set<() => void>();
  let snapshot: readonly ChangeRunSnapshot[] = [];
  const tell = () => {
    snapshot = [...runs].map((run) => run.getSnapshot());
    for (const listener of listeners) listener();
  };

  return {
    start(change, targets) {
      const run = new ChangeRun(change, targets, {platform, clock});
      runs.add(run);
      run.subscribe(() => {
        const now = run.getSnapshot();
        if (now.phase === 'over' || now.phase === 'undone') {
          runs.delete(run);
          onOver(summarise(now));
        }

        tell();
      });
      tell();
      return run;
    },
    undoAll: () => [...runs].filter((run) => run.undo()).length,
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
