import {useAttentionLimits} from '../../hooks/use-attention.ts';
import {AttentionScreen} from '../attention/attention-screen.tsx';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {toEmptyText} from './list-header.ts';
import type {DashboardState} from './use-dashboard.ts';
import {useListHeader} from './use-list-header.ts';

/** What needs attention, under all that is to be said above it. */
export const AttentionList = ({area, dashboard}: {area: ScreenArea; dashboard: DashboardState}) => {
  const {list, nowMs, attention, open, back, run, setNotice} = dashboard;
  const limits = useAttentionLimits();
  const {header, trouble} = useListHeader(dashboard, {...area, isWhole: false});
  return (
    <AttentionScreen
      {...area}
      shown={attention}
      limits={limits}
      perHour={list.spend.hourly}
      emptyText={list.tree.count === 0 ? toEmptyText(list.fetchedAtMs, trouble) : undefined}
      header={header}
      nowMs={nowMs}
      onCommand={run}
      onTerminate={(executions) => {
        if (executions.length > 0) open({name: 'change', kind: 'terminate', executions});
        else setNotice({text: 'Nothing to terminate: all of it has ended.', isError: false});
      }}
      onBack={back}
    />
  );
};
