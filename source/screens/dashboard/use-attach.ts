import {useCallback, useState} from 'react';
import {formatOutcome} from '../../format/outcome.ts';
import type {Notice} from '../../format/notice-lines.ts';
import {type AttachmentControl, type AttachmentSnapshot, useAttachment} from '../../hooks/use-attachment.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {JobId} from '../../model/ids.ts';
import {toSessionName} from '../../model/session.ts';
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
}

/** Attaches, and tells `onNotice` how it ended. */
export const useAttach = (onNotice: (notice: Notice | undefined) => void): Attach => {
  const [visits, setVisits] = useState(0);
  const [refused, setRefused] = useState<RefusedAttach | undefined>(undefined);
  const handleOver = useCallback(
    ({jobId, workerNumber, jobName, outcome}: AttachmentSnapshot) => {
      if (outcome) {
        const {text, isError} = formatOutcome(jobName, outcome);
        const needsKey = outcome.kind === 'refused' && outcome.needsKey === true;
        const about = outcome.kind === 'refused' ? {target: {jobId, workerNumber}, jobName} : undefined;
        const help = needsKey ? 'K does it here, and tries again. ' : '';
        onNotice({text, isError, keys: about && `${help}i looks at everything.`});
        setRefused(about && {...about, needsKey});
      }
      setVisits((count) => count + 1);
    },
    [onNotice],
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
    forgetRefused: () => {
      setRefused(undefined);
    },
  };
};
