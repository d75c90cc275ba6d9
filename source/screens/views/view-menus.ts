import {cut} from '../../format/fit.ts';
import type {NamedView} from '../../model/named-view.ts';
import type {KeyMenuItem} from '../executions/key-menu.tsx';

/** The keys of views in a menu: the digits that they have in the list as well, and letters for those that have none. */
const VIEW_KEYS = '123456789abcefghijkl';
const SAVE = 's';
const RENAME = 'r';
const DELETE = 'd';
const EVERYTHING = '0';
const LONGEST_LABEL = 24;

/** What is chosen in the menu of views. */
export type ViewChoice =
  | {readonly kind: 'take'; readonly view: NamedView}
  | {readonly kind: 'everything' | 'save' | 'rename' | 'delete'};

/** What the menu of views has: the views as far as there are keys, and what can be done with them. */
export const toViewItems = (
  views: readonly NamedView[],
  isShown: (view: NamedView) => boolean,
): readonly KeyMenuItem[] => [
  ...toNames(views, isShown),
  {key: EVERYTHING, label: 'everything', isOn: false},
  {key: SAVE, label: 'save this one', isOn: false},
  ...(views.every(({isSetting}) => isSetting)
    ? []
    : [
        {key: RENAME, label: 'rename', isOn: false},
        {key: DELETE, label: 'delete', isOn: false},
      ]),
];

/** What a key of that menu means; `undefined` for one that it has not. */
export const toViewChoice = (key: string, views: readonly NamedView[]): ViewChoice | undefined => {
  if (key === EVERYTHING) return {kind: 'everything'};
  if (key === SAVE) return {kind: 'save'};
  if (key === RENAME) return {kind: 'rename'};
  if (key === DELETE) return {kind: 'delete'};
  const view = findByKey(key, views);
  return view && {kind: 'take', view};
};

/** The views alone, to choose one that something is to be done with. */
export const toNames = (
  views: readonly NamedView[],
  isShown: (view: NamedView) => boolean = () => false,
): readonly KeyMenuItem[] =>
  Array.from(VIEW_KEYS).flatMap((key, index) => {
    const view = views[index];
    return view ? [{key, label: cut(view.name, LONGEST_LABEL), isOn: isShown(view)}] : [];
  });

/** The view that a key of `toNames` stands for. */
export const findByKey = (key: string, views: readonly NamedView[]): NamedView | undefined => {
  const index = VIEW_KEYS.indexOf(key);
  return index === -1 ? undefined : views[index];
};
