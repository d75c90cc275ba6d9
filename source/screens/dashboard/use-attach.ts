import {useCallback, useState} from 'react';
import {formatOutcome} from '../../format/outcome.ts';
import type {Notice} from '../../format/notice-lines.ts';
import {type AttachmentControl, type AttachmentSnapshot, useAttachment} from '../../hooks/use-attachment.ts';
import {useCloseOffer} from '../../hooks/use-close-firewall.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {JobId} from '../../model/ids.ts';
import {toSessionName, type WorkerTarget} from '../../model/session.ts';
import type {AttachTarget, RefusedAttach} from '../screen-stack.ts';

/** The way to workers and back, with what is to be said of it afterwards. */
export interface Attach {
  readonly control: AttachmentControl;
  /** Attaches to a worker of a job: 0 is the job's own, or the driver of a cluster. */
  readonly attachTo: (
    job: {readonly id: JobId; readonly name?: SafeText | undefined},
    workerNumber?: number,
  ) => void;
  /** Attaches to what was named before. */
  readonly attachAgain: (target: AttachTarget) => void;
  /** How often an attach has ended. */
  readonly visits: number;
  /** The last attach, if it was refused. */
  readonly refused: RefusedAttach | undefined;
  readonly forgetRefused: () => void;
  /** The job whose address was offered to be taken back, and the notice that says so. */
  readonly closable: {readonly id: JobId; readonly name: SafeText; readonly notice: Notice} | undefined;
}

/** Attaches, and tells `onNotice` how it ended, and `onSwitch` when the way out leads to the sessions. */
export const useAttach = (
  onNotice: (notice: Notice | undefined) => void,
  onSwitch: (target: WorkerTarget) => void,
): Attach => {
  const [visits, setVisits] = useState(0);
  const [refused, setRefused] = useState<RefusedAttach | undefined>(undefined);
  const [closable, setClosable] = useState<Attach['closable']>(undefined);
  const findOffer = useCloseOffer();
  const handleOver = useCallback(
    (snapshot: AttachmentSnapshot) => {
      const {jobId, workerNumber, jobName, outcome} = snapshot;
      const addresses = findOffer(snapshot);
      if (outcome) {
        const {text, isError} = formatOutcome(jobName, outcome);
        const needsKey = outcome.kind === 'refused' && outcome.needsKey === true;
        const about = outcome.kind === 'refused' ? {target: {jobId, workerNumber}, jobName} : undefined;
        const help = needsKey ? 'K does it here, and tries again. ' : '';
        const offer = addresses.length > 0 ? `dxtop let ${addresses.join(', ')} in; C takes it back. ` : '';
        const keys = `${offer}${about ? `${help}i looks at everything.` : ''}`.trim();
        const notice = {text, isError, keys: keys === '' ? undefined : keys};
        onNotice(notice);
        setClosable(addresses.length > 0 ? {id: jobId, name: jobName, notice} : undefined);
        setRefused(about && {...about, needsKey, notice});
        if (outcome.kind === 'detached' && outcome.isSwitch === true) onSwitch({jobId, workerNumber});
      }
      setVisits((count) => count + 1);
    },
    [onNotice, onSwitch, findOffer],
  );
  const control = useAttachment(handleOver);
  return {
    control,
    attachTo: ({id, name}, workerNumber = 0) => {
      onNotice(undefined);
      control.attach({jobId: id, workerNumber}, toSessionName(name ?? clean(id), workerNumber));
    },
    attachAgain: ({target, jobName}) => {
      control.attach(target, jobName);
    },
    visits,
    refused,
    closable,
    forgetRefused: () => {
      setRefused(undefined);
    },
  };
};
