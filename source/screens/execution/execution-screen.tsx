import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatDetail} from '../../format/execution-detail.ts';
import {attachObstacle, type Execution, isTerminal} from '../../model/execution.ts';
import type {KeyTable} from '../keys.ts';
import {useActions} from '../use-actions.ts';
import {isScrollAction, SCROLL_KEYS, type ScrollAction, useScroll} from '../use-scroll.ts';

type ExecutionAction = ScrollAction | 'attach' | 'back';

/** The keys of the execution screen. */
export const EXECUTION_TABLE: KeyTable<ExecutionAction> = {
  name: 'execution',
  title: 'In an execution',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'attach over SSH'},
    {action: 'back', keys: ['escape', 'q', 'd', 'ctrl-c', 'left'], shown: 'Esc', label: 'back to the list'},
    ...SCROLL_KEYS,
  ],
};

/** Everything on one execution, scrolled. */
export const ExecutionScreen = ({
  execution,
  isDescribed = true,
  note,
  columns,
  rows,
  nowMs,
  isActive,
  onAttach,
  onBack,
}: {
  execution: Execution;
  /** False while only the list has told of it. */
  isDescribed?: boolean;
  /** Why this may not be the whole or the latest truth; empty when it is. */
  note: string;
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  onAttach: () => void;
  onBack: () => void;
}) => {
  const {palette, isAscii} = useTheme();
  const lines = [
    ...(note === '' ? [] : [palette.colour('yellow', note), '']),
    ...formatDetail(execution, {columns: columns - 2, nowMs, palette, isAscii, isDescribed}),
  ];
  const height = rows - 1;
  const {shown, offset, lowest, move} = useScroll(lines, height);
  const obstacle =
    execution.class === 'analysis' || isTerminal(execution) || execution.state === 'terminating'
      ? attachObstacle(execution)
      : undefined;

  useActions(
    EXECUTION_TABLE,
    (action) => {
      if (isScrollAction(action)) move(action);
      else if (action === 'back') onBack();
      else if (obstacle === undefined) onAttach();
    },
    {isActive, findObstacle: (action) => (action === 'attach' ? obstacle : undefined)},
  );

  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={shown.map((line) => ` ${line}`)} height={height} />
      <Footer
        keys={[
          {key: 'Enter', label: obstacle === undefined ? 'attach' : 'no SSH', obstacle},
          {key: 'Esc', label: 'back'},
          ...(lowest > 0
            ? [{key: 'j/k', label: `scroll (${String(offset + 1)}/${String(lowest + 1)})`}]
            : []),
        ]}
        columns={columns}
      />
    </Box>
  );
};
