import {useMemo} from 'react';
import {isTerminal} from '../model/execution.ts';
import type {SessionRecord} from '../model/session.ts';
import {useExecution} from './use-execution.ts';
import {useServices} from './services.ts';

/**
 * The latest session that is still there to go back to; `undefined` when there is none, or its job has ended, or the
 * platform has not told yet. Read anew with each revision of what is remembered.
 */
export const useLastSession = (revision: number, isPaused: boolean): SessionRecord | undefined => {
  const {registry} = useServices();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the registry's rows change with each revision
  const record = useMemo(() => registry.latestResumable(), [registry, revision]);
  const {execution} = useExecution(record?.jobId, isPaused);
  return execution && !isTerminal(execution) ? record : undefined;
};
