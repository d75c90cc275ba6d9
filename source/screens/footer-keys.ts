import type {FooterKey} from '../format/footer.ts';
import type {GlobalAction} from './global-keys.ts';
import {firstKey, type KeyTable} from './keys.ts';
import type {Scroll, ScrollAction} from './use-scroll.ts';

/** An action as a footer names it. */
export interface FooterAction<Action extends string> {
  /** Several stand as one, such as the previous and the next page: `left/right`. */
  readonly actions: Action | readonly Action[];
  /** Shorter than in the table, and about what is selected. */
  readonly label: string;
  /** Why it cannot be used now. */
  readonly obstacle?: string | undefined;
  /** It is shown before all others when there is little room. */
  readonly isKept?: boolean | undefined;
}

/** How a footer names the way to the help; it is always there. */
export const HELP = {
  actions: 'help',
  label: 'help',
  isKept: true,
} as const satisfies FooterAction<GlobalAction>;

/**
 * The keys of a footer, from a table with the user's own keys in it (`useKeyTable`): the first key of each action, in
 * this order. An action that has no key left is not named.
 */
export const toFooterKeys = <Action extends string>(
  table: KeyTable<Action>,
  wanted: readonly FooterAction<NoInfer<Action>>[],
): FooterKey[] =>
  wanted.flatMap(({actions, label, obstacle, isKept}) => {
    const names = typeof actions === 'string' ? [actions] : actions;
    const keys = names.flatMap((name) => firstKey(table, name) ?? []);
    return keys.length === 0 ? [] : [{key: keys.join('/'), label, obstacle, ...(isKept && {isKept})}];
  });

/** The keys of a text field: the same everywhere, because all others edit there. */
export const toFieldKeys = (enterLabel: string, escapeLabel = 'leave'): FooterKey[] => [
  {key: 'Enter', label: enterLabel},
  {key: 'Esc', label: escapeLabel, isKept: true},
];

/** What a footer says of a text that is scrolled: the keys, and how far one is; `[]` when all of it is shown. */
export const toScrollPlace = ({
  offset,
  lowest,
}: Pick<Scroll, 'offset' | 'lowest'>): readonly FooterAction<ScrollAction>[] =>
  lowest === 0
    ? []
    : [{actions: ['down', 'up'], label: `scroll (${String(offset + 1)}/${String(lowest + 1)})`}];
