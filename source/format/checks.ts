import {type CheckName, type CheckReport, findRootCause, isComplete} from '../model/check.ts';
import {cut, fit, wrapText} from './fit.ts';
import type {Palette} from './palette.ts';

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
export interface CheckPicture {
  readonly palette: Palette;
  readonly isAscii: boolean;
  readonly columns: number;
}

/** One line for each check: symbol, word, name, what was found; then the remedies, indented, of what is not well. */
export const formatCheckList = (
  reports: readonly CheckReport[],
  {palette, isAscii, columns}: CheckPicture,
): string[] =>
  reports.flatMap(({name, state, found, remedy}) => {
    const [word, symbol, ascii, colour] = STATES[state];
    const head = ` ${palette.colour(colour, `${isAscii ? ascii : symbol} ${fit(word, WORD_COLUMNS)}`)}${fit(CHECK_LABELS[name], LABEL_COLUMNS)} `;
    const indent = WORD_COLUMNS + LABEL_COLUMNS + 4;
    const room = Math.max(20, columns - indent);
    if (state !== 'failed' && state !== 'noted') return [head + palette.dim(cut(found, room))];
    const [first = '', ...others] = [found, remedy]
      .filter((text) => text !== '')
      .flatMap((text) => wrapText(text, room));
    return [head + first, ...others.map((line) => ' '.repeat(indent) + line)];
  });

/**
 * What the checks come to: first the sentence that names the root cause, then what to do about it. While some of them
 * still run it speaks of those that have ended.
 *
 * @param action how the user gets dxtop to do it, such as a key; empty when it cannot
 */
export const formatVerdict = (reports: readonly CheckReport[], action = ''): readonly string[] => {
  const cause = findRootCause(reports);
  if (cause) return [cause.found, [cause.remedy, action].filter((text) => text !== '').join(' ')];
  if (!isComplete(reports)) return ['Looking …'];
  const notes = reports.filter(({state}) => state === 'noted');
  if (notes.length === 0) return ['Everything is fine.'];
  return ['Nothing is wrong.', ...notes.map(({found}) => found)];
};
