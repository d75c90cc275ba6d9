import {useTheme} from '../../components/theme.ts';
import {useStatus} from '../../hooks/use-status.ts';
import {TextScreen} from '../text/text-screen.tsx';
import {toStatusLines} from './status-lines.ts';

/** The call budget and the health of the API. */
export const StatusScreen = ({
  list,
  nowMs,
  ...rest
}: {
  list: {readonly count: number; readonly fetchedAtMs: number | undefined};
  nowMs: number;
  columns: number;
  rows: number;
  isActive: boolean;
  onClose: () => void;
}) => <TextScreen lines={toStatusLines(useStatus(), list, nowMs, useTheme().isPlain)} {...rest} />;
