import {useApp} from 'ink';
import {useCallback, useEffect, useState, useSyncExternalStore} from 'react';
import type {SafeText} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import type {Attachment} from '../services/ssh/attachment.ts';
import type {AttachmentSnapshot} from '../services/ssh/attachment-snapshot.ts';
import {useServices} from './services.ts';

export type {AttachmentSnapshot, LostLink} from '../services/ssh/attachment-snapshot.ts';
export type {AttachQuestion} from '../services/ssh/attach-question.ts';
export type {ConnectStep} from '../services/ssh/connect-steps.ts';

/** The attach that is under way, if any, and what the user can do with it. */
export interface AttachmentControl {
  /** `undefined` when none is. */
  readonly attachment: AttachmentSnapshot | undefined;
  readonly attach: (target: WorkerTarget, jobName: SafeText) => void;
  readonly answer: (answer: string | undefined) => void;
  readonly cancel: () => void;
  readonly retryNow: () => void;
  readonly leave: (kind: 'left' | 'given-up') => void;
  readonly dropKeys: (count: number) => void;
}

const noSubscription = () => () => undefined;
const noSnapshot = () => undefined;

/**
 * Attaches to jobs, one at a time: whenever a shell is ready it gets the terminal, with the dashboard suspended, and
 * when it is over `onOver` is called with the last snapshot.
 */
export const useAttachment = (onOver: (snapshot: AttachmentSnapshot) => void): AttachmentControl => {
  const {createAttachment, jobControl} = useServices();
  const {suspendTerminal} = useApp();
  const [current, setCurrent] = useState<Attachment | undefined>(undefined);
  const snapshot = useSyncExternalStore(
    current?.subscribe ?? noSubscription,
    current?.getSnapshot ?? noSnapshot,
  );
  const phase = snapshot?.phase;

  useEffect(() => {
    if (!current || phase !== 'ready') return;
    const lend = () => current.lend();
    void (jobControl ? jobControl.suspend(suspendTerminal, lend) : suspendTerminal(lend));
  }, [current, phase, suspendTerminal, jobControl]);

  useEffect(() => {
    if (phase !== 'over' || !current) return;
    setCurrent(undefined);
    onOver(current.getSnapshot());
  }, [current, phase, onOver]);

  const attach = useCallback(
    (target: WorkerTarget, jobName: SafeText) => {
      const attachment = createAttachment(target, jobName);
      setCurrent(attachment);
      void attachment.start();
    },
    [createAttachment],
  );
  return {
    attachment: phase === 'over' ? undefined : snapshot,
    attach,
    answer: (answer) => current?.answer(answer),
    cancel: () => current?.cancel(),
    retryNow: () => {
      current?.retryNow();
    },
    leave: (kind) => {
      current?.leave(kind);
    },
    dropKeys: (count) => {
      current?.dropKeys(count);
    },
  };
};
