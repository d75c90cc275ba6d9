import {useAttentionLimits} from '../../hooks/use-attention.ts';
import {isTerminal} from '../../model/execution.ts';
import {AttentionScreen} from '../attention/attention-screen.tsx';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {toEmptyText} from './list-header.ts';
import type {DashboardState} from './use-dashboard.ts';
import {useListHeader} from './use-list-header.ts';

/** What needs attention, under all that is to be said above it. */
export const AttentionList = ({
  area,
  nowMs,
  dashboard,
}: {
  area: ScreenArea;
  nowMs: number;
  dashboard: DashboardState;
}) => {
  const {list, attention, marks, marked, open, back, run, setMarks, setNotice} = dashboard;
  const limits = useAttentionLimits();
  const {header, trouble} = useListHeader(dashboard, {...area, nowMs, isWhole: false});
  return (
    <AttentionScreen
      {...area}
      shown={attention}
      limits={limits}
      perHour={list.spend.hourly}
      emptyText={list.tree.count === 0 ? toEmptyText(list.fetchedAtMs, trouble, dashboard.choice) : undefined}
      header={header}
      nowMs={nowMs}
      onCommand={run}
      marks={marks}
      onMarks={setMarks}
      onChange={(command, selected) => {
        const chosen = marked.length > 0 ? marked : selected;
        const executions = command === 'tags' ? chosen : chosen.filter((execution) => !isTerminal(execution));
        if (executions.length === 0)
          setNotice({text: 'Nothing to terminate: all of it has ended.', isError: false});
        else open({name: 'change', kind: command === 'tags' ? 'metadata' : command, executions});
      }}
      onBack={back}
    />
  );
};
