import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import type {FooterKey} from '../../format/footer.ts';
import {type Notice, toNoticeLines} from '../../format/notice-lines.ts';
import {
  formatPeek,
  formatPlainSession,
  formatSessionHeading,
  formatSessionNotes,
  formatSessionRow,
  type ShownPeek,
} from '../../format/session-row.ts';
import type {Job} from '../../model/execution.ts';
import {countAlive, type ListedSession} from '../../model/listed-session.ts';
import type {SessionRecord} from '../../model/session.ts';
import {toListMove} from '../executions/list-moves.ts';
import {type ListMove, type ListMovement, type ListState, toListView} from '../executions/list-state.ts';
import {HELP, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {toSessionFooter, toSessionObstacles} from './session-actions.ts';
import {SESSIONS_TABLE, type SessionsAction} from './sessions-keys.ts';

const EMPTY =
  'There is no session yet. Enter on a running job of the list attaches to it; ~d leaves it there, and it waits here to be picked up again.';
/** What of the rows the notes below may take. */
const NOTE_SHARE = 0.35;
const MOST_NOTE_LINES = 5;
/** The same for a remote screen. */
const PEEK_SHARE = 0.7;

/** Every session that is remembered: what waits to be picked up again, what has ended, and where it was. */
export const SessionsScreen = ({
  sessions,
  list,
  peek,
  escapeCharacter,
  notice,
  columns,
  rows,
  nowMs,
  isActive,
  onMove,
  onAttach,
  onPeek,
  onDescribe,
  onForget,
  onRefresh,
  onBack,
}: {
  sessions: readonly ListedSession[];
  /** Where the cursor is; kept by the caller, so that a visit to a session leads back to its row. */
  list: ListState;
  /** What was looked at last. */
  peek: ShownPeek;
  /** What dxtop takes for itself while attached. */
  escapeCharacter: string;
  notice: Notice | undefined;
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  onMove: (movement: ListMovement) => void;
  onAttach: (record: SessionRecord) => void;
  onPeek: (record: SessionRecord) => void;
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
  const isPeeked = peek.key !== undefined && peek.key === findKey(list, sessions);
  const noteRows =
    sessions.length === 0
      ? 0
      : isPeeked
        ? Math.floor(room * PEEK_SHARE)
        : Math.min(MOST_NOTE_LINES, Math.floor(room * NOTE_SHARE));
  const height = Math.max(1, room - noteRows);
  const place = toListView(list, sessions, height);
  const selected = sessions[place.index];
  const isAsked = selected !== undefined && askedKey === selected.key;
  const obstacles = toSessionObstacles(selected, isAsked);

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
    } else if (action === 'peek') {
      move(0);
      onPeek(selected.record);
    } else if (action === 'describe' && typeof selected.job === 'object') {
      move(0);
      onDescribe(selected.job);
    } else if (action === 'confirm') onForget(selected.record);
    else if (action === 'forget') {
      if (selected.standing === 'over') onForget(selected.record);
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
      : isPeeked
        ? formatPeek(peek, nowMs, isPlain)
        : formatSessionNotes(selected)
    : [EMPTY.replace('~', escapeCharacter)];
  const noteLines = [
    ...notes.flatMap((note) => wrapText(note, columns - 2)),
    ...(isPeeked && !isAsked ? toLastLines(peek, noteRows - 2, columns - 2) : []),
  ].map((line) => ` ${line}`);
  const title = toTitle(sessions);
  const colouredNotice = shownNotice.map((line) => palette.colour(notice?.isError ? 'red' : 'cyan', line));
  const footer = (
    <Footer
      keys={
        [
          ...toFooterKeys(ownKeys, toSessionFooter(selected, isAsked, obstacles)),
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

/** The key of the selected session, which does not depend on how many rows there is room for. */
const findKey = (list: ListState, sessions: readonly ListedSession[]): string | undefined =>
  toListView(list, sessions, 1).selectedKey;

/** The end of a remote screen: where its prompt is. */
const toLastLines = ({screen}: ShownPeek, height: number, columns: number): readonly string[] =>
  screen && height > 0 ? screen.lines.slice(-height).map((line) => cut(line, columns)) : [];

const toTitle = (sessions: readonly ListedSession[]): string =>
  ` Sessions: ${String(countAlive(sessions))} to pick up, ${String(sessions.length)} remembered`;
