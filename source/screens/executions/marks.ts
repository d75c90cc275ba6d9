/** The rows that are marked, and where a range begins. */
export interface Marks {
  readonly ids: ReadonlySet<string>;
  /** The row that was marked or unmarked last. */
  readonly anchorId: string | undefined;
}

/** What a key can do to the marks. */
export type MarkAction = 'mark' | 'markRange' | 'markAll' | 'unmark';

/** Nothing is marked. */
export const NO_MARKS: Marks = {ids: new Set(), anchorId: undefined};

/** The marks without those of these executions. */
export const withoutMarks = (marks: Marks, executions: readonly {readonly id: string}[]): Marks => {
  const ids = new Set(marks.ids);
  for (const {id} of executions) ids.delete(id);
  return ids.size === 0 ? NO_MARKS : {...marks, ids};
};

/** The marks with these as well. */
export const withMarks = (marks: Marks, ids: readonly string[]): Marks =>
  ids.length === 0 ? marks : {...marks, ids: new Set([...marks.ids, ...ids])};

/** The marks with all of these, or without them where all of them have one. */
export const toggleMarks = (marks: Marks, executions: readonly {readonly id: string}[]): Marks =>
  executions.every(({id}) => marks.ids.has(id))
    ? withoutMarks(marks, executions)
    : withMarks(
        marks,
        executions.map(({id}) => id),
      );

/** Whether an action of the list is one of marking. */
export const isMarkAction = (action: string): action is MarkAction =>
  ['mark', 'markRange', 'markAll', 'unmark'].includes(action);

/**
 * Marks or unmarks the row under the cursor, everything from the last marked row to it, all rows that are shown, or none.
 *
 * @param list the rows that are shown, in their order, and the one that has the cursor
 */
export const changeMarks = (
  marks: Marks,
  action: MarkAction,
  {ids, selectedId}: {readonly ids: readonly string[]; readonly selectedId: string | undefined},
): Marks => {
  if (action === 'unmark') return NO_MARKS;
  if (action === 'markAll') return withMarks(marks, ids);
  if (selectedId === undefined) return marks;
  const changed = new Set(marks.ids);
  if (action === 'markRange') {
    const cursor = ids.indexOf(selectedId);
    const anchor = marks.anchorId === undefined ? cursor : ids.indexOf(marks.anchorId);
    const [first, last] =
      anchor === -1 ? [cursor, cursor] : [Math.min(anchor, cursor), Math.max(anchor, cursor)];
    for (const id of ids.slice(first, last + 1)) changed.add(id);
  } else if (!changed.delete(selectedId)) changed.add(selectedId);
  return {ids: changed, anchorId: selectedId};
};
