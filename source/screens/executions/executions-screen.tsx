import {Box} from 'ink';
import {useEffect, useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatDetail} from '../../format/execution-detail.ts';
import {formatRow, isAtFold, type RowBranch} from '../../format/execution-row.ts';
import {formatBelow} from '../../format/tree-lines.ts';
import {formatPlainRow} from '../../format/plain-lines.ts';
import {findColumn, formatHeading, layoutRow} from '../../format/row-layout.ts';
import {ALL} from '../../model/chosen-view.ts';
import {depthOf, type TreeNode} from '../../model/execution-tree.ts';
import type {JobId} from '../../model/ids.ts';
import {attachObstacle, type Execution} from '../../model/execution.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import type {RowMetrics} from '../../model/metrics/row-metrics.ts';
import {isFoldable, isUnfolded} from '../../model/list-rows.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {firstKey} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {toListFooter} from './executions-footer.ts';
import {EXECUTIONS_TABLE, type ExecutionsAction, toViewIndex} from './executions-keys.ts';
import {changeMarks, isMarkAction, type MarkAction, type Marks} from './marks.ts';
import {divideScreen} from './divide-screen.ts';
import type {ViewAction} from './executions-view.ts';
import {FILTER_ROWS, FilterLine} from './filter-line.tsx';
import {formatKeyMenu, KeyMenu} from './key-menu.tsx';
import {toEmptyLines, toEmptyReason, toListLines} from './list-lines.ts';
import {isListMenu, type ListMenu, toMenu, toMenuAction} from './list-menus.ts';
import {type ListMoveAction, toListMove} from './list-moves.ts';
import {toPaneBelow, toPaneBeside} from './pane-lines.ts';
import {type ExecutionList, toPlace} from './use-execution-list.ts';

/** What the executions screen is asked to do by its keys. */
export type ExecutionsCommand = Exclude<
  ExecutionsAction,
  MarkAction | ListMoveAction | 'halfDown' | 'halfUp' | ViewKey | 'open'
>;

type ViewKey = 'unfold' | 'fold' | 'flat' | 'filter' | ListMenu | 'everything';

const NO_METRICS: ReadonlyMap<string, RowMetrics> = new Map();

/** The list of executions, with the selected one in full below or beside it. */
export const ExecutionsScreen = ({
  list,
  detail,
  emptyText,
  header,
  columns,
  rows,
  nowMs,
  seenMs,
  isActive,
  viewCount = 0,
  hasFooter = true,
  onStop,
  metrics = NO_METRICS,
  onVisible,
  marks,
  onMarks,
  onView,
  onCommand,
}: {
  list: ExecutionList;
  /** The selected execution with everything known of it; the list's own entry until it is described. */
  detail: (selected: Execution) => Execution;
  emptyText: string;
  /** Ready-made lines above the list. */
  header: readonly string[];
  columns: number;
  rows: number;
  nowMs: number;
  /** Up to when it is known what runs: with an old list, running times stand still. */
  seenMs?: number | undefined;
  isActive: boolean;
  /** How many saved views there are. */
  viewCount?: number;
  /** False while something else stands in the place of the keys. */
  hasFooter?: boolean;
  /** Ends what is being loaded on demand; `undefined` while nothing is. */
  onStop?: (() => void) | undefined;
  /** What was measured of jobs, by their IDs. */
  metrics?: ReadonlyMap<string, RowMetrics>;
  /** Gets the running jobs whose measurements are to be shown, after each frame. */
  onVisible?: (jobIds: readonly JobId[]) => void;
  marks: Marks;
  onMarks: (marks: Marks) => void;
  onView: (action: ViewAction) => void;
  onCommand: (command: ExecutionsCommand, selected: Execution | undefined) => void;
}) => {
  const {palette, isAscii, isPlain, linkHost} = useTheme();
  const {rows: nodes, view} = list;
  const [part, setPart] = useState<ExecutionsAction | undefined>(undefined);
  const ownKeys = useKeyTable(EXECUTIONS_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const closePart = () => {
    setPart(undefined);
  };
  const listMenu = part !== undefined && isListMenu(part) ? part : undefined;
  const menu = listMenu && toMenu(listMenu, view, list.tree.states);
  const footRows =
    part === 'filter'
      ? FILTER_ROWS
      : menu === undefined
        ? Number(hasFooter)
        : formatKeyMenu(menu.title, menu.items, columns, palette).length;
  const top = [...header, ...toListLines(list, columns, palette)];
  const areas = divideScreen({columns, rows: rows - footRows + 1, headerRows: top.length});
  const height = areas.listRows;
  const place = toPlace(list, height);
  const node = nodes[place.index];
  const selected = node?.execution;

  useEffect(() => {
    // Where the row is now is kept, so that the one in its place is known when it goes.
    const hasMoved = place.index !== view.list.index || place.selectedKey !== view.list.selectedKey;
    // While one types a filter, rows that go may come back with the next letter.
    if (view.list.selectedKey === undefined || !hasMoved || part === 'filter') return;
    onView({
      kind: 'move',
      move: place.selectedKey === undefined ? 0 : {key: place.selectedKey},
      rows: nodes,
      height,
    });
  });

  const hasKeyboard = isActive && part !== 'filter' && menu === undefined;
  const handleAction = (action: ExecutionsAction) => {
    if (isMarkAction(action)) {
      onView({kind: 'move', move: action === 'mark' ? 1 : 0, rows: nodes, height});
      // What stands there only because of what is below it was not looked for, and must not be changed with the rest.
      const {matches} = list.arrangement;
      const marked = action === 'mark' ? nodes : nodes.filter((row) => !matches || matches.has(row));
      const ids = marked.map((row) => row.execution.id);
      onMarks(changeMarks(marks, action, {ids, selectedId: selected?.id}));
      return;
    }

    const move = toListMove(action, height);
    // Whoever acts on a row wants to find it again, also when nobody has moved before.
    onView({kind: 'move', move: move ?? 0, rows: nodes, height});
    if (move !== undefined) return;
    if (action === 'fold' || action === 'unfold')
      onView({kind: action, selected: node, arrangement: list.arrangement, rows: nodes, height});
    else if (action === 'flat') onView({kind: 'flat', selected: node});
    else if (action === 'filter' || isListMenu(action)) setPart(action);
    else if (action === 'everything') onView({kind: 'take', chosen: ALL});
    else if (action === 'quit' && onStop) onStop();
    else if (action === 'quit' && view.filter.text !== '') onView({kind: 'filter', text: ''});
    else if (action !== 'open') onCommand(action as ExecutionsCommand, selected);
    else onCommand(selected && attachObstacle(selected) === undefined ? 'attach' : 'describe', selected);
  };
  useActions(EXECUTIONS_TABLE, handleAction, {
    isActive: hasKeyboard,
    findObstacle: (action) => {
      const index = toViewIndex(action);
      if (index !== undefined) return index < viewCount ? undefined : 'there is no such view';
      if (action === 'runAgain') return selected && rerunObstacle(selected);
      return action === 'attach' && selected ? attachObstacle(selected) : undefined;
    },
  });

  const layout = layoutRow(areas.rowColumns, view.columns);
  const visible = nodes.slice(place.offset, place.offset + height);
  const hasMetrics = layout.columns.some(({column}) => column === 'metrics');
  useEffect(() => {
    onVisible?.(hasMetrics ? toRunningJobs(visible, selected) : []);
  });
  const rowLines = visible.map((row) =>
    formatRow(row.execution, {
      layout,
      nowMs,
      seenMs,
      palette,
      isAscii,
      isSelected: row.key === place.selectedKey,
      isMarked: marks.ids.has(row.execution.id),
      branch: toBranch(row, list),
      metrics: row.isEarlierTry ? undefined : metrics.get(row.execution.id),
    }),
  );
  if (rowLines.length === 0) rowLines.push(...toEmptyLines(toEmptyReason(list) ?? emptyText, areas));

  const selectedText = node
    ? formatPlainRow(node.execution, {
        place: {position: place.index + 1, count: nodes.length},
        nowMs,
        seenMs,
        branch: toBranch(node, list),
        isMarked: marks.ids.has(node.execution.id),
        metrics: node.isEarlierTry ? undefined : metrics.get(node.execution.id),
      })
    : (toEmptyReason(list) ?? emptyText);
  const shownDetail = selected && detail(selected);
  const paneStyle = {columns: areas.detailColumns - (areas.isBeside ? 2 : 1), palette, isAscii};
  const ownLines = shownDetail
    ? formatDetail(shownDetail, {
        isDescribed: shownDetail !== selected,
        nowMs,
        seenMs,
        linkHost,
        ...paneStyle,
      })
    : [];
  const roomBelow = areas.detailRows - (areas.isBeside ? 0 : 1) - ownLines.length;
  const detailLines = node
    ? [...ownLines, ...formatBelow(node, {height: roomBelow, nowMs: seenMs ?? nowMs, ...paneStyle})]
    : [];
  const describeKey = firstKey(ownKeys, 'describe');
  const pane = {
    rows: areas.detailRows,
    isAscii,
    more: describeKey === undefined ? '~' : `~ ${describeKey} shows the rest`,
  };
  const body = (
    <Box flexDirection="column" width={areas.listColumns} flexShrink={0}>
      <Lines
        lines={[palette.dim(formatHeading(layout, view.sort))]}
        height={1}
        mouse={{
          onPress: ({column}) => {
            const by = findColumn(layout, column);
            if (hasKeyboard && by !== undefined && by !== 'metrics') onView({kind: 'sort', by});
          },
        }}
      />
      <Lines
        lines={rowLines}
        height={height}
        mouse={{
          onPress: ({row, column}) => {
            const pressed = nodes[place.offset + row];
            if (!hasKeyboard || !pressed) return;
            const branch = toBranch(pressed, list);
            if (isAtFold(column, branch, layout))
              onView({
                kind: branch.fold === 'open' ? 'fold' : 'unfold',
                selected: pressed,
                arrangement: list.arrangement,
                rows: nodes,
                height,
              });
            else if (pressed.key === place.selectedKey) handleAction('open');
            else onView({kind: 'move', move: {key: pressed.key}, rows: nodes, height});
          },
        }}
      />
    </Box>
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={top} height={top.length} />
      {isPlain ? (
        <Lines lines={[selectedText]} />
      ) : areas.detailRows === 0 ? (
        body
      ) : areas.isBeside ? (
        <Box flexDirection="row" height={areas.detailRows} flexShrink={0}>
          {body}
          <Lines lines={toPaneBeside(detailLines, pane)} height={areas.detailRows} />
        </Box>
      ) : (
        <>
          {body}
          <Lines lines={toPaneBelow(detailLines, {...pane, columns, palette})} height={areas.detailRows} />
        </>
      )}
      {part === 'filter' ? (
        <FilterLine
          filter={view.filter}
          columns={columns}
          isActive={isActive}
          onChange={(text) => {
            onView({kind: 'filter', text});
          }}
          onClose={closePart}
        />
      ) : menu !== undefined ? (
        <KeyMenu
          {...menu}
          columns={columns}
          isActive={isActive}
          onChoose={(key) => {
            // Of columns one chooses several.
            if (part !== 'columns') closePart();
            const action = listMenu && toMenuAction(listMenu, key);
            if (action) onView(action);
          }}
          onClose={closePart}
        />
      ) : (
        hasFooter && (
          <Footer
            keys={toListFooter(
              {selected, isFiltered: view.filter.text !== '', isLoading: onStop !== undefined},
              ownKeys,
              everywhere,
            )}
            columns={columns}
          />
        )
      )}
    </Box>
  );
};

/** The running jobs among the rows, the selected one first. */
const toRunningJobs = (rows: readonly TreeNode[], selected: Execution | undefined): readonly JobId[] => {
  const ids = rows.flatMap(({execution, isEarlierTry}) =>
    execution.class === 'job' && execution.state === 'running' && !isEarlierTry ? [execution.id] : [],
  );
  return ids.filter((id) => id === selected?.id).concat(ids.filter((id) => id !== selected?.id));
};

const toBranch = (row: TreeNode, {tree, spend, view, arrangement}: ExecutionList): RowBranch => {
  const {isFlat} = view.folds;
  return {
    depth: isFlat ? 0 : depthOf(row),
    fold: isFlat
      ? 'flat'
      : isFoldable(row)
        ? isUnfolded(row, view.folds, arrangement)
          ? 'open'
          : 'folded'
        : 'none',
    isEarlierTry: row.isEarlierTry,
    summary: tree.summarize(row),
    perHour: spend.hourly.get(row),
  };
};
