import {Box} from 'ink';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import {formatWorkerHeading, formatWorkerRow, workerObstacle} from '../../format/worker-row.ts';
import type {WorkerFacts} from '../../hooks/use-workers.ts';
import {attachObstacle, type Execution} from '../../model/execution.ts';
import {toFooterKeys} from '../footer-keys.ts';
import type {KeyTable} from '../keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';

type WorkersAction = 'attach' | 'refresh' | 'back' | 'down' | 'up' | 'first' | 'last';

/** The keys of the screen of a job's workers. */
export const WORKERS_TABLE: KeyTable<WorkersAction> = {
  name: 'workers',
  title: 'Among the workers of a job',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'attach to this worker'},
    {action: 'refresh', keys: ['r'], shown: 'r', label: 'look again which answer'},
    {action: 'back', keys: ['escape', 'q', 'w', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next worker'},
    {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous worker'},
    {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first worker'},
    {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last worker'},
  ],
};

/** The machines of a job: the driver and the workers of a cluster, each with its state, session and host. */
export const WorkersScreen = ({
  execution,
  workers,
  selectedNumber,
  columns,
  rows,
  nowMs,
  isActive,
  onSelect,
  onAttach,
  onRefresh,
  onBack,
}: {
  execution: Execution;
  /** The driver first; `[]` until the job is described. */
  workers: readonly WorkerFacts[];
  /** Kept by the caller, so that a visit to a worker leads back to its row. */
  selectedNumber: number;
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  onSelect: (workerNumber: number) => void;
  onAttach: (workerNumber: number) => void;
  onRefresh: () => void;
  onBack: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(WORKERS_TABLE);
  const last = Math.max(0, workers.length - 1);
  const index = Math.min(selectedNumber, last);
  const selected = workers[index];
  const obstacle = attachObstacle(execution) ?? (selected ? workerObstacle(selected) : 'nothing is selected');

  useActions(
    WORKERS_TABLE,
    (action) => {
      if (action === 'back') onBack();
      else if (action === 'refresh') onRefresh();
      else if (action === 'attach') onAttach(index);
      else if (action === 'first') onSelect(0);
      else if (action === 'last') onSelect(last);
      else onSelect(Math.min(last, Math.max(0, index + (action === 'down' ? 1 : -1))));
    },
    {isActive, findObstacle: (action) => (action === 'attach' ? obstacle : undefined)},
  );

  const noteLines = toNotes(workers, selected).flatMap((note) => wrapText(note, columns - 2));
  const height = Math.max(1, rows - 5 - noteLines.length);
  const offset = Math.min(Math.max(0, index - height + 1), Math.max(0, workers.length - height));
  const rowLines = workers
    .slice(offset, offset + height)
    .map((row) =>
      formatWorkerRow(row, {columns, nowMs, palette, isAscii, isPlain, isSelected: row.number === index}),
    );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines
        lines={[
          palette.bold(cut(` Workers of ${execution.name ?? execution.id}`, columns)),
          palette.dim(cut(` ${execution.id}, ${execution.state}`, columns)),
          '',
          palette.dim(formatWorkerHeading(columns)),
        ]}
        height={4}
      />
      <Lines
        lines={rowLines}
        height={height}
        mouse={{
          onPress: ({row}) => {
            const number = offset + row;
            if (!isActive || number > last) return;
            if (number !== index) onSelect(number);
            else if (obstacle === undefined) onAttach(index);
          },
        }}
      />
      <Lines lines={noteLines.map((line) => ` ${line}`)} height={noteLines.length} />
      <Footer
        keys={toFooterKeys(ownKeys, [
          {actions: 'attach', label: 'attach', obstacle},
          {actions: 'refresh', label: 'look again'},
          {actions: 'back', label: 'back', isKept: true},
        ])}
        columns={columns}
      />
    </Box>
  );
};

const toNotes = (workers: readonly WorkerFacts[], selected: WorkerFacts | undefined): string[] => {
  if (workers.length === 0) return ['Asking the platform where the workers are.'];
  const notes: string[] = [];
  if (selected?.reach?.kind === 'silent') notes.push(selected.reach.reason);
  if (workers.length === 1) notes.push('This job is no cluster, or its further workers are not there yet.');
  return notes;
};
