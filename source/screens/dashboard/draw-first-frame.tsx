import {renderToString} from 'ink';
import {formatScope} from '../../format/list-scope.ts';
import {isSameScope, OWN_EVERYWHERE} from '../../model/list-scope.ts';
import {type Theme, ThemeProvider} from '../../components/theme.ts';
import {formatStoredAge} from '../../format/time.ts';
import {isTooSmall} from '../../format/too-small.ts';
import {ALL_FOLDED, toRows} from '../../model/list-rows.ts';
import type {RowMetrics} from '../../model/metrics/row-metrics.ts';
import {ExecutionsScreen} from '../executions/executions-screen.tsx';
import {INITIAL_LIST_STATE} from '../executions/list-state.ts';
import {NO_MARKS} from '../executions/marks.ts';
import type {Keymap} from '../keymap.ts';
import {KeymapProvider} from '../use-actions.ts';
import {toListHeader} from './list-header.ts';
import type {DashboardState} from './use-dashboard.ts';

/** An age that is as wide as any. */
const WIDEST_AGE_MS = 100 * 86_400_000;

/** What the first frame is drawn from. */
export interface FirstFrameFacts extends Pick<
  DashboardState,
  'list' | 'shown' | 'sessionCount' | 'attention'
> {
  readonly metrics: ReadonlyMap<string, RowMetrics>;
  readonly source: string;
  readonly keymap: Keymap;
  readonly theme: Theme;
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
}

/**
 * Draws the list as the next start will see it first: from what is known now, but with the cursor where it is at a
 * start, nothing unfolded, no notices, and room for the age that it will have.
 *
 * Shape: `undefined` where there is nothing to be seen, or nothing that has been asked in this run, and where no picture
 * is shown at all.
 */
export const drawFirstFrame = (facts: FirstFrameFacts) => {
  const {list, shown, theme, columns, rows, nowMs} = facts;
  const {arrangement, isArranging, view} = shown;
  const {fetchedAtMs: asOfMs, isStored} = list;
  const folds = {...ALL_FOLDED, isFlat: view.folds.isFlat};
  const nodes = toRows(arrangement, folds);
  if (asOfMs === undefined || isStored || isArranging || nodes.length === 0) return undefined;
  if (theme.isPlain || isTooSmall(columns, rows)) return undefined;
  const header = toStoredHeader(facts);
  const picture = renderToString(
    // What is stored is text and colours alone: whoever reads it back trusts it no further.
    <ThemeProvider value={{...theme, linkHost: undefined}}>
      <KeymapProvider value={facts.keymap}>
        <ExecutionsScreen
          list={{...shown, rows: nodes, view: {...view, folds, list: INITIAL_LIST_STATE}}}
          detail={(selected) => selected}
          emptyText=""
          header={header}
          columns={columns}
          rows={rows}
          nowMs={nowMs}
          seenMs={asOfMs}
          isActive={false}
          metrics={facts.metrics}
          marks={NO_MARKS}
          onMarks={ignore}
          onView={ignore}
          onCommand={ignore}
        />
      </KeymapProvider>
    </ThemeProvider>,
    {columns},
  );
  const lines = picture.split('\n');
  const index = header.length - 1;
  const age = formatStoredAge(WIDEST_AGE_MS, {isLoading: true});
  const [before, after] = lines[index]?.split(age) ?? [];
  if (before === undefined || after === undefined) return undefined;
  return {columns, rows, asOfMs, lines, ageLine: {index, before, after, columns: age.length}};
};

const ignore = () => undefined;

const toStoredHeader = ({
  list,
  source,
  sessionCount,
  attention,
  theme,
  columns,
  rows,
  nowMs,
}: FirstFrameFacts): readonly string[] =>
  toListHeader(
    {
      states: list.tree.states,
      source,
      scope: formatScope(list.lists.current.scope),
      isScopeChosen: !isSameScope(list.lists.current.scope, OWN_EVERYWHERE),
      loading: undefined,
      fetchedAtMs: nowMs - WIDEST_AGE_MS,
      isStored: true,
      nowMs,
      trouble: undefined,
      spend: list.spend,
      sessionCount,
      alertCount: attention.attention.causes.length,
      warnings: [],
      // Whether it is still alive is asked first.
      lastSession: undefined,
      notice: undefined,
      markedCount: 0,
      changes: [],
      notifications: [],
    },
    {columns, rows, ...theme},
  );
