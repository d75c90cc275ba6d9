import {LIST_COLUMNS, type ListColumn} from '../../model/list-columns.ts';
import type {SortColumn} from '../../model/list-order.ts';
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

const SORT_COLUMNS = Object.keys(LETTERS) as SortColumn[];

/** What the list can be sorted by. */
export const toSortItems = ({sort}: ExecutionsView): KeyMenuItem[] =>
  SORT_COLUMNS.map((column) => {
    const [key, label] = LETTERS[column];
    return {key, label, isOn: sort?.by === column};
  });

/** The columns that can be shown. */
export const toColumnItems = ({columns}: ExecutionsView): KeyMenuItem[] =>
  LIST_COLUMNS.map((column) => {
    const [key, label] = LETTERS[column];
    return {key, label, isOn: columns.includes(column)};
  });

/** What a letter means in one of these menus. */
export const toMenuAction = (menu: 'sort' | 'columns', key: string): ViewAction | undefined => {
  const column = SORT_COLUMNS.find((name) => LETTERS[name][0] === key);
  if (column === undefined) return undefined;
  return menu === 'sort' ? {kind: 'sort', by: column} : {kind: 'column', column: column as ListColumn};
};
