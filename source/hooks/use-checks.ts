import {useEffect, useState} from 'react';
import type {CheckReport} from '../model/check.ts';
import {toSentence} from '../model/errors.ts';
import type {JobId} from '../model/ids.ts';
import {clean} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import {useServices} from './services.ts';

export type {CheckReport} from '../model/check.ts';

/** The checks of one worker, as they come in. */
export interface Checks {
  /** In the order of cause and consequence; `[]` before the first has begun. */
  readonly reports: readonly CheckReport[];
  /** Looks at everything again. */
  readonly again: () => void;
}

/** Looks at everything between the user and a worker, or at account and network alone. Ends with the screen. */
export const useChecks = (target: WorkerTarget | undefined): Checks => {
  const {runChecks, notices} = useServices();
  const [reports, setReports] = useState<readonly CheckReport[]>([]);
  const [round, setRound] = useState(0);
  const jobId: JobId | undefined = target?.jobId;
  const workerNumber = target?.workerNumber ?? 0;
  useEffect(() => {
    const controller = new AbortController();
    const {signal} = controller;
    runChecks(jobId && {jobId, workerNumber}, {
      signal,
      onChange: (latest) => {
        if (!signal.aborted) setReports(latest);
      },
      // What goes wrong in a check is its finding; only that they cannot begin is not.
    }).catch((error: unknown) => {
      notices.post(clean(toSentence(error)));
    });
    return () => {
      controller.abort();
    };
  }, [runChecks, notices, jobId, workerNumber, round]);
  return {
    reports,
    again: () => {
      setRound((count) => count + 1);
    },
  };
};
