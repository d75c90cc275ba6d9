import {useMemo, useReducer} from 'react';
import type {Attention, AttentionCause, AttentionMember} from '../../model/attention/attention-book.ts';
import {INITIAL_LIST_STATE, type ListMove, type ListState, moveInList} from '../executions/list-state.ts';

/** One line: a cause, or one of its executions. */
export interface AttentionRow {
  readonly key: string;
  readonly cause: AttentionCause;
  /** `undefined` for the cause itself. */
  readonly member: AttentionMember | undefined;
}

/** Which causes are unfolded, and where the cursor is. */
export interface AttentionView {
  readonly list: ListState;
  readonly open: ReadonlySet<string>;
}

/** What a key does to the view; the rows are those that are shown now, in a window of `height`. */
export type AttentionViewAction =
  | {
      readonly kind: 'move';
      readonly move: ListMove;
      readonly rows: readonly AttentionRow[];
      readonly height: number;
    }
  | {readonly kind: 'fold' | 'unfold'; readonly row: AttentionRow};

/** Everything is folded. */
export const INITIAL_ATTENTION_VIEW: AttentionView = {list: INITIAL_LIST_STATE, open: new Set()};

/** The rows from top to bottom. */
export const toAttentionRows = ({causes}: Attention, open: ReadonlySet<string>): readonly AttentionRow[] =>
  causes.flatMap((cause): AttentionRow[] => {
    const top = {key: cause.key, cause, member: undefined};
    if (!open.has(cause.key)) return [top];
    return [
      top,
      ...cause.members.map((member) => ({key: `${cause.key}\n${member.node.key}`, cause, member})),
    ];
  });

/** Changes the view by one action. Folding from among the members goes to their cause. */
export const changeAttentionView = (view: AttentionView, action: AttentionViewAction): AttentionView => {
  if (action.kind === 'move') {
    const {move, rows, height} = action;
    return {...view, list: moveInList(view.list, {move, rows, height})};
  }

  const {key} = action.row.cause;
  const open = new Set(view.open);
  if (action.kind === 'unfold') open.add(key);
  else open.delete(key);
  return {open, list: {...view.list, selectedKey: action.kind === 'fold' ? key : action.row.key}};
};

/** What needs attention as it is shown, kept where it outlives the screen. */
export interface ShownAttention {
  readonly attention: Attention;
  readonly rows: readonly AttentionRow[];
  readonly view: AttentionView;
  readonly changeView: (action: AttentionViewAction) => void;
}

/** The list of what needs attention. */
export const useAttentionView = (attention: Attention): ShownAttention => {
  const [view, changeView] = useReducer(changeAttentionView, INITIAL_ATTENTION_VIEW);
  const rows = useMemo(() => toAttentionRows(attention, view.open), [attention, view.open]);
  return {attention, rows, view, changeView};
};
