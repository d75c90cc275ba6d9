import type {Execution} from '../model/execution.ts';
import {toFailureHint} from '../model/failure-hint.ts';
import type {FirstCause} from '../model/first-cause.ts';
import type {SafeText} from '../model/safe-text.ts';
import {cut, wrapLines, wrapText} from './fit.ts';
import type {Palette} from './palette.ts';
import {type SignStyle, toStateSign} from './state.ts';
import {formatMoment, formatSpan} from './time.ts';

/** What is known of why an execution failed. */
export interface ExplanationFacts {
  readonly asked: Execution;
  /** `undefined` when nothing has failed. */
  readonly cause: FirstCause | undefined;
  readonly treeSize: number;
  readonly isTreeWhole: boolean;
  /** What the cause's log says at its end; `undefined` when it has not been asked. */
  readonly log?:
    | {
        /** The last lines; `undefined` while they are being read. */
        readonly lines: readonly {readonly text: SafeText}[] | undefined;
        /** Whether they are errors; false for the last lines of any kind. */
        readonly areErrors: boolean;
        /** Why they could not be read; empty when nothing went wrong. */
        readonly trouble: string;
      }
    | undefined;
}

/** How to draw it. */
export interface ExplanationStyle extends SignStyle {
  readonly columns: number;
  readonly palette: Palette;
}

/** Why an execution failed, as lines of at most `columns`; texts are wrapped, log lines are wrapped too. */
export const formatExplanation = (facts: ExplanationFacts, style: ExplanationStyle): string[] => {
  const {asked, cause, log} = facts;
  const {columns, palette} = style;
  if (!cause) return formatNoFailure(facts, columns);
  const {execution} = cause;
  const {failure} = execution;
  const hint = toFailureHint(failure, execution.class === 'job' ? execution.instanceType : undefined);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', palette.bold(cut(title, columns)), ...lines];
  return [
    ...formatPath(cause, style),
    ...section(
      'Message',
      wrapLines(failure?.message ?? '(the platform gave none)', columns - 2).map((line) => `  ${line}`),
    ),
    ...section('What to do', hint === '' ? [] : wrapText(hint, columns - 2).map((line) => `  ${line}`)),
    ...section('Why this is the first', toProof(facts, cause, columns)),
    ...section(
      log?.areErrors === false ? 'The end of its log, without an error line' : 'Last error lines of its log',
      formatErrorLines(facts, execution, style),
    ),
    ...(asked.id === execution.id ? [] : ['', palette.dim(cut(`first cause: ${execution.id}`, columns))]),
  ];
};

const formatNoFailure = ({asked, isTreeWhole}: ExplanationFacts, columns: number): string[] =>
  wrapText(
    `Nothing has failed: ${asked.name ?? asked.id} is ${asked.state}, and ${
      isTreeWhole ? 'nothing below it' : 'none of the first 5000 executions of its tree'
    } has failed.`,
    columns,
  );

const formatPath = (
  {path}: FirstCause,
  {columns, palette, isAscii, isPlain = false}: ExplanationStyle,
): string[] =>
  path.flatMap((execution, depth) => {
    const symbol = toStateSign(execution.state, {isAscii, isPlain});
    const line = isPlain ? '' : `${'  '.repeat(Math.max(0, depth - 1))}${isAscii ? '`-' : '└─'} `;
    const branch = depth === 0 ? '' : `${line}because of `;
    const reason = execution.failure?.reason ?? execution.state;
    const isCause = depth === path.length - 1;
    const text = cut(`${branch}${symbol}${execution.name ?? execution.id}  ${reason}`, columns);
    return [isCause ? palette.bold(palette.colour('red', text)) : palette.colour('red', text)];
  });

const toProof = (facts: ExplanationFacts, cause: FirstCause, columns: number): string[] => {
  const {execution, failedMs, next, named, alike} = cause;
  const sentences: string[] = [];
  if (failedMs !== undefined) sentences.push(`It failed at ${formatMoment(failedMs)}.`);
  if (next && failedMs !== undefined) {
    sentences.push(
      `The next to fail by itself was ${next.execution.name ?? next.execution.id}, ${formatSpan(next.failedMs - failedMs)} later.`,
    );
  } else if (facts.treeSize > 1) {
    sentences.push('Nothing else in the tree failed by itself.');
  }

  if (named) {
    sentences.push(
      `The platform names ${named.name ?? named.id} as the cause, but by its own times that failed later.`,
    );
  }

  if (alike.length > 1) {
    sentences.push(
      `${String(alike.length)} of the tree's ${String(facts.treeSize)} executions failed the same way.`,
    );
  }

  if (!facts.isTreeWhole) sentences.push('The tree is larger than the 5000 executions that were looked at.');
  if (execution.class === 'job' && execution.tryNumber !== undefined && execution.tryNumber > 0)
    sentences.push(
      `This was try ${String(execution.tryNumber)}: the ones before failed as well, and were restarted.`,
    );
  return sentences.flatMap((sentence) => wrapText(sentence, columns - 2).map((line) => `  ${line}`));
};

const formatErrorLines = (
  {log}: ExplanationFacts,
  execution: Execution,
  {columns, palette}: ExplanationStyle,
): string[] => {
  if (execution.class === 'analysis' || log === undefined) return [];
  const {lines, trouble} = log;
  if (trouble !== '')
    return wrapText(trouble, columns - 2).map((line) => palette.colour('yellow', `  ${line}`));
  if (lines === undefined) return [palette.dim('  reading its log')];
  if (lines.length === 0) return [palette.dim('  its log is empty')];
  return lines.flatMap(({text}) => wrapText(text, columns - 2).map((line) => `  ${line}`));
};
