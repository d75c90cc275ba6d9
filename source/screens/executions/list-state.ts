/** A row of a list, as far as the cursor is concerned: its name, which no other row has. */
export interface ListRow {
  readonly key: string;
}

/** Where the cursor and the window of a list are; all of it as of the last key, or of the last change. */
export interface ListState {
  /** The row that the cursor follows; `undefined` before the first key: then the first row. */
  readonly selectedKey: string | undefined;
  /** The position that it had. */
  readonly index: number;
  /** The first row shown. */
  readonly offset: number;
}

/** Where they are now, in the list as it is now. */
export type ListView = ListState;

/** A move of the cursor: by so many rows, to an end, or onto a row. */
export type ListMove = number | 'first' | 'last' | {readonly key: string};

/** A list before anybody has moved in it. */
export const INITIAL_LIST_STATE: ListState = {selectedKey: undefined, index: 0, offset: 0};

/**
 * Puts the cursor and the window onto the list as it is now.
 *
 * The cursor follows its row, never its position, and the row stays on its line of the screen while others come and go
 * above it; only with the window at the top do new rows come into view. When the row is gone, the cursor takes the one
 * that stands in its place.
 */
export const toListView = (state: ListState, rows: readonly ListRow[], height: number): ListView => {
  const found = state.selectedKey === undefined ? -1 : findRow(rows, state.selectedKey, state.index);
  const index = found === -1 ? Math.max(0, Math.min(state.index, rows.length - 1)) : found;
  const shift = state.offset === 0 || found === -1 ? 0 : found - state.index;
  const lowest = Math.max(0, rows.length - height);
  const visible = Math.min(Math.max(state.offset + shift, index - height + 1), index);
  return {selectedKey: rows[index]?.key, index, offset: Math.max(0, Math.min(visible, lowest))};
};

/** A move, in the list as it is now, with so many rows shown. */
export interface ListMovement {
  readonly move: ListMove;
  readonly rows: readonly ListRow[];
  readonly height: number;
}

/** Moves the cursor, and the window with it where it must. */
export const moveInList = (state: ListState, {move, rows, height}: ListMovement): ListState => {
  const view = toListView(state, rows, height);
  const index = toTarget(move, rows, view.index);
  return toListView({selectedKey: rows[index]?.key, index, offset: view.offset}, rows, height);
};

const toTarget = (move: ListMove, rows: readonly ListRow[], index: number): number => {
  const last = Math.max(0, rows.length - 1);
  if (move === 'first') return 0;
  if (move === 'last') return last;
  if (typeof move === 'number') return Math.max(0, Math.min(last, index + move));
  const found = findRow(rows, move.key, index);
  return found === -1 ? index : found;
};

/** Looks for a row where it was, then further and further away: a row seldom moves far, and there may be 100,000. */
const findRow = (rows: readonly ListRow[], key: string, near: number): number => {
  if (rows[near]?.key === key) return near;
  for (let distance = 1; distance <= Math.max(near, rows.length - near); distance++) {
    const [above, below] = [near - distance, near + distance];
    if (above >= 0 && above < rows.length && rows[above]?.key === key) return above;
    if (below < rows.length && rows[below]?.key === key) return below;
  }

  return -1;
};
