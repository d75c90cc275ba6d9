import {useChecks} from '../../hooks/use-checks.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {WorkerTarget} from '../../model/session.ts';
import {ChecksView} from './checks-view.tsx';

/** Everything between the user and a worker, looked at while the screen is open. */
export const ChecksScreen = ({
  target,
  ...rest
}: {
  /** `undefined` for account and network alone. */
  target: WorkerTarget | undefined;
  jobName: SafeText | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onAttach: () => void;
  onSetup: () => void;
  onBack: () => void;
}) => {
  const {reports, again} = useChecks(target);
  return <ChecksView reports={reports} onAgain={again} {...rest} />;
};
