import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import type {AreaPoint} from '../../components/mouse-areas.ts';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import {formatMetricsWarning} from '../../format/metrics.ts';
import {lookOf, toStateSign} from '../../format/state.ts';
import {findTab, formatTabLine} from '../../format/tab-line.ts';
import type {JobMetricsView} from '../../hooks/use-job-metrics.ts';
import {attachObstacle, type Execution, isTerminal} from '../../model/execution.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import {findMetricsWarnings} from '../../model/metrics/trend.ts';
import {EXECUTION_COMMAND_KEYS, type ExecutionCommand, isExecutionCommand} from '../execution-commands.ts';
import {HELP, toFieldKeys, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {type ExecutionTab, stepTab, TAB_LABELS, tabsOf} from './execution-tabs.ts';
import {TabBody} from './tab-body.tsx';

type ExecutionAction =
  ExecutionCommand | 'attach' | 'nextPage' | 'previousPage' | 'why' | 'metrics' | 'checks' | 'back';

/** The keys of the execution screen, besides those of its pages. */
export const EXECUTION_TABLE: KeyTable<ExecutionAction> = {
  name: 'execution',
  title: 'In an execution',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'attach over SSH'},
    {action: 'nextPage', keys: ['right', 'tab'], shown: 'right, Tab', label: 'next page'},
    {action: 'previousPage', keys: ['left'], shown: 'left', label: 'previous page'},
    {action: 'why', keys: ['e'], shown: 'e', label: 'why it failed'},
    {action: 'metrics', keys: ['m'], shown: 'm', label: 'metrics'},
    {action: 'checks', keys: ['i'], shown: 'i', label: 'look at everything between you and its worker'},
    ...EXECUTION_COMMAND_KEYS,
    {action: 'back', keys: ['escape', 'q', 'd', 'ctrl-c'], shown: 'Esc', label: 'back'},
  ],
};

/** Everything on one execution, in pages. */
export const ExecutionScreen = ({
  execution,
  isDescribed = true,
  note,
  initialTab = 'overview',
  findName,
  metrics,
  onMetrics,
  onTab,
  onSetup,
  columns,
  rows,
  nowMs,
  seenMs,
  isActive,
  onAttach,
  onCommand,
  onBack,
}: {
  execution: Execution;
  /** False while only the list has told of it. */
  isDescribed?: boolean;
  /** Why this may not be the whole or the latest truth; empty when it is. */
  note: string;
  initialTab?: ExecutionTab | undefined;
  /** The name of a job, for the log of a tree. */
  findName?: ((jobId: string) => string | undefined) | undefined;
  /** Its measurements, as far as they are read. */
  metrics?: JobMetricsView | undefined;
  /** Called when somebody looks at them, so that they are read. */
  onMetrics?: (() => void) | undefined;
  /** Called with each page that is shown after the first. */
  onTab?: ((tab: ExecutionTab) => void) | undefined;
  /** Called when the SSH key is to be set up. */
  onSetup: () => void;
  columns: number;
  rows: number;
  nowMs: number;
  /** Up to when it is known to have run. */
  seenMs?: number | undefined;
  isActive: boolean;
  onAttach: () => void;
  onCommand: (command: ExecutionCommand) => void;
  onBack: () => void;
}) => {
  const {palette, isAscii, isPlain, units} = useTheme();
  const ownKeys = useKeyTable(EXECUTION_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const tabs = tabsOf(execution);
  const [wanted, setWanted] = useState(initialTab);
  const [enterLabel, setEnterLabel] = useState<string | undefined>(undefined);
  const isTyping = enterLabel !== undefined;
  const tab = tabs.includes(wanted) ? wanted : 'overview';
  const look = lookOf(execution.state);
  const samples = metrics?.snapshot?.samples ?? [];
  const warnings = isTerminal(execution) ? [] : findMetricsWarnings(samples, nowMs);
  const ageMs = nowMs - (samples.at(-1)?.atMs ?? nowMs);
  const obstacle =
    execution.class === 'analysis' || isTerminal(execution) || execution.state === 'terminating'
      ? attachObstacle(execution)
      : undefined;

  const show = (next: ExecutionTab) => {
    setWanted(next);
    onTab?.(next);
    if (next === 'metrics') onMetrics?.();
  };
  useActions(
    EXECUTION_TABLE,
    (action) => {
      if (action === 'nextPage') show(stepTab(tabs, tab, 1));
      if (action === 'previousPage') show(stepTab(tabs, tab, -1));
      if (action === 'why') show('failure');
      if (action === 'metrics' && tabs.includes('metrics')) show('metrics');
      if (action === 'checks' && tabs.includes('ssh')) show('ssh');
      if (action === 'back') onBack();
      if (isExecutionCommand(action)) onCommand(action);
      if (action === 'attach' && obstacle === undefined) onAttach();
    },
    {
      isActive: isActive && !isTyping,
      findObstacle: (action) =>
        action === 'attach'
          ? obstacle
          : action === 'runAgain'
            ? rerunObstacle(execution)
            : (action === 'metrics' || action === 'checks') && execution.class === 'analysis'
              ? 'an analysis has no machine'
              : undefined,
    },
  );

  const symbol = toStateSign(execution.state, {isAscii, isPlain});
  const title = cut(` ${symbol}${execution.name ?? execution.id}  ${execution.state}`, columns);
  const labels = tabs.map((name) => TAB_LABELS[name]);
  const tabLine = isPlain
    ? `Page ${String(tabs.indexOf(tab) + 1)} of ${String(tabs.length)}: ${TAB_LABELS[tab]}`
    : formatTabLine(labels, tabs.indexOf(tab), {columns, palette});
  const handleTabPress = ({column}: AreaPoint) => {
    const index = findTab(labels, tabs.indexOf(tab), {columns, column});
    const pressed = index === undefined ? undefined : tabs[index];
    if (isActive && !isTyping && pressed) show(pressed);
  };
  const notes = [
    // The page itself says it as well.
    ...(tab === 'metrics' ? [] : warnings).map((warning) =>
      palette.colour('yellow', cut(` ! ${formatMetricsWarning(warning, ageMs, units)}`, columns)),
    ),
    ...(note === '' ? [] : [palette.colour('yellow', cut(` ${note}`, columns))]),
  ];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={[palette.bold(palette.colour(look.colour, title))]} height={1} />
      <Lines lines={[tabLine]} height={1} mouse={{onPress: handleTabPress}} />
      {notes.length > 0 && <Lines lines={notes} height={notes.length} />}
      <TabBody
        key={tab}
        tab={tab}
        execution={execution}
        isDescribed={isDescribed}
        columns={columns}
        rows={rows - notes.length - 3}
        nowMs={nowMs}
        seenMs={seenMs}
        metrics={metrics}
        warnings={warnings}
        isActive={isActive}
        findName={findName}
        onTyping={setEnterLabel}
        onSetup={onSetup}
      />
      <Footer
        keys={
          isTyping
            ? toFieldKeys(enterLabel)
            : [
                ...toFooterKeys(ownKeys, [
                  {actions: 'attach', label: obstacle === undefined ? 'attach' : 'no SSH', obstacle},
                  {actions: ['previousPage', 'nextPage'], label: 'pages'},
                  {actions: 'back', label: 'back', isKept: true},
                  {actions: 'copy', label: 'copy'},
                  {actions: 'tags', label: 'tags'},
                  isTerminal(execution)
                    ? {actions: 'runAgain', label: 'run again', obstacle: rerunObstacle(execution)}
                    : {actions: 'terminate', label: 'terminate'},
                ]),
                ...toFooterKeys(everywhere, [HELP]),
              ]
        }
        columns={columns}
      />
    </Box>
  );
};
