import {
  type CheckName,
  type CheckReport,
  findFailedMachines,
  findRootCause,
  isComplete,
} from '../model/check.ts';
import {nameMember} from '../model/cluster.ts';
import {cut, fit, wrapText} from './fit.ts';
import type {Palette} from './palette.ts';
import {type SignStyle, toSign} from './state.ts';
import type {TextColumn} from './side-by-side.ts';

/** What each check is called. */
const CHECK_LABELS: Readonly<Record<CheckName, string>> = {
  network: 'network',
  api: 'platform',
  token: 'token',
  state: 'state of the job',
  'launched-by': 'launched by',
  'closed-app': 'app',
  'key-permissions': 'key permissions',
  key: 'key here',
  'account-key': 'key of account',
  dns: 'name look-up',
  proxy: 'SSH proxy',
  firewall: 'firewall',
  port: 'port',
  'host-key': 'host key',
  login: 'login',
  multiplexer: 'byobu or tmux',
  log: 'log',
};

const LABEL_COLUMNS = 16;
const WORD_COLUMNS = 8;

const STATES: Readonly<
  Record<
    CheckReport['state'],
    readonly [
      word: string,
      symbol: string,
      ascii: string,
      colour: 'green' | 'red' | 'yellow' | 'grey' | 'cyan',
    ]
  >
> = {
  running: ['looking', '›', '>', 'cyan'],
  passed: ['ok', '✓', '+', 'green'],
  noted: ['note', '!', '!', 'yellow'],
  failed: ['wrong', '✗', 'x', 'red'],
  skipped: ['skipped', '–', '-', 'grey'],
};

/** How check lists are drawn. */
export interface CheckPicture extends SignStyle {
  readonly palette: Palette;
  readonly columns: number;
}

/**
 * One line for each check: symbol, word, name, what was found; then the remedies, indented, of what is not well. The
 * machines of a cluster follow one by one, in a single line where all is well with one.
 */
export const formatCheckList = (reports: readonly CheckReport[], picture: CheckPicture): string[] => {
  const {palette} = picture;
  const machines = toMachines(reports).flatMap(([number, own], index) => {
    const name = nameMember(number);
    if (own.some(({state}) => state !== 'passed'))
      return ['', ` ${name}`, ...own.flatMap((report) => formatCheck(report, picture))];
    return [
      ...(index === 0 ? [''] : []),
      ` ${toMark('passed', picture, palette)}${fit(name, LABEL_COLUMNS)} all is well`,
    ];
  });
  const common = reports.filter(({workerNumber}) => workerNumber === undefined);
  return [...common.flatMap((report) => formatCheck(report, picture)), ...machines];
};

/** The machines of a cluster as columns, for where there is room to compare them; `[]` for a job with one machine. */
export const formatMachines = (reports: readonly CheckReport[], isAscii: boolean): readonly TextColumn[] =>
  toMachines(reports).map(([number, own]) => ({
    title: nameMember(number),
    lines: own.map(({name, state, found, remedy}) => {
      const [word, symbol, ascii] = STATES[state];
      const isWell = state === 'passed' || state === 'skipped';
      const text = isWell ? '' : [':', found, remedy].join(' ').trimEnd();
      return `${isAscii ? ascii : symbol} ${word} ${CHECK_LABELS[name]}${text}`;
    }),
  }));

const toMachines = (
  reports: readonly CheckReport[],
): readonly (readonly [number: number, own: readonly CheckReport[]])[] => {
  const numbers = new Set(reports.flatMap(({workerNumber}) => workerNumber ?? []));
  return [...numbers].map((number) => [number, reports.filter(({workerNumber}) => workerNumber === number)]);
};

const toMark = (state: CheckReport['state'], signs: SignStyle, palette: Palette): string => {
  const [word, symbol, ascii, colour] = STATES[state];
  return palette.colour(colour, toSign(symbol, ascii, signs) + fit(word, WORD_COLUMNS));
};

const formatCheck = (
  {name, state, found, remedy}: CheckReport,
  {palette, columns, ...signs}: CheckPicture,
): string[] => {
  const head = ` ${toMark(state, signs, palette)}${fit(CHECK_LABELS[name], LABEL_COLUMNS)} `;
  const indent = WORD_COLUMNS + LABEL_COLUMNS + 4;
  const room = Math.max(20, columns - indent);
  if (state !== 'failed' && state !== 'noted') return [head + palette.dim(cut(found, room))];
  const [first = '', ...others] = [found, remedy]
    .filter((text) => text !== '')
    .flatMap((text) => wrapText(text, room));
  return [head + first, ...others.map((line) => ' '.repeat(indent) + line)];
};

/**
 * What the checks come to: first the sentence that names the root cause, then what to do about it. While some of them
 * still run it speaks of those that have ended.
 *
 * @param action how the user gets dxtop to do it, such as a key; empty when it cannot
 */
export const formatVerdict = (reports: readonly CheckReport[], action = ''): readonly string[] => {
  const cause = findRootCause(reports);
  if (cause)
    return [
      toMachineSentence(reports, cause),
      [cause.remedy, action].filter((text) => text !== '').join(' '),
    ];
  if (!isComplete(reports)) return ['Looking …'];
  const notes = reports.filter(({state}) => state === 'noted');
  if (notes.length === 0) return ['Everything is fine.'];
  return ['Nothing is wrong.', ...new Set(notes.map(({found}) => found))];
};

const MOST_NAMED = 3;

/** What was found, with the machines of a cluster that it was found of. */
const toMachineSentence = (reports: readonly CheckReport[], cause: CheckReport): string => {
  const failed = findFailedMachines(reports, cause);
  if (failed.length === 0) return cause.found;
  const rest = failed.length - MOST_NAMED;
  const names = failed.slice(0, MOST_NAMED).map(nameMember).join(', ');
  return `${names}${rest > 0 ? ` and ${String(rest)} more` : ''}: ${cause.found}`;
};
