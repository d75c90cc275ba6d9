import {Box} from 'ink';
import {Lines} from '../../components/lines.tsx';
import {Prompt} from '../../components/prompt.tsx';
import {cut} from '../../format/fit.ts';
import type {JobLogSnapshot} from '../../hooks/use-job-log.ts';
import {formatLegend, formatLogStatus, type LogLook} from './log-lines.ts';
import type {LogState} from './log-state.ts';
import {type LogSource, toWindow} from './log-window.ts';

/** What a picture of a log is made from. */
export interface LogPictureProps {
  /** `undefined` until it is known where to read it. */
  readonly snapshot: JobLogSnapshot | undefined;
  readonly source: LogSource;
  readonly state: LogState;
  readonly look: LogLook;
  /** Why it cannot be read on; empty when it can. */
  readonly trouble: string;
  readonly columns: number;
  readonly rows: number;
}

const toHead = ({look, state, trouble, columns}: LogPictureProps): readonly string[] => [
  ...(look.jobs.length > 1 ? [formatLegend(look, state)] : []),
  ...(trouble === '' ? [] : [look.palette.colour('yellow', cut(` ${trouble}`, columns))]),
];

/** How many rows are left for lines of the log. */
export const toLogHeight = (props: LogPictureProps): number =>
  Math.max(1, props.rows - toHead(props).length - 1);

const toEmptyText = ({snapshot, trouble}: LogPictureProps): string => {
  if (trouble !== '') return '';
  return snapshot?.phase === 'ended' ? ' The log has no such lines.' : ' No line yet.';
};

/** A part of a log with its legend above and its status, or a text field, below. */
export const LogPicture = (props: LogPictureProps) => {
  const {snapshot, source, state, look, columns} = props;
  const {typed, note} = state;
  const head = toHead(props);
  const height = toLogHeight(props);
  const window = toWindow(source, state, height);
  const status = note === '' && snapshot ? formatLogStatus(snapshot, state, window) : note;
  return (
    <Box flexDirection="column">
      <Lines lines={head} height={head.length} />
      <Lines
        lines={window.rows.length === 0 ? [cut(toEmptyText(props), columns)] : window.rows}
        height={height}
      />
      {typed ? (
        <Prompt
          label={typed.purpose === 'search' ? ' /' : ' write to the file '}
          text={typed.text}
          columns={columns}
        />
      ) : (
        <Lines lines={[look.palette.dim(cut(` ${status}`, columns))]} height={1} />
      )}
    </Box>
  );
};
