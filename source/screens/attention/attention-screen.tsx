import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import type {FooterKey} from '../../format/footer.ts';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {
  FOLD_COLUMNS,
  formatAttentionHeading,
  formatCauseRow,
  formatMemberRow,
} from '../../format/attention-row.ts';
import {formatCause, formatLimits, formatRemedy} from '../../format/attention.ts';
import {formatPlainAttention} from '../../format/plain-attention.ts';
import {cut, wrapLines, wrapText} from '../../format/fit.ts';
import type {AttentionLimits} from '../../model/attention/alert.ts';
import type {Attention, AttentionMember} from '../../model/attention/attention-book.ts';
import type {TreeNode} from '../../model/execution-tree.ts';
import {attachObstacle, type Execution, type Price} from '../../model/execution.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import {type Marks, NO_MARKS, toggleMarks} from '../executions/marks.ts';
import {toListMove} from '../executions/list-moves.ts';
import {toListView} from '../executions/list-state.ts';
import {type FooterAction, HELP, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE, type GlobalAction} from '../global-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {ATTENTION_TABLE, type AttentionAction} from './attention-keys.ts';
import type {AttentionRow, ShownAttention} from './attention-view.ts';

/** What this screen asks of the dashboard, for one execution. */
export type AttentionCommand =
  'attach' | 'describe' | 'why' | 'jobLog' | 'metrics' | 'runAgain' | 'copy' | 'openUrl' | 'refresh';

const COMMANDS: readonly string[] = [
  'attach',
  'describe',
  'why',
  'jobLog',
  'metrics',
  'runAgain',
  'copy',
  'openUrl',
  'refresh',
];
const PICK_ONE = 'right unfolds the cause; pick one of its executions';
/** What of the rows the explanation below may take. */
const NOTE_SHARE = 0.35;
const MOST_NOTE_LINES = 10;

/** All that needs attention, one row for each cause; its executions are folded below. */
export const AttentionScreen = ({
  shown,
  limits,
  perHour,
  emptyText,
  header,
  columns,
  rows: terminalRows,
  nowMs,
  isActive,
  marks,
  onMarks,
  onCommand,
  onChange,
  onBack,
}: {
  shown: ShownAttention;
  limits: AttentionLimits;
  /** What executions cost per hour, in whole units of their currency. */
  perHour: ReadonlyMap<TreeNode, number>;
  /** What to say while nothing has been looked at; `undefined` once something has. */
  emptyText: string | undefined;
  /** Ready-made lines above the list. */
  header: readonly string[];
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  marks: Marks;
  onMarks: (marks: Marks) => void;
  onCommand: (command: AttentionCommand, execution: Execution | undefined) => void;
  /** Asks for a change of these, or where something is marked of that. */
  onChange: (command: 'terminate' | 'tags', executions: readonly Execution[]) => void;
  onBack: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(ATTENTION_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const {attention, rows, view, changeView} = shown;
  const room = terminalRows - header.length - 3;
  const noteRows = Math.min(MOST_NOTE_LINES, Math.floor(room * NOTE_SHARE));
  const height = Math.max(1, room - noteRows);
  const place = toListView(view.list, rows, height);
  const row = rows[place.index];
  const member = toMember(row);
  const execution = member?.node.execution;

  const handleAction = (action: AttentionAction) => {
    const move = action === 'mark' ? 1 : toListMove(action, height);
    if (action === 'unmark') onMarks(NO_MARKS);
    if (action === 'mark' && row) onMarks(toggleMarks(marks, toExecutions(row)));
    // Whoever acts on a row wants to find it again, also when nobody has moved before.
    if (action !== 'back' && action !== 'unmark') changeView({kind: 'move', move: move ?? 0, rows, height});
    if (move !== undefined || action === 'unmark') return;
    if (action === 'back') onBack();
    else if (action === 'refresh') onCommand(action, undefined);
    else if (!row) return;
    else if (action === 'unfold' || action === 'fold') changeView({kind: action, row});
    else if (action === 'terminate' || action === 'tags') onChange(action, toExecutions(row));
    else if (!execution) {
      const isOpen = view.open.has(row.cause.key);
      if (action === 'open') changeView({kind: isOpen ? 'fold' : 'unfold', row});
    } else if (action === 'open')
      onCommand(attachObstacle(execution) === undefined ? 'attach' : 'describe', execution);
    else if (isCommand(action)) onCommand(action, execution);
  };
  useActions(ATTENTION_TABLE, handleAction, {
    isActive,
    findObstacle: (action) => {
      if (!isCommand(action) || action === 'refresh') return undefined;
      if (!execution) return row ? PICK_ONE : 'nothing is selected';
      if (action === 'metrics' && execution.class === 'analysis') return 'an analysis has no machine';
      if (action === 'runAgain') return rerunObstacle(execution);
      return action === 'attach' ? attachObstacle(execution) : undefined;
    },
  });

  const style = {columns, nowMs, palette, isAscii};
  const rowLines = rows.slice(place.offset, place.offset + height).map((shownRow) => {
    const rowStyle = {
      ...style,
      isSelected: shownRow.key === place.selectedKey,
      isMarked: toExecutions(shownRow).every(({id}) => marks.ids.has(id)),
    };
    return shownRow.member
      ? formatMemberRow(shownRow.member, toRate([shownRow.member], perHour), rowStyle)
      : formatCauseRow(
          shownRow.cause,
          toRate(shownRow.cause.members, perHour),
          view.open.has(shownRow.cause.key),
          rowStyle,
        );
  });
  const plainRow = row
    ? formatPlainAttention(row.cause, row.member, {
        place: {position: place.index + 1, count: rows.length},
        perHour: toRate(row.member ? [row.member] : row.cause.members, perHour),
        isOpen: view.open.has(row.cause.key),
        isMarked: toExecutions(row).every(({id}) => marks.ids.has(id)),
        nowMs,
      })
    : (emptyText ?? toNothing(attention, limits));
  if (rows.length === 0)
    rowLines.push(
      ...wrapText(emptyText ?? toNothing(attention, limits), columns - 2).map((line) => ` ${line}`),
    );
  const note = row ? toNote(row, columns) : [];
  const noteLines = isPlain ? note : cutOff(note, Math.max(0, noteRows - 1), columns);
  const footer = <Footer keys={toFooter(row, execution, ownKeys, everywhere)} columns={columns} />;
  if (isPlain)
    return (
      <Box flexDirection="column" width={columns} height={terminalRows}>
        <Lines lines={[...header, toTitle(attention), plainRow, ...noteLines]} />
        {footer}
      </Box>
    );
  return (
    <Box flexDirection="column" width={columns} height={terminalRows}>
      <Lines lines={header} height={header.length} />
      <Lines
        lines={[
          palette.bold(cut(toTitle(attention), columns)),
          palette.dim(cut(formatAttentionHeading(columns), columns)),
        ]}
        height={2}
      />
      <Lines
        lines={rowLines.slice(0, height)}
        height={height}
        mouse={{
          onPress: (point) => {
            const pressed = rows[place.offset + point.row];
            if (!isActive || !pressed) return;
            const isFold = point.column < FOLD_COLUMNS && !pressed.member;
            if (isFold)
              changeView({kind: view.open.has(pressed.cause.key) ? 'fold' : 'unfold', row: pressed});
            else if (pressed.key === place.selectedKey) handleAction('open');
            else changeView({kind: 'move', move: {key: pressed.key}, rows, height});
          },
        }}
      />
      {noteRows > 0 && (
        <Lines lines={[palette.dim((isAscii ? '-' : '─').repeat(columns)), ...noteLines]} height={noteRows} />
      )}
      {footer}
    </Box>
  );
};

const isCommand = (action: AttentionAction): action is AttentionCommand => COMMANDS.includes(action);

/** The execution that a row is about: itself, or the only one of its cause. */
const toMember = (row: AttentionRow | undefined): AttentionMember | undefined =>
  row?.member ?? (row?.cause.members.length === 1 ? row.cause.members[0] : undefined);

/** The executions that a row stands for. */
const toExecutions = ({member, cause}: AttentionRow): readonly Execution[] =>
  (member ? [member] : cause.members).map(({node}) => node.execution);

const toRate = (
  members: readonly AttentionMember[],
  perHour: ReadonlyMap<TreeNode, number>,
): Price | undefined => {
  let price: Price | undefined;
  let amount = 0;
  for (const {node} of members) {
    const rate = perHour.get(node);
    if (rate === undefined) continue;
    price ??= node.execution.price;
    amount += rate;
  }

  return price && {...price, amount};
};

const toTitle = ({causes}: Attention): string => {
  const count = new Set(causes.flatMap(({members}) => members.map(({node}) => node))).size;
  const executions = count === 1 ? 'one execution' : `${count.toLocaleString('en-US')} executions`;
  if (causes.length === 0) return ' Nothing needs attention';
  return ` Needs attention: ${causes.length === 1 ? 'one cause' : `${String(causes.length)} causes`}, ${executions}`;
};

const toNothing = ({lookedAtCount, activeCount}: Attention, limits: AttentionLimits): string =>
  `Of ${lookedAtCount.toLocaleString('en-US')} executions, ${activeCount.toLocaleString('en-US')} of which have not ended, none needs attention. Looked for: ${formatLimits(limits)}.`;

/** As many lines as there is room for; the last one ends with a sign where some are missing. */
const cutOff = (lines: readonly string[], height: number, columns: number): readonly string[] =>
  lines.length <= height
    ? lines
    : lines
        .slice(0, height)
        .map((line, index) => (index === height - 1 ? `${cut(line, columns - 2)} ~` : line));

/** What the selected row is about, in full, and what can be done about it. */
const toNote = (row: AttentionRow, columns: number): string[] => {
  const [newest] = row.cause.members;
  const member = row.member ?? newest;
  if (!member) return [];
  const {execution} = member.node;
  const what = row.member
    ? `${execution.name ?? execution.id}: ${formatCause({...row.cause, members: [row.member]})}`
    : formatCause(row.cause);
  const remedy = formatRemedy(member);
  return [
    ...wrapLines(what, columns - 2).slice(0, 4),
    ...(remedy === '' ? [] : wrapText(remedy, columns - 2)),
  ].map((line) => ` ${line}`);
};

const toFooter = (
  row: AttentionRow | undefined,
  execution: Execution | undefined,
  own: KeyTable<AttentionAction>,
  everywhere: KeyTable<GlobalAction>,
): FooterKey[] => {
  const obstacle = execution && attachObstacle(execution);
  const acts: readonly FooterAction<AttentionAction>[] = execution
    ? [
        {actions: 'open', label: obstacle === undefined ? 'attach' : 'open'},
        ...(obstacle === undefined ? [] : [{actions: 'attach', label: 'no SSH', obstacle} as const]),
        {actions: 'describe', label: 'describe'},
        {actions: 'why', label: 'why'},
        {actions: 'jobLog', label: 'log'},
      ]
    : row
      ? [
          {actions: 'open', label: 'unfold'},
          {actions: 'terminate', label: 'terminate all'},
          {actions: 'tags', label: 'tags of all'},
        ]
      : [{actions: 'refresh', label: 'refresh'}];
  return [
    ...toFooterKeys(own, acts),
    ...toFooterKeys(everywhere, [HELP]),
    ...toFooterKeys(own, [{actions: 'back', label: 'back', isKept: true}]),
  ];
};
