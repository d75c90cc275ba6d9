import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {Prompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {wrapText} from '../../format/fit.ts';
import type {LaunchFacts} from '../../hooks/use-launch.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {toListMove} from '../executions/list-moves.ts';
import {toListView} from '../executions/list-state.ts';
import {HELP, toFieldKeys, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {useKeys} from '../use-keys.ts';
import {type FormEvent, formObstacle, type LaunchForm, type TextField} from './launch-form.ts';
import {editObstacle, type InputField, isInputField, toInputName} from './launch-inputs.ts';
import {LAUNCH_TABLE, type LaunchAction} from './launch-keys.ts';
import {formatLaunchRow, isMark, type LaunchRow, speakLaunchRow, toLaunchRows} from './launch-lines.ts';

/** How much of the screen a problem may take. */
const PROBLEM_SHARE = 0.5;
const AS_IT_WAS = 'it stays as it was';

const PROMPTS: Readonly<Record<TextField, string>> = {
  name: 'Name: ',
  instanceType: 'Instance type, empty as before: ',
  addresses: 'Addresses that may log in: ',
  costLimit: 'Cost at most, empty for no limit: ',
  folder: 'Folder for what comes out: ',
  tags: 'Tags, "in quotes" with blanks: ',
};

const toPrompt = (field: TextField | InputField): string =>
  isInputField(field) ? `${clean(toInputName(field), 20)} as JSON, empty as before: ` : PROMPTS[field];

/** The fields of a launch, and below them what stays as it was. */
export const LaunchFields = ({
  form,
  facts,
  problem,
  columns,
  rows: terminalRows,
  isActive,
  onEvent,
  onRun,
  onBack,
}: {
  form: LaunchForm;
  facts: LaunchFacts;
  /** What was wrong about the last attempt; empty for nothing. */
  problem: SafeText;
  columns: number;
  rows: number;
  isActive: boolean;
  onEvent: (event: FormEvent) => void;
  /** Called when the plan is wanted. */
  onRun: () => void;
  onBack: () => void;
}) => {
  const {palette, isPlain} = useTheme();
  const ownKeys = useKeyTable(LAUNCH_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const {edit} = form;
  const rows = toLaunchRows(form, facts);
  const problems =
    problem === '' ? [] : wrapText(problem, columns - 2).slice(0, Math.floor(terminalRows * PROBLEM_SHARE));
  const height = Math.max(1, terminalRows - (edit ? 2 : 1) - problems.length);
  const place = toListView(form.list, rows, height);
  const selected = rows[place.index];
  const obstacle = formObstacle(form, facts);

  const open = (row: LaunchRow | undefined) => {
    if (row?.field === 'run') run();
    else if (row?.field) onEvent({kind: 'change', field: row.field, facts});
  };
  const run = () => {
    if (obstacle === undefined) onRun();
  };
  const toObstacle = (action: LaunchAction): string | undefined => {
    if (action === 'look') return 'it is read already';
    if (action === 'run') return obstacle;
    if (action !== 'change') return undefined;
    if (selected?.field === 'run') return obstacle;
    if (selected === undefined || selected.field) return undefined;
    return toFixedReason(selected, facts) ?? AS_IT_WAS;
  };
  useActions(
    LAUNCH_TABLE,
    (action) => {
      const move = toListMove(action, height);
      if (move !== undefined) onEvent({kind: 'move', move, rows, height});
      else if (action === 'change') open(selected);
      else if (action === 'run') run();
      else if (action === 'back') onBack();
    },
    {isActive: isActive && !edit, findObstacle: toObstacle},
  );
  useKeys(
    (name) => {
      if (name === 'enter') onEvent({kind: 'take'});
      else if (name === 'escape' || name === 'ctrl-c') onEvent({kind: 'leave'});
      else onEvent({kind: 'key', name});
    },
    isActive && edit !== undefined,
    (text) => {
      onEvent({kind: 'paste', text});
    },
  );

  const lines = isPlain
    ? selected
      ? [speakLaunchRow(selected, place.index + 1, rows.length)]
      : []
    : rows
        .slice(place.offset, place.offset + height)
        .map((row) => formatLaunchRow(row, {columns, isSelected: row.key === place.selectedKey, palette}));
  return (
    <>
      {problems.length > 0 && (
        <Lines
          lines={problems.map((line) => palette.colour('yellow', ` ${line}`))}
          height={problems.length}
        />
      )}
      <Lines
        lines={lines}
        height={height}
        mouse={{
          onPress: (point) => {
            const pressed = rows[place.offset + point.row];
            if (!isActive || edit || !pressed) return;
            onEvent({kind: 'move', move: {key: pressed.key}, rows, height});
            // The button only when the cursor is on it already: it is the way to what costs money.
            if (pressed.field !== 'run' || pressed.key === place.selectedKey) open(pressed);
          },
        }}
      />
      {edit ? (
        <>
          <Prompt label={toPrompt(edit.field)} text={edit.text} columns={columns} />
          <Footer keys={toFieldKeys('take it', 'leave it as it was')} columns={columns} />
        </>
      ) : (
        <Footer
          keys={[
            ...toFooterKeys(ownKeys, [
              {actions: 'change', label: toChangeLabel(selected), obstacle: toObstacle('change')},
              {actions: 'run', label: 'run', obstacle, isKept: true},
              {actions: 'back', label: 'leave', isKept: true},
              {actions: ['down', 'up'], label: 'move'},
            ]),
            ...toFooterKeys(everywhere, [HELP]),
          ]}
          columns={columns}
        />
      )}
    </>
  );
};

/** Why an input stays as it was; `undefined` for what never changes. */
const toFixedReason = ({key}: LaunchRow, {former}: LaunchFacts): string | undefined =>
  isInputField(key) ? editObstacle(former, toInputName(key)) : undefined;

const toChangeLabel = (row: LaunchRow | undefined): string => {
  const {field} = row ?? {};
  if (field === 'run') return 'run';
  if (field === 'priority' || field === 'ssh') return 'the next';
  return isMark(field) ? 'on, off' : 'edit';
};
