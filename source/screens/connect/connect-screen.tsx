import {Box} from 'ink';
import {useRef} from 'react';
import {Footer} from '../../components/footer.tsx';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {formatConnectionNote} from '../../format/connection-note.ts';
import {cut, fit, wrapText} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {formatClock, formatDuration} from '../../format/time.ts';
import type {
  AttachmentControl,
  AttachmentSnapshot,
  AttachQuestion,
  ConnectStep,
  LostLink,
} from '../../hooks/use-attachment.ts';
import {findAction, isCharacter} from '../keys.ts';
import {useKeys} from '../use-keys.ts';
import {useKeyTable} from '../use-actions.ts';
import {
  type ConnectTables,
  formatChoice,
  isHidden,
  isYesByDefault,
  toConnectFooter,
} from './connect-footer.ts';
import {CONNECT_TABLE, LOST_TABLE, QUESTION_TABLE} from './connect-keys.ts';

const STEP_LABELS: Readonly<Record<ConnectStep['name'], string>> = {
  describe: 'describe the job',
  firewall: 'firewall',
  worker: 'worker ready',
  reach: 'reachable',
  'host-key': 'host key',
  login: 'login',
};

/** The checklist of an attach, its questions, and the notice after a lost link. */
export const ConnectScreen = ({
  attachment,
  control,
  columns,
  rows,
  nowMs,
  isActive,
  homeLabel = 'dashboard',
  onChecks,
}: {
  attachment: AttachmentSnapshot;
  control: AttachmentControl;
  columns: number;
  rows: number;
  nowMs: number;
  isActive: boolean;
  /** Where `d` leads: to the dashboard, or out of the program that has none. */
  homeLabel?: 'dashboard' | 'leave';
  /** Gives the attach up to look at everything in between; absent where there is no screen for it. */
  onChecks?: () => void;
}) => {
  const {palette, isAscii, isPlain} = useTheme();
  // Never shown, so no frame depends on it.
  const typed = useRef('');
  const type = (text: string) => {
    typed.current = text;
  };
  const {question, lost, steps, jobName, jobId} = attachment;

  const tables: ConnectTables = {
    connect: useKeyTable(CONNECT_TABLE),
    question: useKeyTable(QUESTION_TABLE),
    lost: useKeyTable(LOST_TABLE),
  };
  const typeAnswer = (name: string) => {
    const isEscape = name === 'escape' || name === 'ctrl-c';
    if (isEscape) control.answer(undefined);
    else if (name === 'enter') control.answer(typed.current);
    else if (name === 'backspace') type(Array.from(typed.current).slice(0, -1).join(''));
    else if (isCharacter(name)) type(typed.current + name);
    if (isEscape || name === 'enter') type('');
  };
  useKeys(
    (name) => {
      if (isHidden(question)) typeAnswer(name);
      else if (question) {
        const isYes = name === 'enter' && isYesByDefault(question);
        const action =
          findAction(tables.question.bindings, name) ?? (isYes ? 'yes' : name === 'enter' ? 'no' : undefined);
        if (action) control.answer(action === 'yes' ? 'yes' : undefined);
      } else if (lost) {
        const action = findAction(tables.lost.bindings, name);
        if (action === 'retry') control.retryNow();
        else if (action) control.leave(action === 'leave' ? 'left' : 'given-up');
        else control.dropKeys(1);
      } else {
        const action = findAction(tables.connect.bindings, name);
        if (action === 'cancel') control.cancel();
        else if (action === 'checks') onChecks?.();
      }
    },
    isActive,
    (text) => {
      if (isHidden(question)) type(typed.current + text.replace(/[\r\n]+$/, ''));
      else if (lost) control.dropKeys(text.length);
    },
  );

  const title = lost
    ? palette.bold(palette.colour('yellow', cut(` Connection to ${jobName} lost`, columns)))
    : palette.bold(cut(` Attaching to ${jobName}`, columns));
  const above = [
    title,
    palette.dim(cut(` ${jobId}`, columns)),
    '',
    ...(lost ? formatLost(lost, nowMs, columns, palette, isPlain) : []),
    ...(lost && !lost.lastError && lost.nextTryMs !== undefined
      ? []
      : steps.map((step) =>
          isPlain ? formatPlainStep(step) : formatStep(step, nowMs, columns, palette, isAscii),
        )),
  ];
  const asked = question ? formatQuestion(question, tables.question, columns) : [];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={fitAbove(above, asked, rows - 1)} height={rows - 1} />
      <Footer
        keys={toConnectFooter(attachment, tables, {homeLabel, hasChecks: onChecks !== undefined})}
        columns={columns}
      />
    </Box>
  );
};

/** What is asked is seen to its end; in a low window the steps that are still to come go first. */
const fitAbove = (above: readonly string[], asked: readonly string[], height: number): string[] => {
  const isTight = above.length + asked.length > height;
  const shown = isTight && asked.length > 0 ? above.slice(0, Math.max(1, height - asked.length)) : above;
  return [...shown, ...asked.slice(-Math.max(1, height - shown.length))].slice(0, height);
};

const formatLost = (
  lost: LostLink,
  nowMs: number,
  columns: number,
  palette: Palette,
  isPlain: boolean,
): string[] => {
  const next =
    lost.nextTryMs === undefined
      ? `trying now (try ${String(lost.tryNumber)})`
      : isPlain
        ? `the next try, number ${String(lost.tryNumber + 1)}, comes by itself`
        : `next try in ${String(Math.max(0, Math.ceil((lost.nextTryMs - nowMs) / 1000)))} s (try ${String(lost.tryNumber + 1)})`;
  return [
    ...wrapText(
      `Since ${formatClock(lost.sinceMs)}: ${lost.reason}. What runs on the worker goes on.`,
      columns - 2,
    ),
    next,
    ...(lost.lastError ? wrapText(`Last try: ${lost.lastError}`, columns - 2) : []),
    ...(lost.keysDropped > 0
      ? [
          palette.colour(
            'yellow',
            `${String(lost.keysDropped)} typed ${lost.keysDropped === 1 ? 'key was' : 'keys were'} dropped`,
          ),
        ]
      : []),
    '',
  ].map((line) => (line === '' ? '' : ` ${line}`));
};

/** A step in words for a screen reader; it changes when the step does, not with the time. */
const formatPlainStep = ({name, state, detail}: ConnectStep): string =>
  `${STEP_LABELS[name]}: ${state}${detail === '' ? '' : `, ${detail}`}`;

const formatStep = (
  step: ConnectStep,
  nowMs: number,
  columns: number,
  palette: Palette,
  isAscii: boolean,
): string => {
  const symbols = isAscii
    ? {waiting: ' ', running: '>', done: '+', failed: 'x'}
    : {waiting: '·', running: '›', done: '✓', failed: '✗'};
  const colours = {waiting: 'grey', running: 'cyan', done: 'green', failed: 'red'} as const;
  const tookMs =
    step.startedMs === undefined
      ? undefined
      : (step.endedMs ?? Math.max(nowMs, step.startedMs)) - step.startedMs;
  const took =
    tookMs === undefined ? '' : tookMs < 10_000 ? `${(tookMs / 1000).toFixed(1)} s` : formatDuration(tookMs);
  const head = ` ${palette.colour(colours[step.state], symbols[step.state])} ${fit(STEP_LABELS[step.name], 17)}${fit(took, 8, 'right')}  `;
  return head + palette.dim(cut(step.detail, Math.max(0, columns - 30)));
};

const formatQuestion = (
  question: AttachQuestion,
  table: ConnectTables['question'],
  columns: number,
): string[] =>
  [
    '',
    ...toQuestionText(question, formatChoice(table, isYesByDefault(question))).flatMap((line) =>
      wrapText(line, columns - 2),
    ),
  ].map((line) => (line === '' ? '' : ` ${line}`));

const toQuestionText = (question: AttachQuestion, choice: string): string[] => {
  switch (question.kind) {
    case 'firewall': {
      const allowSSH = question.allowSSH.length > 0 ? question.allowSSH.join(', ') : 'closed';
      return [
        `Your address ${question.address} is not in this job's firewall (allowSSH: ${allowSSH}).`,
        ...(question.isRange ? ['That is a range: everybody in it could try to connect.'] : []),
        `Let ${question.address}, and nothing else, connect to it? ${choice}`,
      ];
    }

    case 'new-worker': {
      const which = question.tryNumber === undefined ? '' : ` (try ${String(question.tryNumber)})`;
      return [
        `The job was restarted${which}: this is a new worker, and nothing of your session is on it.`,
        `Attach to the new worker? ${choice}`,
      ];
    }

    case 'ssh':
      return [`Your ssh asks (the answer is not shown): ${question.text}`];

    case 'note':
      return [...formatConnectionNote(question.networkAccess)];

    case 'passphrase':
      return [
        ...(question.wasWrong ? ['That passphrase is wrong.'] : []),
        `Passphrase of ${question.path} (not shown):`,
      ];
  }
};
