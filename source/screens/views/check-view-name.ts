import {findView, type NamedView} from '../../model/named-view.ts';
import type {SafeText} from '../../model/safe-text.ts';

/** Whether a view can have a name: yes, not at all, or only in the place of another one. */
export type NameAnswer =
  | {readonly kind: 'free'}
  | {readonly kind: 'refused'; readonly reason: string}
  | {readonly kind: 'taken'; readonly question: string};

/**
 * Looks at the name that a view is to have.
 *
 * @param renamed the name that the view has now; a view that is saved anew has none
 */
export const checkViewName = (
  name: SafeText,
  views: readonly NamedView[],
  renamed: SafeText | undefined,
): NameAnswer => {
  if (name === '') return {kind: 'refused', reason: 'A view needs a name.'};
  if (name === renamed) return {kind: 'free'};
  const other = findView(views, name);
  if (!other) return {kind: 'free'};
  if (other.isSetting)
    return {
      kind: 'refused',
      reason: `The settings have a view "${name}": change it there, or take another name.`,
    };
  return renamed === undefined
    ? {kind: 'taken', question: `There is a view "${name}". Enter again replaces it.`}
    : {kind: 'refused', reason: `There is a view "${name}" already. Take another name.`};
};
