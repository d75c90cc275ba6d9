import type {KeyBinding} from '../keys.ts';
import type {ListMove} from './list-state.ts';

/** Keys that move the cursor in a list. */
export type ListMoveAction = 'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** Those of a list that does not know half a page. */
export const LIST_MOVE_KEYS: readonly KeyBinding<ListMoveAction>[] = [
  {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next row'},
  {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous row'},
  {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first row'},
  {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last row'},
  {action: 'pageDown', keys: ['pageDown', 'ctrl-d'], shown: 'PgDn', label: 'next page'},
  {action: 'pageUp', keys: ['pageUp', 'ctrl-u'], shown: 'PgUp', label: 'previous page'},
];

/** Where an action moves the cursor in a list of which so many rows are shown; `undefined` for any other action. */
export const toListMove = (action: string, height: number): ListMove | undefined => {
  const page = Math.max(1, height - 1);
  const half = Math.max(1, Math.floor(height / 2));
  const moves: ReadonlyMap<string, ListMove> = new Map<string, ListMove>([
    ['down', 1],
    ['up', -1],
    ['first', 'first'],
    ['last', 'last'],
    ['pageDown', page],
    ['pageUp', -page],
    ['halfDown', half],
    ['halfUp', -half],
  ]);
  return moves.get(action);
};
