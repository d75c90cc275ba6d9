import {ALL, type ChosenView, isSameView} from './chosen-view.ts';
import {ConfigError} from './errors.ts';
import {type HistorySpan, isFurther} from './history-span.ts';
import {isSameScope, type ListScope} from './list-scope.ts';
import {clean, type SafeText} from './safe-text.ts';

/** A view of the list that somebody saved under a name. */
export interface SavedView {
  readonly name: SafeText;
  readonly chosen: ChosenView;
  /** Whose executions from where it is about; `undefined` for whichever are listed. */
  readonly scope: ListScope | undefined;
  /** How far back it goes, at least; `undefined` for as far as the list goes anyway. */
  readonly span: HistorySpan | undefined;
}

/** A view that can be chosen by its name. */
export interface NamedView extends SavedView {
  /** It is in the settings file, and changed only there. */
  readonly isSetting: boolean;
}

const LONGEST_NAME = 40;

/** A typed name as views have it: clean, without blanks around it; empty when there is nothing else in it. */
export const toViewName = (typed: string): SafeText => clean(typed.replace(/\s+/g, ' ').trim(), LONGEST_NAME);

/**
 * All views that have a name, in the order of their keys: those of the settings as the file has them, then the saved ones
 * as they were saved.
 *
 * @param settings filters by name
 */
export const toNamedViews = (
  settings: ReadonlyMap<string, SafeText>,
  saved: readonly SavedView[],
): readonly NamedView[] => [
  ...[...settings].map(([name, filterText]) => ({
    name: toViewName(name),
    chosen: {...ALL, filterText},
    scope: undefined,
    span: undefined,
    isSetting: true,
  })),
  ...saved.map((view) => ({...view, isSetting: false})),
];

/** The view of that name; of two, the one in the settings. */
export const findView = (views: readonly NamedView[], name: string): NamedView | undefined =>
  views.find((view) => view.name === toViewName(name));

/** The view that the command line names; throws `ConfigError`, with the names that there are, where there is none. */
export const requireView = (views: readonly NamedView[], name: string): NamedView => {
  const view = findView(views, name);
  if (view) return view;
  throw new ConfigError(
    `There is no view "${clean(name, 60)}".`,
    views.length === 0
      ? 'Save one in the dashboard, with v, or name one in [views] of the settings.'
      : `There are ${views.map((known) => `"${known.name}"`).join(', ')}.`,
  );
};

/** Whether the list is looked at just so. */
export const isViewShown = (
  view: SavedView,
  {chosen, scope, span}: Pick<SavedView, 'chosen'> & {readonly scope: ListScope; readonly span: HistorySpan},
): boolean =>
  isSameView(view.chosen, chosen) &&
  (view.scope === undefined || isSameScope(view.scope, scope)) &&
  (view.span === undefined || !isFurther(view.span, span));
