import {useState, useSyncExternalStore} from 'react';
import type {Change, ChangeRecord, ChangeTarget} from '../model/change.ts';
import type {ChangeRun, ChangeRunSnapshot} from '../services/changes/change-run.ts';
import {useServices} from './services.ts';

export type {ChangeItem, ChangeRunSnapshot} from '../services/changes/change-run.ts';

const noSubscription = () => () => undefined;
const noSnapshot = () => undefined;

/** One change, from its confirmation on. */
export interface ChangeControl {
  /** `undefined` before it is confirmed. */
  readonly run: ChangeRunSnapshot | undefined;
  readonly start: (change: Change, targets: readonly ChangeTarget[]) => void;
  /** Takes it back, as long as nothing is sent. */
  readonly undo: () => void;
}

/** Makes one change, and follows it. It goes on when nobody looks any more. */
export const useChange = (): ChangeControl => {
  const {changes} = useServices();
  const [run, setRun] = useState<ChangeRun | undefined>(undefined);
  const snapshot = useSyncExternalStore(run?.subscribe ?? noSubscription, run?.getSnapshot ?? noSnapshot);
  return {
    run: snapshot,
    start: (change, targets) => {
      setRun(changes.start(change, targets));
    },
    undo: () => {
      run?.undo();
    },
  };
};

/** The changes that wait or are being made, and the way to take back what is not sent yet. */
export const useChangesUnderWay = (): {
  readonly changes: readonly ChangeRunSnapshot[];
  readonly undoAll: () => number;
} => {
  const {changes} = useServices();
  return {
    changes: useSyncExternalStore(changes.subscribe, changes.getSnapshot),
    undoAll: () => changes.undoAll(),
  };
};

/** All that dxtop has changed, the latest first, read when the screen opens. */
export const useChangeLog = (): readonly ChangeRecord[] => {
  const {changeLog} = useServices();
  const [records] = useState(() => changeLog.list());
  return records;
};
