import {LIST_COLUMNS, type ListColumn} from '../../model/list-columns.ts';
import {STATE_GROUPS} from '../../model/filter/filter-fields.ts';
import {SORT_COLUMNS, type SortColumn} from '../../model/list-order.ts';
import type {ExecutionsView, ViewAction} from './executions-view.ts';
import type {KeyMenuItem} from './key-menu.tsx';

const LETTERS: Readonly<Record<SortColumn, readonly [letter: string, label: string]>> = {
  state: ['s', 'state'],
  name: ['n', 'name'],
  executable: ['e', 'executable'],
  instance: ['i', 'instance'],
  user: ['u', 'user'],
  project: ['p', 'project'],
  tags: ['t', 'tags'],
  id: ['d', 'id'],
  age: ['a', 'age'],
  running: ['r', 'running'],
  rate: ['h', 'per hour'],
  cost: ['c', 'cost'],
};
/** Of a column that nothing is sorted by. */
const METRICS_LETTER = ['m', 'metrics'] as const;

const toLetter = (column: ListColumn): readonly [letter: string, label: string] =>
  column === 'metrics' ? METRICS_LETTER : LETTERS[column];

/** A menu at the foot of the list. */
export type ListMenu = 'sort' | 'columns' | 'states';

/** Whether an action of the list opens one of the menus. */
export const isListMenu = (action: string): action is ListMenu =>
  ['sort', 'columns', 'states'].includes(action);

/**
 * What a menu is called, and what can be chosen in it.
 *
 * @param states how many executions are in which state
 */
export const toMenu = (
  menu: ListMenu,
  view: ExecutionsView,
  states: ReadonlyMap<string, number>,
): {readonly title: string; readonly items: readonly KeyMenuItem[]} => {
  if (menu === 'states') return {title: 'Only', items: toStateItems(states, view)};
  return menu === 'sort'
    ? {title: 'Sort by', items: toSortItems(view)}
    : {title: 'Columns', items: toColumnItems(view)};
};

/** What the list can be sorted by. */
const toSortItems = ({sort}: ExecutionsView): KeyMenuItem[] =>
  SORT_COLUMNS.map((column) => {
    const [key, label] = LETTERS[column];
    return {key, label, isOn: sort?.by === column};
  });

/** The columns that can be shown. */
const toColumnItems = ({columns}: ExecutionsView): KeyMenuItem[] =>
  LIST_COLUMNS.map((column) => {
    const [key, label] = toLetter(column);
    return {key, label, isOn: columns.includes(column)};
  });

/** The counts of the header as filters: letter, word of the filter, states that it stands for. */
const STATES = [
  ['r', 'running'],
  ['h', 'held'],
  ['f', 'failed'],
  ['w', 'waiting'],
  ['d', 'done'],
] as const;
const EVERY_STATE = 'a';

/** The counts of the header, each of which the list can be filtered by. */
const toStateItems = (states: ReadonlyMap<string, number>, {filter}: ExecutionsView): KeyMenuItem[] => [
  ...STATES.map(([key, word]) => {
    const group = Object.hasOwn(STATE_GROUPS, word) ? (STATE_GROUPS[word] ?? []) : [word];
    const count = group.reduce((sum, state) => sum + (states.get(state) ?? 0), 0);
    return {key, label: `${String(count)} ${word}`, isOn: filter.text === `state:${word}`};
  }),
  {key: EVERY_STATE, label: 'all', isOn: filter.text === ''},
];

/** What a letter means in one of these menus. */
export const toMenuAction = (menu: ListMenu, key: string): ViewAction | undefined => {
  if (menu === 'states') {
    if (key === EVERY_STATE) return {kind: 'filter', text: ''};
    const word = STATES.find(([letter]) => letter === key)?.[1];
    return word === undefined ? undefined : {kind: 'filter', text: `state:${word}`};
  }

  if (menu === 'columns') {
    const column = LIST_COLUMNS.find((name) => toLetter(name)[0] === key);
    return column && {kind: 'column', column};
  }

  const by = SORT_COLUMNS.find((name) => LETTERS[name][0] === key);
  return by && {kind: 'sort', by};
};
