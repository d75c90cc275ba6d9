import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatExplanation} from '../../format/explanation.ts';
import {cut, wrapText} from '../../format/fit.ts';
import type {ExplanationState} from '../../hooks/use-explanation.ts';
import {toSentence} from '../../model/errors.ts';
import {type Execution, isTerminal} from '../../model/execution.ts';
import {EXECUTION_COMMAND_KEYS, type ExecutionCommand, isExecutionCommand} from '../execution-commands.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import {HELP, toFooterKeys, toScrollPlace} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {isScrollAction, SCROLL_KEYS, type ScrollAction, useScroll} from '../use-scroll.ts';

type WhyAction = ScrollAction | ExecutionCommand | 'open' | 'log' | 'back';

/** The keys of the screen that says why an execution failed. */
export const WHY_TABLE: KeyTable<WhyAction> = {
  name: 'why',
  title: 'Where it says why an execution failed',
  bindings: [
    {action: 'open', keys: ['enter', 'd'], shown: 'Enter, d', label: 'open the first cause'},
    {action: 'log', keys: ['l'], shown: 'l', label: 'log of the first cause'},
    ...EXECUTION_COMMAND_KEYS,
    {action: 'back', keys: ['escape', 'q', 'e', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    ...SCROLL_KEYS,
  ],
};

/** The lines of an explanation that may still be on its way. */
export const toExplanationLines = (
  {explanation, error, log}: ExplanationState,
  style: Parameters<typeof formatExplanation>[1],
): string[] => {
  const {columns, palette} = style;
  if (explanation) {
    const trouble = log?.error === undefined ? '' : `Its log could not be read: ${toSentence(log.error)}`;
    return formatExplanation({...explanation, log: log && {...log, trouble}}, style);
  }

  if (error === undefined) return [palette.dim(cut('Looking for what failed first', columns))];
  return wrapText(toSentence(error), columns).map((line) => palette.colour('yellow', line));
};

/** Why an execution failed: the first cause, its message and last error lines, and what to do. */
export const WhyScreen = ({
  execution,
  state,
  note,
  columns,
  rows,
  isActive,
  onOpen,
  onLog,
  onCommand,
  onBack,
}: {
  execution: Execution;
  state: ExplanationState;
  /** What came of the last key; empty for nothing. */
  note: string;
  columns: number;
  rows: number;
  isActive: boolean;
  onOpen: (cause: Execution) => void;
  onLog: (cause: Execution) => void;
  /** Does this to the execution that is asked about. */
  onCommand: (command: ExecutionCommand) => void;
  onBack: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(WHY_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const title = palette.bold(
    cut(
      ` Why ${execution.name ?? execution.id} ${isTerminal(execution) ? 'ended' : 'is'} ${execution.state}`,
      columns,
    ),
  );
  const lines = toExplanationLines(state, {columns: columns - 2, palette, isAscii, isPlain});
  const height = rows - 3;
  const {shown, offset, lowest, move} = useScroll(lines, height);
  const cause = state.explanation?.cause?.execution;
  const noLog = cause?.class === 'analysis' ? 'an analysis has no log of its own' : undefined;
  const noCause = cause === undefined ? 'nothing found yet' : undefined;
  useActions(
    WHY_TABLE,
    (action) => {
      if (isScrollAction(action)) move(action);
      else if (action === 'back') onBack();
      else if (isExecutionCommand(action)) onCommand(action);
      else if (action === 'log' && noLog === undefined && cause) onLog(cause);
      else if (action === 'open' && cause) onOpen(cause);
    },
    {
      isActive,
      findObstacle: (action) => {
        if (action === 'runAgain') return rerunObstacle(execution);
        return action === 'open' ? noCause : action === 'log' ? noLog : undefined;
      },
    },
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines
        lines={[title, palette.colour('yellow', cut(note === '' ? '' : ` ${note}`, columns))]}
        height={2}
      />
      <Lines lines={shown.map((line) => ` ${line}`)} height={height} />
      <Footer
        keys={[
          ...toFooterKeys(ownKeys, [
            {actions: 'open', label: 'open the cause', obstacle: noCause},
            {actions: 'log', label: 'its log', obstacle: noCause ?? noLog},
            {actions: 'back', label: 'back', isKept: true},
            ...toScrollPlace({offset, lowest}),
            {actions: 'copy', label: 'copy'},
            {actions: 'tags', label: 'tags'},
            {actions: 'runAgain', label: 'run again', obstacle: rerunObstacle(execution)},
          ]),
          ...toFooterKeys(everywhere, [HELP]),
        ]}
        columns={columns}
      />
    </Box>
  );
};
