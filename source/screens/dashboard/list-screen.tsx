import {toSeenMs} from '../../hooks/use-executions.ts';
import {useListMetrics} from '../../hooks/use-list-metrics.ts';
import {ExecutionsScreen} from '../executions/executions-screen.tsx';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {toEmptyText} from './list-header.ts';
import {useFirstFrame} from './use-first-frame.ts';
import {useListHeader} from './use-list-header.ts';
import type {DashboardState} from './use-dashboard.ts';

/** The list of executions under all that is to be said above it. */
export const ListScreen = ({
  area,
  terminalRows,
  nowMs,
  dashboard,
}: {
  area: ScreenArea;
  terminalRows: number;
  nowMs: number;
  dashboard: DashboardState;
}) => {
  const {list, shown, marks} = dashboard;
  const {metrics, onVisible} = useListMetrics();
  const {header, trouble} = useListHeader(dashboard, {columns: area.columns, rows: terminalRows, nowMs});
  useFirstFrame(dashboard, {metrics, columns: area.columns, rows: terminalRows});
  return (
    <ExecutionsScreen
      viewCount={dashboard.views.length}
      hasFooter={dashboard.bar === undefined}
      onStop={dashboard.choice.stop}
      list={shown}
      detail={dashboard.toDetail}
      emptyText={toEmptyText(list.fetchedAtMs, trouble, dashboard.choice)}
      header={header}
      {...area}
      nowMs={nowMs}
      seenMs={toSeenMs(list, nowMs)}
      metrics={metrics}
      onVisible={onVisible}
      marks={marks}
      onMarks={dashboard.setMarks}
      onView={dashboard.changeView}
      onCommand={dashboard.run}
    />
  );
};
