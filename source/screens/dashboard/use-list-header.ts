import {useTheme} from '../../components/theme.ts';
import {formatScope} from '../../format/list-scope.ts';
import {formatSpendingWarning} from '../../format/spending.ts';
import {useServices} from '../../hooks/services.ts';
import {usePlatformWait} from '../../hooks/use-platform-wait.ts';
import {isSameScope, OWN_EVERYWHERE} from '../../model/list-scope.ts';
import {formatTrouble, formatWait, toListHeader} from './list-header.ts';
import type {DashboardState} from './use-dashboard.ts';

/** The lines above a list, and why there is nothing new, if so. */
export interface ShownListHeader {
  readonly header: readonly string[];
  readonly trouble: string | undefined;
}

/**
 * What is said above a list of the dashboard.
 *
 * @param isWhole with what only the list of all executions can act on: the last session
 */
export const useListHeader = (
  dashboard: DashboardState,
  {columns, rows, nowMs, isWhole = true}: {columns: number; rows: number; nowMs: number; isWhole?: boolean},
): ShownListHeader => {
  const {source} = useServices();
  const {palette, isAscii, isPlain} = useTheme();
  const {list, choice, marked, changes} = dashboard;
  const waitsUntilMs = usePlatformWait();
  const trouble =
    formatTrouble(list.error, list.nextTryMs, nowMs, isPlain) ?? formatWait(waitsUntilMs, nowMs, isPlain);
  const header = toListHeader(
    {
      states: list.tree.states,
      source,
      scope: formatScope(list.lists.current.scope),
      isScopeChosen: !isSameScope(list.lists.current.scope, OWN_EVERYWHERE),
      loadingCount: choice.loadingCount,
      loading: choice.note,
      fetchedAtMs: list.fetchedAtMs,
      isStored: list.isStored,
      nowMs,
      trouble,
      spend: list.spend,
      sessionCount: dashboard.sessionCount,
      alertCount: dashboard.attention.attention.causes.length + dashboard.spending.length,
      warnings: dashboard.spending.map((warning) => formatSpendingWarning(warning, list.spend.total)),
      lastSession: isWhole ? dashboard.lastSession : undefined,
      notice: dashboard.notice,
      markedCount: marked.length,
      changes: changes.changes,
      notifications: dashboard.notifications,
    },
    {columns, rows, palette, isAscii, isPlain},
  );
  return {header, trouble};
};
