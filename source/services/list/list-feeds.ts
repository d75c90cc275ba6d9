import {CancelError} from '../../model/errors.ts';
import {FIRST_SPAN, type HistorySpan, isFurther} from '../../model/history-span.ts';
import {isSameScope, type ListScope} from '../../model/list-scope.ts';
import type {ProjectId} from '../../model/project.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {ExecutionsFeed} from '../platform/executions-feed.ts';
import {createHistoryLoader, type HistoryLoader} from './history-loader.ts';

/** The executions of one scope. */
export interface ListFeed {
  readonly scope: ListScope;
  readonly feed: ExecutionsFeed;
  readonly history: HistoryLoader;
}

/** Which list is shown, and which is on its way. */
export interface ListFeedsState {
  readonly current: ListFeed;
  /** What was chosen and has not answered yet; the current list stays until it has. */
  readonly pending: ListScope | undefined;
}

/** The list that the dashboard shows, and the way to another scope. */
export interface ListFeeds {
  /** The same object until something changes. */
  readonly getState: () => ListFeedsState;
  /** Calls back after each change; the result ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Asks for the first page of another scope, and then makes it the current list. Going back to the current scope gives
   * up what is on its way. Its history goes back as far as the first list's, and as `span` where that is further.
   *
   * Throws what `PlatformClient` throws, and the current list stays; `CancelError` when something else was chosen
   * meanwhile.
   */
  readonly switchTo: (scope: ListScope, span?: HistorySpan) => Promise<void>;
  /** Gives up what is on its way. */
  readonly cancelSwitch: () => void;
  /** Asks for the name of the current list's project where only its ID is known. Never rejects. */
  readonly nameProject: () => Promise<void>;
}

/** What the lists are made of. */
export interface ListFeedsOptions {
  readonly scope: ListScope;
  /** Asks what a project is called; throws where the user may not see it. */
  readonly findProjectName: (id: ProjectId, options: {readonly signal: AbortSignal}) => Promise<SafeText>;
  /** Makes a feed of a scope. */
  readonly open: (scope: ListScope) => ExecutionsFeed;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** How far back the lists go at first. */
  readonly firstSpan?: HistorySpan | undefined;
  /** Called with the list that takes the place of another one. */
  readonly onSwitched?: (list: ListFeed) => void;
}

/** Makes the first list. One that was left is forgotten, and its load of history ended. */
export const createListFeeds = ({
  scope: firstScope,
  findProjectName,
  open,
  now,
  firstSpan = FIRST_SPAN,
  onSwitched,
}: ListFeedsOptions): ListFeeds => {
  const listeners = new Set<() => void>();
  const openList = (scope: ListScope, span: HistorySpan): ListFeed => {
    const feed = open(scope);
    return {scope, feed, history: createHistoryLoader(feed, now, span)};
  };
  let state: ListFeedsState = {current: openList(firstScope, firstSpan), pending: undefined};
  let controller: AbortController | undefined;

  const set = (next: ListFeedsState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const withName = async (scope: ListScope, signal: AbortSignal): Promise<ListScope> => {
    const {project} = scope;
    if (project === undefined || project.name !== project.id) return scope;
    return {...scope, project: {...project, name: await findProjectName(project.id, {signal})}};
  };
  const cancelSwitch = () => {
    controller?.abort();
    controller = undefined;
    if (state.pending) set({...state, pending: undefined});
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    cancelSwitch,
    async nameProject() {
      const {current} = state;
      try {
        const scope = await withName(current.scope, new AbortController().signal);
        if (scope !== current.scope && state.current === current)
          set({...state, current: {...current, scope}});
      } catch {
        // The list itself says what is wrong with the project; its ID is a name too.
      }
    },
    async switchTo(scope, span = firstSpan) {
      cancelSwitch();
      if (isSameScope(scope, state.current.scope)) return;
      const mine = new AbortController();
      controller = mine;
      set({...state, pending: scope});
      let next: ListFeed;
      try {
        next = openList(await withName(scope, mine.signal), isFurther(span, firstSpan) ? span : firstSpan);
        await next.feed.refresh(mine.signal);
      } catch (error) {
        if (mine.signal.aborted) throw new CancelError('Something else was chosen.', {cause: error});
        cancelSwitch();
        throw error;
      }

      if (mine.signal.aborted) throw new CancelError('Something else was chosen.');
      controller = undefined;
      state.current.history.stop();
      set({current: next, pending: undefined});
      onSwitched?.(next);
    },
  };
};
