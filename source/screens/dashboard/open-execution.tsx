import {useState} from 'react';
import {useJobMetrics} from '../../hooks/use-job-metrics.ts';
import {toSeenMs} from '../../hooks/use-executions.ts';
import {toSentence} from '../../model/errors.ts';
import {type Execution, isSameTry} from '../../model/execution.ts';
import {ExecutionScreen} from '../execution/execution-screen.tsx';
import type {ExecutionTab} from '../execution/execution-tabs.ts';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {toAttachTarget} from '../screen-stack.ts';
import type {DashboardState} from './use-dashboard.ts';

/** The screen of one execution; while a job runs its measurements are followed, so that a shortage is told on every page. */
export const OpenExecution = ({
  listed,
  tab,
  area,
  nowMs,
  dashboard,
}: {
  listed: Execution;
  /** The page to begin with. */
  tab: ExecutionTab | undefined;
  area: ScreenArea;
  nowMs: number;
  dashboard: DashboardState;
}) => {
  const {list, described, notice, toDetail, open, remember, back, run} = dashboard;
  const [isLookedAt, setLookedAt] = useState(tab === 'metrics');
  const metrics = useJobMetrics(listed, listed.state === 'running' || isLookedAt);
  return (
    <ExecutionScreen
      execution={toDetail(listed)}
      isDescribed={described.execution !== undefined && isSameTry(described.execution, listed)}
      note={described.error === undefined ? (notice?.text ?? '') : toSentence(described.error)}
      initialTab={tab}
      findName={(id) => list.tree.find(id)?.execution.name}
      metrics={metrics}
      onMetrics={() => {
        setLookedAt(true);
      }}
      onTab={(next) => {
        remember({name: 'execution', execution: listed, tab: next});
      }}
      onSetup={() => {
        open({name: 'setup', retry: listed.class === 'job' ? toAttachTarget(listed) : undefined});
      }}
      {...area}
      nowMs={nowMs}
      seenMs={described.error === undefined && described.execution ? nowMs : toSeenMs(list, nowMs)}
      onBack={back}
      onCommand={(command) => {
        run(command, listed);
      }}
      onAttach={() => {
        run('attach', listed);
      }}
    />
  );
};
