import {useApp} from 'ink';
import {useEffect} from 'react';
import {useServices} from './services.ts';

/** Lets Ctrl-z and SIGTSTP suspend the dashboard for as long as it is shown. */
export const useJobControl = (): void => {
  const {jobControl} = useServices();
  const {suspendTerminal} = useApp();
  useEffect(() => {
    if (!jobControl) return;
    jobControl.suspendDashboard = (callback) => suspendTerminal(callback);
    return () => {
      jobControl.suspendDashboard = undefined;
    };
  }, [jobControl, suspendTerminal]);
};
