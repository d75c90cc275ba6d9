import {Box} from 'ink';
import {useState} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {Prompt} from '../../components/prompt.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, wrapText} from '../../format/fit.ts';
import {type ChangeRunSnapshot, useChange} from '../../hooks/use-changes.ts';
import {type Change, MOST_WITHOUT_COUNT} from '../../model/change.ts';
import {type Execution} from '../../model/execution.ts';
import {describeMetadataChange, parseMetadataChange} from '../../model/metadata-change.ts';
import {clean} from '../../model/safe-text.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {type FooterAction, toFooterKeys} from '../footer-keys.ts';
import {useKeys} from '../use-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {isScrollAction, useScroll} from '../use-scroll.ts';
import {CHANGE_TABLE, type ChangeAction} from './change-keys.ts';
import {countExecutions, divideTargets, formatItem, formatTarget, formatTotal} from './change-lines.ts';

/**
 * A change of one or many executions: what is typed for it, the plan with names, states and cost, the question whose
 * default is No, the time to undo it, and what became of each. Above five the number is typed, so that no stray key does it.
 */
export const ChangeScreen = ({
  kind,
  executions,
  columns,
  rows,
  nowMs,
  isActive,
  onConfirmed,
  onClose,
}: {
  kind: Change['kind'];
  /** As they were when the change was asked for. */
  executions: readonly Execution[];
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  /** Called once it is confirmed, when nothing is sent yet. */
  onConfirmed: () => void;
  onClose: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  const ownKeys = useKeyTable(CHANGE_TABLE);
  const {run, start, undo} = useChange();
  const [typed, setTyped] = useState('');
  const [metadata, setMetadata] = useState<Change | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const change: Change | undefined = kind === 'terminate' ? {kind} : metadata;
  const {targets, leftOut} = divideTargets({kind}, executions);
  const needsCount = change !== undefined && targets.length > MOST_WITHOUT_COUNT;
  const isTyping = run === undefined && targets.length > 0 && (change === undefined || needsCount);
  const verb = kind === 'terminate' ? 'Terminate' : 'Change';

  const confirm = () => {
    if (!change || targets.length === 0 || run) return;
    start(
      change,
      targets.map(({id, name, state}) => ({id, name: name ?? clean(id), state})),
    );
    onConfirmed();
  };
  const submit = () => {
    if (change) {
      if (typed.trim() === String(targets.length)) confirm();
      else onClose();
      return;
    }

    const input = parseMetadataChange(typed);
    if (input.kind === 'unusable') setProblem(input.problem);
    else {
      setMetadata(input.change);
      setTyped('');
      setProblem('');
    }
  };

  const drawing = {columns, palette, isAscii, isPlain};
  const done = kind === 'terminate' ? 'terminated' : 'changed';
  const body = run
    ? run.items.map((item) => formatItem(item, done, drawing))
    : [
        ...targets.map((execution) => formatTarget(execution, toNote(kind, execution), drawing)),
        ...(leftOut.length > 0 ? ['', ` Left out: ${countExecutions(leftOut.length)}`] : []),
        ...leftOut.map(({execution, reason}) => palette.dim(formatTarget(execution, reason, drawing))),
      ];
  const head = [
    palette.bold(cut(` ${verb} ${countExecutions(targets.length)}`, columns)),
    ...(run
      ? toProgress(run, nowMs, isPlain)
      : toPlan(change, targets, {problem, isTyped: needsCount})
    ).flatMap((line) => wrapText(line, columns - 2).map((piece) => ` ${piece}`)),
    '',
  ];
  const height = Math.max(1, rows - 1 - head.length);
  const scroll = useScroll(body, height);

  useActions(
    CHANGE_TABLE,
    (action) => {
      if (isScrollAction(action)) scroll.move(action);
      else if (action === 'confirm') confirm();
      else {
        if (action === 'cancel') undo();
        onClose();
      }
    },
    {
      isActive: isActive && !isTyping,
      findObstacle: (action) => (action === 'confirm' && run ? 'it is confirmed' : undefined),
    },
  );
  useKeys(
    (name) => {
      if (name === 'escape' || name === 'ctrl-c') onClose();
      else if (name === 'enter') submit();
      else {
        const edited = editText(typed, name);
        if (edited === undefined) scroll.handleKey(name);
        else setTyped(edited);
      }
    },
    isActive && isTyping,
    (pasted) => {
      setTyped(pasteInto(typed, pasted));
    },
  );

  const label = change ? `Type ${targets.length} to ${verb.toLowerCase()} them: ` : 'Tags and properties: ';
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={head.slice(0, rows - 1)} height={Math.min(head.length, rows - 1)} />
      {rows - 1 > head.length && <Lines lines={scroll.shown} height={height} />}
      {isTyping ? (
        <Prompt label={label} text={typed} columns={columns} />
      ) : (
        <Footer
          keys={toFooterKeys(ownKeys, toFooter(run, targets.length, verb.toLowerCase()))}
          columns={columns}
        />
      )}
    </Box>
  );
};

const toNote = (kind: Change['kind'], execution: Execution): string => {
  if (kind === 'terminate') return execution.class === 'analysis' ? 'with all its stages' : '';
  return [...execution.tags, ...execution.properties.map(({name, value}) => `${name}=${value}`)].join(', ');
};

/** What the text field says of the way out, for it has no footer below it. */
const LEAVES = 'Esc leaves everything as it is.';

const toPlan = (
  change: Change | undefined,
  targets: readonly Execution[],
  {problem, isTyped}: {readonly problem: string; readonly isTyped: boolean},
): string[] => {
  if (targets.length === 0) return ['There is nothing to change.'];
  if (!change)
    return [
      `tag adds a tag, -tag removes it, name=value sets a property, name= takes it away. ${LEAVES}`,
      problem,
    ].filter(Boolean);
  return change.kind === 'terminate'
    ? [
        `What runs in them is lost; it cannot be taken up again. Cost so far: ${formatTotal(targets)}.`,
        ...(isTyped ? [LEAVES] : []),
      ]
    : [`${describeMetadataChange(change)}.`, ...(isTyped ? [LEAVES] : [])];
};

const toProgress = (
  {phase, actsAtMs, items}: ChangeRunSnapshot,
  nowMs: number,
  isPlain: boolean,
): string[] => {
  const count = (progress: string) => items.filter((item) => item.progress === progress).length;
  if (phase === 'waiting' && isPlain) return ['Nothing is sent yet: a few seconds are left to undo it.'];
  if (phase === 'waiting')
    return [`Nothing is sent yet: ${Math.max(0, Math.ceil((actsAtMs - nowMs) / 1000))} s to undo it.`];
  if (phase === 'undone') return ['Undone: nothing was sent.'];
  const figures = `${count('done')} done, ${count('skipped')} left out, ${count('failed')} failed, of ${items.length}`;
  return [phase === 'acting' ? `At work: ${figures}.` : `Over: ${figures}.`];
};

const toFooter = (
  run: ChangeRunSnapshot | undefined,
  count: number,
  verb: string,
): readonly FooterAction<ChangeAction>[] => {
  if (run?.phase === 'waiting')
    return [
      {actions: 'cancel', label: 'undo', isKept: true},
      {actions: 'leave', label: 'back, it goes on'},
    ];
  if (run || count === 0) return [{actions: 'cancel', label: 'back', isKept: true}];
  return [
    {actions: 'confirm', label: verb},
    {actions: 'cancel', label: 'leave as it is', isKept: true},
  ];
};
