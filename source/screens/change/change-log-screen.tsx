import {useChangeLog} from '../../hooks/use-changes.ts';
import {TextScreen} from '../text/text-screen.tsx';
import {toChangeLogLines} from './change-log-lines.ts';

/** All that dxtop has changed on the platform. */
export const ChangeLogScreen = ({
  findName,
  ...rest
}: {
  /** What an execution is called, where that is known. */
  findName: (id: string) => string | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: () => void;
}) => (
  <TextScreen
    lines={toChangeLogLines(useChangeLog(), findName)}
    emptyText="dxtop has changed nothing on the platform."
    {...rest}
  />
);
