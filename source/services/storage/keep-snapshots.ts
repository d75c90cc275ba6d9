import {setImmediate as yieldToOthers} from 'node:timers/promises';
import type {ExecutionsFeed, ExecutionsSnapshot} from '../platform/executions-feed.ts';
import type {SnapshotStore} from './snapshot-store.ts';

/** How often what is known is stored while dxtop runs. */
const INTERVAL_MS = 60_000;

/** A feed whose answers are stored for the next start. */
export interface KeptFeed {
  readonly feed: ExecutionsFeed;
  /** Stores at once what is known, and nothing more from then on. For the end of the program, whatever ends it. */
  readonly flush: () => void;
}

/** Stores what a feed knows as soon as it knows all that is active, and then every minute, a few rows at a time. */
export const keepSnapshots = (feed: ExecutionsFeed, store: SnapshotStore, now: () => number): KeptFeed => {
  let storedMs: number | undefined;
  let isEnded = false;

  const save = ({executions, fetchedAtMs, isStored}: ExecutionsSnapshot): Iterator<unknown> =>
    isStored || fetchedAtMs === undefined ? [].values() : store.save({executions, fetchedAtMs});

  const saveSlowly = async (snapshot: ExecutionsSnapshot): Promise<void> => {
    const steps = save(snapshot);
    while (!isEnded && !steps.next().done) await yieldToOthers();
  };

  const note = (snapshot: ExecutionsSnapshot): ExecutionsSnapshot => {
    const isDue = storedMs === undefined || now() - storedMs >= INTERVAL_MS;
    if (snapshot.isComplete && isDue && !isEnded) {
      storedMs = now();
      void saveSlowly(snapshot);
    }
    return snapshot;
  };

  return {
    feed: {...feed, refresh: async (signal, options) => note(await feed.refresh(signal, options))},
    flush() {
      if (isEnded) return;
      isEnded = true;
      const steps = save(feed.getSnapshot());
      while (!steps.next().done);
    },
  };
};
