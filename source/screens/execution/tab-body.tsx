import {useTheme} from '../../components/theme.ts';
import {formatDetail} from '../../format/execution-detail.ts';
import {wrapText} from '../../format/fit.ts';
import {formatInputOutput} from '../../format/input-output.ts';
import {formatTimeline} from '../../format/timeline.ts';
import {formatTree} from '../../format/tree-lines.ts';
import {formatWorkers} from '../../format/workers.ts';
import type {JobMetricsView} from '../../hooks/use-job-metrics.ts';
import {useExplanation} from '../../hooks/use-explanation.ts';
import {useWholeDescription, type WholeDescription} from '../../hooks/use-whole-description.ts';
import {useWholeTree} from '../../hooks/use-whole-tree.ts';
import {toSentence} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import type {MetricsWarning} from '../../model/metrics/trend.ts';
import {LogBody} from '../log/log-body.tsx';
import {toExplanationLines} from '../why/why-screen.tsx';
import type {ExecutionTab} from './execution-tabs.ts';
import {MetricsTab} from './metrics-tab.tsx';
import {RawTab} from './raw-tab.tsx';
import {SshTab} from './ssh-tab.tsx';
import {type TabSize, TextTab} from './text-tab.tsx';

/** What a page is made from. */
export interface TabProps extends TabSize {
  readonly execution: Execution;
  readonly isDescribed: boolean;
  readonly nowMs: number;
  readonly seenMs?: number | undefined;
  readonly metrics: JobMetricsView | undefined;
  readonly warnings: readonly MetricsWarning[];
  readonly onTyping: (enterLabel: string | undefined) => void;
  /** The name of a job, for the log of a tree. */
  readonly findName: ((jobId: string) => string | undefined) | undefined;
  /** Sets up the SSH key. */
  readonly onSetup: () => void;
}

/** One page of the execution screen; each asks for what it shows, and only while it is shown. */
export const TabBody = ({tab, ...props}: TabProps & {tab: ExecutionTab}) => {
  switch (tab) {
    case 'overview':
      return <OverviewTab {...props} />;
    case 'failure':
      return <FailureTab {...props} />;
    case 'log':
      return <LogTab {...props} />;
    case 'metrics': {
      const {execution, metrics, warnings, nowMs, columns, rows, isActive} = props;
      return <MetricsTab {...{execution, metrics, warnings, nowMs, columns, rows, isActive}} />;
    }

    case 'data':
      return <DataTab {...props} />;
    case 'tree':
      return <TreeTab {...props} />;
    case 'workers':
      return <WorkersTab {...props} />;
    case 'timeline':
      return <TimelineTab {...props} />;
    case 'ssh':
      return <SshTab {...props} />;
    case 'raw':
      return <WholeTab {...props} />;
  }
};

const useStyle = (columns: number) => ({columns: columns - 2, ...useTheme()});

const OverviewTab = ({execution, isDescribed, nowMs, seenMs, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  return <TextTab {...size} lines={formatDetail(execution, {...style, nowMs, seenMs, isDescribed})} />;
};

const FailureTab = ({execution, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  const state = useExplanation(execution.id, !size.isActive);
  return <TextTab {...size} lines={toExplanationLines(state, style)} />;
};

const LogTab = ({execution, findName, nowMs, columns, rows, isActive, onTyping}: TabProps) => (
  <LogBody {...{execution, findName, nowMs, columns, rows, isActive, onTyping}} />
);

const TimelineTab = ({execution, isDescribed, nowMs, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  const lines = isDescribed ? formatTimeline(execution, {...style, nowMs}) : [style.palette.dim('asking')];
  return <TextTab {...size} lines={lines} />;
};

const TreeTab = ({execution, nowMs, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  const whole = useWholeTree(execution, !size.isActive);
  const lines = whole.tree
    ? formatTree(whole.tree, execution.id, {...style, nowMs})
    : toWaitingLines(whole, style.columns);
  const note = whole.isWhole ? [] : [style.palette.colour('yellow', 'Only the newest 5000 are shown.')];
  return <TextTab {...size} lines={[...note, ...lines]} />;
};

const WorkersTab = ({execution, isDescribed, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  const lines = isDescribed ? formatWorkers(execution, style) : [style.palette.dim('asking')];
  return <TextTab {...size} lines={lines} />;
};

const DataTab = ({execution, ...size}: TabProps) => {
  const style = useStyle(size.columns);
  const whole = useWholeDescription(execution.id, !size.isActive);
  const lines =
    whole.description === undefined
      ? toWaitingLines(whole, style.columns)
      : formatInputOutput(whole.description, style);
  return <TextTab {...size} lines={lines} />;
};

const WholeTab = ({execution, onTyping, ...size}: TabProps) => {
  const whole = useWholeDescription(execution.id, !size.isActive);
  return whole.description === undefined ? (
    <TextTab {...size} lines={toWaitingLines(whole, size.columns - 2)} />
  ) : (
    <RawTab {...size} value={whole.description} onTyping={onTyping} />
  );
};

const toWaitingLines = ({error}: Pick<WholeDescription, 'error'>, columns: number): string[] =>
  error === undefined ? ['Asking the platform'] : wrapText(toSentence(error), columns);
