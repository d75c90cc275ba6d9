import {useLaunch} from '../../hooks/use-launch.ts';
import type {Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {type LaunchMemory, LaunchView} from './launch-view.tsx';

/** The form that runs an execution again, on the platform. */
export const LaunchScreen = ({
  onStarted,
  ...rest
}: {
  execution: Execution;
  /** From the last time that this launch was on the screen. */
  memory: LaunchMemory | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onMemory: (memory: LaunchMemory) => void;
  /** Called with what was started, whatever is on the screen by then. */
  onStarted: (id: ExecutionId) => void;
  /** Leads to what was started. */
  onShow: (id: ExecutionId) => void;
  onBack: () => void;
}) => {
  const control = useLaunch(rest.execution.id, rest.memory?.startedId, onStarted);
  return <LaunchView control={control} {...rest} />;
};
