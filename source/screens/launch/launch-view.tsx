import {Box} from 'ink';
import {useEffect, useReducer, useRef} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import type {LaunchControl, LaunchPhase} from '../../hooks/use-launch.ts';
import type {Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {type FooterAction, HELP, toFooterKeys} from '../footer-keys.ts';
import {GLOBAL_TABLE} from '../global-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {INITIAL_FORM, type LaunchForm, reduceForm, toWishes} from './launch-form.ts';
import {LAUNCH_TABLE, type LaunchAction} from './launch-keys.ts';
import {LaunchFields} from './launch-fields.tsx';
import {LaunchQuestion} from './launch-question.tsx';

/** What of a launch is kept while another screen is over it. */
export interface LaunchMemory {
  readonly form: LaunchForm;
  /** What it has started. */
  readonly startedId: ExecutionId | undefined;
}

/**
 * Runs an execution again: what it was, what may be changed, the plan with its question, and what came of it. Nothing is
 * started before the answer y, and what was typed is still there when the platform refuses.
 */
export const LaunchView = ({
  control,
  execution,
  memory,
  columns,
  rows,
  isActive,
  onMemory,
  onShow,
  onBack,
}: {
  control: LaunchControl;
  execution: Pick<Execution, 'id' | 'name'>;
  /** From the last time that this launch was on the screen. */
  memory: LaunchMemory | undefined;
  columns: number;
  rows: number;
  isActive: boolean;
  onMemory: (memory: LaunchMemory) => void;
  /** Leads to what was started. */
  onShow: (id: ExecutionId) => void;
  onBack: () => void;
}) => {
  const {palette} = useTheme();
  const {phase, look, prepare, decline, confirm} = control;
  const [form, send] = useReducer(reduceForm, memory?.form ?? INITIAL_FORM);
  const startedId = phase.kind === 'started' ? phase.id : undefined;
  const remember = useRef(onMemory);
  useEffect(() => {
    remember.current = onMemory;
  });
  useEffect(() => {
    if (form !== INITIAL_FORM || startedId !== undefined) remember.current({form, startedId});
  }, [form, startedId]);
  const title = palette.bold(cut(` Run again: ${execution.name ?? execution.id}`, columns));
  const area = {columns, rows: rows - 1, isActive};
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={[title]} height={1} />
      {phase.kind === 'form' ? (
        <LaunchFields
          {...area}
          form={form}
          facts={phase.facts}
          problem={phase.problem}
          onEvent={send}
          onRun={() => {
            prepare(toWishes(form));
          }}
          onBack={onBack}
        />
      ) : phase.kind === 'asking' ? (
        <LaunchQuestion
          {...area}
          plan={phase.plan}
          projectName={phase.facts.project.name}
          onConfirm={confirm}
          onDecline={decline}
        />
      ) : (
        <LaunchNote {...area} phase={phase} onLook={look} onShow={onShow} onBack={onBack} />
      )}
    </Box>
  );
};

/** What is said while nothing can be typed: before the form, between it and the platform, and at the end. */
const LaunchNote = ({
  phase,
  columns,
  rows,
  isActive,
  onLook,
  onShow,
  onBack,
}: {
  phase: Exclude<LaunchPhase, {kind: 'form' | 'asking'}>;
  columns: number;
  rows: number;
  isActive: boolean;
  onLook: () => void;
  onShow: (id: ExecutionId) => void;
  onBack: () => void;
}) => {
  const ownKeys = useKeyTable(LAUNCH_TABLE);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const isStarted = phase.kind === 'started';
  const toObstacle = (action: LaunchAction): string | undefined => {
    if (action === 'change') return isStarted ? undefined : 'nothing can be changed now';
    if (action === 'look') return phase.kind === 'unknown' ? undefined : 'there is nothing to look at again';
    if (action === 'run') return isStarted ? 'it is started' : 'it cannot be run now';
    return undefined;
  };
  useActions(
    LAUNCH_TABLE,
    (action) => {
      if (toObstacle(action) !== undefined) return;
      if (action === 'look') onLook();
      else if (action === 'change' && phase.kind === 'started') onShow(phase.id);
      else if (action === 'back') onBack();
    },
    {isActive, findObstacle: toObstacle},
  );
  const footer: readonly FooterAction<LaunchAction>[] = isStarted
    ? [
        {actions: 'change', label: 'show it in the list', isKept: true},
        {actions: 'back', label: 'back', isKept: true},
      ]
    : [
        ...(phase.kind === 'unknown' ? [{actions: 'look', label: 'look again'} as const] : []),
        {actions: 'back', label: phase.kind === 'starting' ? 'leave, it goes on' : 'leave', isKept: true},
      ];
  return (
    <>
      <Lines
        lines={['', ...wrapText(toNote(phase), columns - 2).map((line) => ` ${line}`)].slice(0, rows - 1)}
        height={rows - 1}
      />
      <Footer
        keys={[...toFooterKeys(ownKeys, footer), ...toFooterKeys(everywhere, [HELP])]}
        columns={columns}
      />
    </>
  );
};

const toNote = (phase: Exclude<LaunchPhase, {kind: 'form' | 'asking'}>): string => {
  switch (phase.kind) {
    case 'looking':
      return 'Asking how it was started';
    case 'unknown':
      return `It cannot be run again from here. ${phase.sentence}`;
    case 'preparing':
      return 'Making the plan';
    case 'starting':
      return 'Starting it';
    case 'started':
      return `Started ${phase.id}.`;
  }
};
