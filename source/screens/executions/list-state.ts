/** Where the cursor and the window of a list are; all of it as of the last key, or of the last change. */
export interface ListState {
  /** The row that the cursor follows; `undefined` before the first key: then the first row. */
  readonly selectedId: string | undefined;
  /** The position that it had. */
  readonly index: number;
  /** The first row shown. */
  readonly offset: number;
}

/** Where they are now, in the list as it is now. */
export interface ListView {
  readonly selectedId: string | undefined;
  readonly index: number;
  readonly offset: number;
}

/** A move of the cursor: by so many rows, or to an end. */
export type ListMove = number | 'first' | 'last';

/** A list before anybody has moved in it. */
export const INITIAL_LIST_STATE: ListState = {selectedId: undefined, index: 0, offset: 0};

/**
 * Puts the cursor and the window onto the list as it is now.
 *
 * The cursor follows its row, never its position, and the row stays on its line of the screen while others come and go
 * above it; only with the window at the top do new rows come into view. When the row is gone, the cursor takes the one
 * that stands in its place.
 */
export const toListView = (state: ListState, ids: readonly string[], height: number): ListView => {
  const found = state.selectedId === undefined ? -1 : ids.indexOf(state.selectedId);
  const index = found === -1 ? Math.max(0, Math.min(state.index, ids.length - 1)) : found;
  const shift = state.offset === 0 || found === -1 ? 0 : found - state.index;
  const lowest = Math.max(0, ids.length - height);
  const visible = Math.min(Math.max(state.offset + shift, index - height + 1), index);
  return {selectedId: ids[index], index, offset: Math.max(0, Math.min(visible, lowest))};
};

/** A move, in the list as it is now, with so many rows shown. */
export interface ListMovement {
  readonly move: ListMove;
  readonly ids: readonly string[];
  readonly height: number;
}

/** Moves the cursor, and the window with it where it must. */
export const moveInList = (state: ListState, {move, ids, height}: ListMovement): ListState => {
  const view = toListView(state, ids, height);
  const last = Math.max(0, ids.length - 1);
  const target =
    move === 'first' ? 0 : move === 'last' ? last : Math.max(0, Math.min(last, view.index + move));
  return toListView({selectedId: ids[target], index: target, offset: view.offset}, ids, height);
};
