import {useTheme} from '../../components/theme.ts';
import {useServices} from '../../hooks/services.ts';
import {ExecutionsScreen} from '../executions/executions-screen.tsx';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {formatTrouble, toEmptyText, toListHeader} from './list-header.ts';
import type {DashboardState} from './use-dashboard.ts';

/** The list of executions under all that is to be said above it. */
export const ListScreen = ({
  area,
  terminalRows,
  dashboard,
}: {
  area: ScreenArea;
  terminalRows: number;
  dashboard: DashboardState;
}) => {
  const {source, settings} = useServices();
  const {palette, isAscii} = useTheme();
  const {list, shown, nowMs, marks, marked, changes} = dashboard;
  const {fetchedAtMs, spend} = list;
  const trouble = formatTrouble(list.error, list.nextTryMs, nowMs);
  const header = toListHeader(
    {
      states: list.tree.states,
      source,
      fetchedAtMs,
      nowMs,
      trouble,
      spend,
      lastSession: dashboard.lastSession,
      notice: dashboard.notice,
      markedCount: marked.length,
      changes: changes.changes,
      notifications: dashboard.notifications,
    },
    {columns: area.columns, rows: terminalRows, palette, isAscii},
  );
  return (
    <ExecutionsScreen
      savedViews={[...settings.views.values()]}
      list={shown}
      detail={dashboard.toDetail}
      emptyText={toEmptyText(fetchedAtMs, trouble)}
      header={header}
      {...area}
      nowMs={nowMs}
      marks={marks}
      onMarks={dashboard.setMarks}
      onView={dashboard.changeView}
      onCommand={dashboard.run}
    />
  );
};
