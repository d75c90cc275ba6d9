import {useEffect, useRef} from 'react';
import {useTheme} from '../../components/theme.ts';
import type {Notice} from '../../format/notice-lines.ts';
import {useServices} from '../../hooks/services.ts';
import type {Executions} from '../../hooks/use-executions.ts';
import {useHistory} from '../../hooks/use-history.ts';
import {CancelError, toSentence} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import {HISTORY_SPANS, type HistorySpan, isFurther} from '../../model/history-span.ts';
import {isSameScope, type ListScope} from '../../model/list-scope.ts';
import type {ActionMenu} from '../executions/key-menu.tsx';
import {toHistoryItems, toHistoryNotice, toLoadingNote, toScopeNotice} from './history-notes.ts';
import {chooseScope, toScopeItems} from './scope-menu.ts';

/** Which executions are in the list, and how to have others. */
export interface ListChoice {
  readonly scope: ListScope;
  readonly span: HistorySpan;
  readonly scopeMenu: ActionMenu;
  /** `undefined` while the key stops a load, or goes on with one. */
  readonly historyMenu: ActionMenu | undefined;
  /** Lists the executions of a scope, this far back at least; what is there stays until those have come. */
  readonly showScope: (scope: ListScope, span: HistorySpan | undefined) => void;
  /** What is being loaded on demand, or could not be. */
  readonly note: string | undefined;
  /** How many executions are there while history loads by itself. */
  readonly loadingCount: number | undefined;
  /** Ends what is being loaded on demand; `undefined` while nothing is. */
  readonly stop: (() => void) | undefined;
  /** The key of history where there is no menu: stops the load, or goes on with it. */
  readonly continueHistory: () => void;
}

/**
 * The choice of scope and history, with notices of what came of it.
 *
 * @param selected the selected row's execution, whose project can be chosen
 */
export const useListChoice = (
  {lists: state, error}: Pick<Executions, 'lists' | 'error'>,
  selected: Execution | undefined,
  onNotice: (notice: Notice | undefined) => void,
): ListChoice => {
  const {lists, projectContextId} = useServices();
  const {isPlain} = useTheme();
  const {current, pending} = state;
  const history = useHistory(current.history);
  const {phase, isAsked, span} = history;
  const told = useRef(history);
  useEffect(() => {
    const before = told.current;
    told.current = history;
    if (before.phase === history.phase) return;
    const notice = toHistoryNotice(history);
    if (notice) onNotice(notice);
  }, [history, onNotice]);

  const places = {contextProject: projectContextId, rowProject: selected?.project};
  const switchTo = async (scope: ListScope, span?: HistorySpan): Promise<void> => {
    try {
      await lists.switchTo(scope, span);
    } catch (error) {
      if (!(error instanceof CancelError)) onNotice(toScopeNotice(toSentence(error), current.scope));
    }
  };
  const isLoadingAsked = phase === 'loading' && isAsked;
  const canGoOn = phase === 'failed' || phase === 'stopped' || phase === 'broken';
  const scopeMenu: ActionMenu = {
    title: 'Show',
    items: toScopeItems(pending ?? current.scope, places),
    onChoose(key) {
      onNotice(undefined);
      const chosen = chooseScope(key, pending ?? current.scope, places);
      if (chosen.kind === 'scope') void switchTo(chosen.scope);
      else onNotice(toScopeNotice(`${chosen.reason}.`, current.scope));
    },
  };
  const historyMenu: ActionMenu = {
    title: 'Back to',
    items: toHistoryItems(span),
    onChoose(key) {
      onNotice(undefined);
      const wanted = HISTORY_SPANS.find(([letter]) => letter === key);
      if (wanted) current.history.extend(wanted[1]);
    },
  };
  return {
    scope: current.scope,
    span,
    scopeMenu,
    historyMenu: isLoadingAsked || canGoOn ? undefined : historyMenu,
    showScope: (scope, span) => {
      if (!isSameScope(scope, current.scope)) void switchTo(scope, span);
      else if (span !== undefined && isFurther(span, current.history.getState().span))
        current.history.extend(span);
    },
    note: toLoadingNote(state, history, {isPlain, hasTrouble: error !== undefined}),
    loadingCount: phase === 'loading' && !isAsked ? history.count : undefined,
    stop: pending ? lists.cancelSwitch : isLoadingAsked ? current.history.stop : undefined,
    continueHistory: () => {
      if (phase === 'loading') current.history.stop();
      else current.history.resume();
    },
  };
};
