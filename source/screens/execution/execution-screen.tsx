import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatDetail} from '../../format/execution-detail.ts';
import {attachObstacle, type Execution, isTerminal} from '../../model/execution.ts';
import {findAction, type KeyBinding, useKeys} from '../keys.ts';

type ExecutionAction = 'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp' | 'attach' | 'back';

/** The keys of the execution screen. */
export const EXECUTION_KEYS: readonly KeyBinding<ExecutionAction>[] = [
  {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'attach over SSH'},
  {action: 'back', keys: ['escape', 'q', 'd', 'ctrl-c', 'left'], shown: 'Esc', label: 'back to the list'},
  {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next line'},
  {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous line'},
  {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first line'},
  {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last line'},
  {action: 'pageDown', keys: ['pageDown', 'ctrl-d', ' '], shown: 'PgDn', label: 'next page'},
  {action: 'pageUp', keys: ['pageUp', 'ctrl-u'], shown: 'PgUp', label: 'previous page'},
];

const STEPS: Partial<Record<ExecutionAction, (offset: number, height: number, lowest: number) => number>> = {
  down: (offset) => offset + 1,
  up: (offset) => offset - 1,
  first: () => 0,
  last: (_offset, _height, lowest) => lowest,
  pageDown: (offset, height) => offset + height - 1,
  pageUp: (offset, height) => offset - height + 1,
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
  const [wanted, setWanted] = useState(0);
  const lines = [
    ...(note === '' ? [] : [palette.colour('yellow', note), '']),
    ...formatDetail(execution, {columns: columns - 2, nowMs, palette, isAscii, isDescribed}),
  ];
  const height = rows - 1;
  const lowest = Math.max(0, lines.length - height);
  const offset = Math.min(wanted, lowest);
  const obstacle =
    execution.class === 'analysis' || isTerminal(execution) || execution.state === 'terminating'
      ? attachObstacle(execution)
      : undefined;

  useKeys((name) => {
    const action = findAction(EXECUTION_KEYS, name);
    const step = action && STEPS[action];
    if (step) {
      setWanted((last) => Math.max(0, Math.min(lowest, step(Math.min(last, lowest), height, lowest))));
    }

    if (action === 'back') onBack();
    if (action === 'attach' && obstacle === undefined) onAttach();
  }, isActive);

  const shown = lines.slice(offset, offset + height).map((line) => ` ${line}`);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={shown} height={height} />
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
