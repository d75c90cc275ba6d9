import {Box} from 'ink';
import {useEffect, useReducer} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatDetail} from '../../format/execution-detail.ts';
import {formatHeading, formatRow, layoutRow} from '../../format/execution-row.ts';
import {cut} from '../../format/fit.ts';
import {attachObstacle, type Execution, isTerminal} from '../../model/execution.ts';
import {useActions} from '../use-actions.ts';
import {EXECUTIONS_TABLE, type ExecutionsAction} from './executions-keys.ts';
import {divideScreen} from './divide-screen.ts';
import {
  INITIAL_LIST_STATE,
  type ListMove,
  type ListMovement,
  type ListState,
  moveInList,
  toListView,
} from './list-state.ts';

/** What the executions screen is asked to do by its keys. */
export type ExecutionsCommand = Exclude<
  ExecutionsAction,
  'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp' | 'halfDown' | 'halfUp' | 'open'
>;

/** The list of executions, with the selected one in full below or beside it. */
export const ExecutionsScreen = ({
  executions,
  detail,
  emptyText,
  header,
  columns,
  rows,
  nowMs,
  isActive,
  listState,
  onMove,
  onCommand,
}: {
  executions: readonly Execution[];
  /** The selected execution with everything known of it; the list's own entry until it is described. */
  detail: (selected: Execution) => Execution;
  emptyText: string;
  /** Ready-made lines above the list. */
  header: readonly string[];
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  listState: ListState;
  onMove: (movement: ListMovement) => void;
  onCommand: (command: ExecutionsCommand, selected: Execution | undefined) => void;
}) => {
  const {palette, isAscii} = useTheme();
  const areas = divideScreen({columns, rows, headerRows: header.length});
  const ids = executions.map(({id}) => id);
  const view = toListView(listState, ids, areas.listRows);
  const selected = executions[view.index];

  useEffect(() => {
    // Where the row is now is kept, so that the one in its place is known when it goes.
    const hasMoved = view.index !== listState.index || view.selectedId !== listState.selectedId;
    if (listState.selectedId !== undefined && hasMoved) onMove({move: 0, ids, height: areas.listRows});
  });

  const handleAction = (action: ExecutionsAction) => {
    const move = toMove(action, areas.listRows);
    // Whoever acts on a row wants to find it again, also when nobody has moved before.
    onMove({move: move ?? 0, ids, height: areas.listRows});
    if (move !== undefined) return;
    if (action !== 'open') onCommand(action as ExecutionsCommand, selected);
    else if (selected) onCommand(attachObstacle(selected) === undefined ? 'attach' : 'describe', selected);
  };
  useActions(EXECUTIONS_TABLE, handleAction, {
    isActive,
    findObstacle: (action) => (action === 'attach' && selected ? attachObstacle(selected) : undefined),
  });

  const layout = layoutRow(areas.listColumns - (areas.isBeside ? 1 : 0));
  const shown = executions.slice(view.offset, view.offset + areas.listRows);
  const rowLines = shown.map((execution) =>
    formatRow(execution, {layout, nowMs, palette, isAscii, isSelected: execution.id === view.selectedId}),
  );
  if (rowLines.length === 0) rowLines.push(cut(` ${emptyText}`, areas.listColumns));
  const shownDetail = selected && detail(selected);
  const detailLines = shownDetail
    ? formatDetail(shownDetail, {
        isDescribed: shownDetail !== selected,
        columns: areas.detailColumns - (areas.isBeside ? 2 : 1),
        nowMs,
        palette,
        isAscii,
      })
    : [];
  const list = (
    <Box flexDirection="column" width={areas.listColumns} flexShrink={0}>
      <Lines lines={[palette.dim(formatHeading(layout))]} height={1} />
      <Lines lines={rowLines} height={areas.listRows} />
    </Box>
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={header} height={header.length} />
      {areas.detailRows === 0 ? (
        list
      ) : areas.isBeside ? (
        <Box flexDirection="row" height={areas.detailRows} flexShrink={0}>
          {list}
          <Lines lines={bordered(detailLines, areas.detailRows, isAscii)} height={areas.detailRows} />
        </Box>
      ) : (
        <>
          {list}
          <Lines
            lines={[
              palette.dim((isAscii ? '-' : '─').repeat(columns)),
              ...cutOff(detailLines, areas.detailRows - 1).map((line) => ` ${line}`),
            ]}
            height={areas.detailRows}
          />
        </>
      )}
      <Footer keys={toFooter(selected)} columns={columns} />
    </Box>
  );
};

/** The list's state, kept by the caller so that it outlives the screen. */
export const useListState = () => useReducer(moveInList, INITIAL_LIST_STATE);

const toMove = (action: ExecutionsAction, height: number): ListMove | undefined => {
  const page = Math.max(1, height - 1);
  const half = Math.max(1, Math.floor(height / 2));
  const moves: Partial<Record<ExecutionsAction, ListMove>> = {
    down: 1,
    up: -1,
    first: 'first',
    last: 'last',
    pageDown: page,
    pageUp: -page,
    halfDown: half,
    halfUp: -half,
  };
  return moves[action];
};

const cutOff = (lines: readonly string[], height: number): readonly string[] =>
  lines.length <= height ? lines : [...lines.slice(0, Math.max(0, height - 1)), '~ d shows the rest'];

const bordered = (lines: readonly string[], height: number, isAscii: boolean): string[] => {
  const shown = cutOff(lines, height);
  return Array.from({length: height}, (_, index) => `${isAscii ? '|' : '│'} ${shown[index] ?? ''}`);
};

const toFooter = (selected: Execution | undefined) => {
  const obstacle = selected && attachObstacle(selected);
  return [
    obstacle === undefined
      ? {key: 'Enter', label: 'attach', obstacle: selected ? undefined : 'nothing is selected'}
      : {key: 'Enter', label: 'open'},
    ...(obstacle === undefined ? [] : [{key: 's', label: 'no SSH', obstacle}]),
    ...(obstacle !== undefined && selected?.class === 'job' && !isTerminal(selected)
      ? [{key: 's', label: 'wait and attach'}]
      : []),
    {key: 'd', label: 'describe'},
    {key: 'r', label: 'refresh'},
    {key: '?', label: 'help'},
    {key: 'q', label: 'quit'},
  ];
};
