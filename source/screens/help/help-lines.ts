import {fit} from '../../format/fit.ts';
import {KEY_TABLES} from '../key-tables.ts';
import {type Keymap, rebind} from '../keymap.ts';
import type {TextLine} from '../text/matching-lines.ts';

/** What dxtop takes for itself while attached, after the escape character. */
export const ATTACHED_KEYS = [
  {shown: 'd', label: 'detach to the dashboard; the session lives on'},
  {shown: '.', label: 'drop the link'},
  {shown: 's', label: 'to the sessions, from the dashboard; this one lives on'},
  {shown: 'r', label: 'reconnect'},
  {shown: '?', label: 'help'},
] as const;

const SHOWN_COLUMNS = 14;

/** Every key of every screen, as the user has them; the screen that one comes from first. */
export const toHelpLines = (
  keymap: Keymap,
  escapeCharacter: string,
  current?: string,
): readonly TextLine[] => {
  const tables = KEY_TABLES.map((table) => rebind(table, keymap).table);
  const first = tables.filter(({name}) => name === current);
  const others = tables.filter(({name}) => name !== current);
  const attached = [...ATTACHED_KEYS, {shown: escapeCharacter, label: 'the character itself'}];
  return [
    ...[...first, ...others].flatMap(({title, bindings}) => toSection(title, bindings)),
    ...toSection(
      'While attached, after a newline',
      attached.map(({shown, label}) => ({shown: escapeCharacter + shown, label})),
    ),
  ];
};

const toSection = (title: string, bindings: readonly {shown: string; label: string}[]): TextLine[] => [
  {text: title, isHeading: true},
  ...bindings.map(({shown, label}) => ({text: `  ${fit(shown, SHOWN_COLUMNS)} ${label}`})),
  {text: ''},
];
