import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import type {FooterKey} from '../../format/footer.ts';
import {type Notice, toNoticeLines} from '../../format/notice-lines.ts';
import {
  formatPlainSession,
  formatSessionHeading,
  formatSessionNotes,
  formatSessionRow,
} from '../../format/session-row.ts';
import type {Job} from '../../model/execution.ts';
import {isTerminal} from '../../model/execution.ts';
import type {ListedSession} from '../../model/listed-session.ts';
import type {SessionRecord} from '../../model/session.ts';
import {toListMove} from '../executions/list-moves.ts';
import {type ListMove, type ListMovement, type ListState, toListView} from '../executions/list-state.ts';
import {type FooterAction, HELP, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {SESSIONS_TABLE, type SessionsAction} from './sessions-keys.ts';

const EMPTY =
  'There is no session yet. Enter on a running job of the list attaches to it; ~d leaves it there, and it waits here to be picked up again.';
const NOTHING = 'nothing is selected';
/** What of the rows the notes below may take. */
const NOTE_SHARE = 0.35;
const MOST_NOTE_LINES = 5;

/** Every session that is remembered: what waits to be picked up again, what has ended, and where it was. */
export const SessionsScreen = ({
  sessions,
  list,
  escapeCharacter,
  notice,
  columns,
  rows,
  nowMs,
  isActive,
  onMove,
  onAttach,
  onDescribe,
  onForget,
  onRefresh,
  onBack,
}: {
  sessions: readonly ListedSession[];
  /** Where the cursor is; kept by the caller, so that a visit to a session leads back to its row. */
  list: ListState;
  /** What dxtop takes for itself while attached. */
  escapeCharacter: string;
  notice: Notice | undefined;
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  onMove: (movement: ListMovement) => void;
  onAttach: (record: SessionRecord) => void;
  onDescribe: (job: Job) => void;
  onForget: (record: SessionRecord) => void;
  onRefresh: () => void;
  onBack: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(SESSIONS_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const [askedKey, setAskedKey] = useState<string | undefined>(undefined);
  const noticeLines = notice ? toNoticeLines(notice, columns) : [];
  const shownNotice = noticeLines.slice(0, Math.max(0, Math.floor(rows / 3)));
  const room = Math.max(1, rows - 3 - shownNotice.length);
  const noteRows = sessions.length === 0 ? 0 : Math.min(MOST_NOTE_LINES, Math.floor(room * NOTE_SHARE));
  const height = Math.max(1, room - noteRows);
  const place = toListView(list, sessions, height);
  const selected = sessions[place.index];
  const isAsked = selected !== undefined && askedKey === selected.key;
  const obstacles = toObstacles(selected, isAsked);

  const move = (step: ListMove) => {
    onMove({move: step, rows: sessions, height});
  };
  const handleAction = (action: SessionsAction) => {
    setAskedKey(undefined);
    const step = toListMove(action, height);
    if (step !== undefined) move(step);
    else if (action === 'back') {
      // Esc takes a question back before it leads anywhere.
      if (!isAsked) onBack();
    } else if (action === 'refresh') onRefresh();
    else if (!selected || obstacles[action] !== undefined) return;
    else if (action === 'attach') {
      move(0);
      onAttach(selected.record);
    } else if (action === 'describe' && typeof selected.job === 'object') {
      move(0);
      onDescribe(selected.job);
    } else if (action === 'confirm') onForget(selected.record);
    else if (action === 'forget') {
      if (isForgotten(selected)) onForget(selected.record);
      else {
        move(0);
        setAskedKey(selected.key);
      }
    }
  };
  useActions(SESSIONS_TABLE, handleAction, {isActive, findObstacle: (action) => obstacles[action]});

  const notes = selected
    ? isAsked
      ? [
          `Forget ${selected.record.jobName}? It stays on its worker; dxtop only lists it no longer. y forgets.`,
        ]
      : formatSessionNotes(selected)
    : [EMPTY.replace('~', escapeCharacter)];
  const noteLines = notes.flatMap((note) => wrapText(note, columns - 2)).map((line) => ` ${line}`);
  const title = toTitle(sessions);
  const colouredNotice = shownNotice.map((line) => palette.colour(notice?.isError ? 'red' : 'cyan', line));
  const footer = (
    <Footer
      keys={
        [
          ...toFooterKeys(ownKeys, toFooter(selected, isAsked, obstacles)),
          ...toFooterKeys(everywhere, [HELP]),
          ...toFooterKeys(ownKeys, [{actions: 'back', label: isAsked ? 'keep it' : 'back', isKept: true}]),
        ] satisfies FooterKey[]
      }
      columns={columns}
    />
  );
  if (isPlain)
    return (
      <Box flexDirection="column" width={columns} height={rows}>
        <Lines
          lines={[
            ...shownNotice,
            title,
            ...(selected
              ? [formatPlainSession(selected, {position: place.index + 1, count: sessions.length, nowMs})]
              : []),
            ...noteLines,
          ]}
        />
        {footer}
      </Box>
    );
  const rowLines = sessions.slice(place.offset, place.offset + height).map((session) =>
    formatSessionRow(session, {
      columns,
      nowMs,
      palette,
      isAscii,
      isPlain,
      isSelected: session.key === place.selectedKey,
    }),
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines
        lines={[
          ...colouredNotice,
          palette.bold(cut(title, columns)),
          selected ? palette.dim(formatSessionHeading(columns)) : '',
        ]}
        height={shownNotice.length + 2}
      />
      <Lines
        lines={selected ? rowLines : noteLines.slice(0, height)}
        height={height}
        mouse={{
          onPress: (point) => {
            const pressed = sessions[place.offset + point.row];
            if (!isActive || !pressed) return;
            if (pressed.key === place.selectedKey) handleAction('attach');
            else move({key: pressed.key});
          },
        }}
      />
      {noteRows > 0 && (
        <Lines
          lines={[palette.dim((isAscii ? '-' : '─').repeat(columns)), ...noteLines.slice(0, noteRows - 1)]}
          height={noteRows}
        />
      )}
      {footer}
    </Box>
  );
};

/** Whether nothing is lost with a session that is forgotten. */
const isForgotten = ({standing}: ListedSession): boolean => standing === 'over';

const toTitle = (sessions: readonly ListedSession[]): string => {
  const aliveCount = sessions.filter(({standing}) => standing === 'alive').length;
  return ` Sessions: ${String(aliveCount)} to pick up, ${String(sessions.length)} remembered`;
};

/** Why an action cannot be used now; what is not named can. */
const toObstacles = (
  selected: ListedSession | undefined,
  isAsked: boolean,
): Readonly<Partial<Record<SessionsAction, string>>> => {
  const confirm = isAsked ? {} : {confirm: 'nothing is asked'};
  if (!selected) return {attach: NOTHING, describe: NOTHING, forget: NOTHING, ...confirm};
  const {job} = selected;
  if (job === undefined) return {describe: 'its job is not known yet', ...confirm};
  if (job === 'gone') return {attach: 'its job is not there', describe: 'its job is not there', ...confirm};
  // A job that waits gets a worker: an attach waits for it.
  const isOver = isTerminal(job) || job.state === 'terminating';
  return {...(isOver && {attach: `job is ${job.state}`}), ...confirm};
};

const toFooter = (
  selected: ListedSession | undefined,
  isAsked: boolean,
  obstacles: Readonly<Partial<Record<SessionsAction, string>>>,
): readonly FooterAction<SessionsAction>[] => {
  if (isAsked) return [{actions: 'confirm', label: 'forget it'}];
  if (!selected) return [{actions: 'refresh', label: 'look again'}];
  return [
    {
      actions: 'attach',
      label: selected.standing === 'over' ? 'attach' : 'go back to it',
      obstacle: obstacles.attach,
    },
    {actions: 'describe', label: 'describe', obstacle: obstacles.describe},
    {actions: 'forget', label: 'forget'},
    {actions: 'refresh', label: 'look again'},
  ];
};
