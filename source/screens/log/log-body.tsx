import {useEffect, useReducer} from 'react';
import {useTheme} from '../../components/theme.ts';
import {useJobLog} from '../../hooks/use-job-log.ts';
import {toSentence} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import {editText, pasteInto} from '../edit-text.ts';
import {useKeys} from '../use-keys.ts';
import {useActions} from '../use-actions.ts';
import {isScrollAction} from '../use-scroll.ts';
import {LOG_TABLE, type LogAction} from './log-keys.ts';
import {createRowMaker, formatLogTrouble, plural} from './log-lines.ts';
import {LogPicture, toLogHeight} from './log-picture.tsx';
import {type LogInput, reduceLog, toFilter, toInitialLogState} from './log-state.ts';
import {type LogSource, moveInLog, toWindow} from './log-window.ts';

/** What a log is drawn into and from; the same for a screen of its own and for a page of another one. */
export interface LogBodyProps {
  readonly execution: Execution;
  /** The name of another job of the tree, where it is known. */
  readonly findName?: ((jobId: string) => string | undefined) | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
  readonly isActive: boolean;
  /** Called when a text begins to be typed, with what Enter does, and when it ends: keys belong to it then. */
  readonly onTyping: (enterLabel: string | undefined) => void;
}

/** How much of the window is above a line that was found: its context. */
const CONTEXT_SHARE = 1 / 3;
const NO_SOURCE: Omit<LogSource, 'toRows'> = {
  count: 0,
  read: () => [],
  rankOf: () => 0,
  positionOf: () => 0,
};

/** The log of an execution, live: followed, scrolled, searched, filtered, saved. */
export const LogBody = ({execution, findName, columns, rows, nowMs, isActive, onTyping}: LogBodyProps) => {
  const {palette, isPlain} = useTheme();
  const [state, dispatch] = useReducer(
    reduceLog,
    {isTree: execution.class === 'analysis', isPlain},
    toInitialLogState,
  );
  const view = useJobLog(execution, state.isTree, state.jobTry);
  const {snapshot, log} = view;
  const {levels, source: onlySource, mutedJobs} = state;
  useEffect(() => {
    // `log` is another one after each reopening.
    view.setFilter(toFilter({levels, source: onlySource, mutedJobs}));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `view` is new in each frame, and the filter is not
  }, [log, levels, onlySource, mutedJobs]);

  const lastTry = execution.class === 'job' ? (execution.tryNumber ?? 0) : 0;
  const jobs = snapshot?.jobs ?? [];
  const look = {
    columns,
    palette,
    jobs,
    nameOf: (jobId: string) =>
      findName?.(jobId) ?? (jobId === execution.id ? (execution.name ?? jobId) : jobId.slice(0, 10)),
    hasTries: lastTry > 0 && state.jobTry === undefined,
  };
  const source: LogSource = {
    ...(log && snapshot
      ? {
          count: snapshot.count,
          read: log.read.bind(log),
          rankOf: log.rankOf.bind(log),
          positionOf: log.positionOf.bind(log),
        }
      : NO_SOURCE),
    toRows: createRowMaker(look, state),
  };
  const trouble = formatLogTrouble(
    view.error ??
      (snapshot?.phase === 'failed' || snapshot?.phase === 'waiting' ? snapshot.error : undefined),
    snapshot?.nextTryMs,
    nowMs,
    isPlain,
  );
  const picture = {snapshot, source, state, look, trouble, columns, rows};
  const height = toLogHeight(picture);
  const window = toWindow(source, state, height);

  const search = (query: string, direction: 'forwards' | 'backwards', from?: number) => {
    if (query === '') return;
    void view.find(query, direction, from).then((position) => {
      if (position === undefined) {
        const isPart =
          snapshot?.history === 'partial' ? ' among the lines that are here; h reads the rest' : '';
        dispatch({do: 'note', note: `No line has "${query}"${isPart}.`});
        return;
      }
      const rank = log?.rankOf(position) ?? 0;
      const top = log?.positionOf(Math.max(0, rank - Math.floor(height * CONTEXT_SHARE))) ?? 0;
      dispatch({do: 'found', position, top});
    });
  };
  const save = (path: string) => {
    view.save(path).then(
      (count) => dispatch({do: 'note', note: `${plural(count, 'line')} written to ${path}.`}),
      (error: unknown) => dispatch({do: 'note', note: toSentence(error)}),
    );
  };
  const stepTry = (step: 1 | -1): LogInput => {
    const wanted = (state.jobTry ?? lastTry) + step;
    if (wanted < 0 || wanted > lastTry) {
      return {do: 'note', note: lastTry === 0 ? 'There was one try only.' : 'There is no further try.'};
    }
    return {do: 'try', jobTry: wanted === lastTry ? undefined : wanted};
  };
  const place = (action: Parameters<typeof moveInLog>[2]['action']) =>
    dispatch({do: 'place', ...moveInLog(source, state, {action, height})});
  const act: Partial<Record<LogAction, () => void>> = {
    follow: () => {
      const isFollowing = !state.isFollowing;
      dispatch({do: 'place', isFollowing, top: source.positionOf(window.rank), topRow: window.topRow});
    },
    search: () => type({purpose: 'search', text: ''}),
    save: () => type({purpose: 'save', text: `${execution.id}.log`}),
    next: () => search(state.query, 'forwards'),
    previous: () => search(state.query, 'backwards'),
    levels: () => dispatch({do: 'levels'}),
    sources: () => dispatch({do: 'source', sources: snapshot?.sources ?? []}),
    times: () => dispatch({do: 'times'}),
    wrap: () => dispatch({do: 'wrap'}),
    history: view.loadHistory,
    first: () => {
      view.loadHistory();
      place('first');
    },
    retry: view.retryNow,
    tree: () =>
      execution.class === 'analysis'
        ? dispatch({do: 'note', note: 'An analysis has the logs of its jobs only.'})
        : dispatch({do: 'tree'}),
    olderTry: () => dispatch(stepTry(-1)),
    newerTry: () => dispatch(stepTry(1)),
    nextJob: () => dispatch({do: 'nextJob', jobCount: jobs.length}),
    mute: () => {
      const job = jobs.length > 1 ? jobs[state.pickedJob] : undefined;
      dispatch(
        job
          ? {do: 'mute', jobId: job.jobId}
          : {do: 'note', note: 'There is one job only; a adds those below.'},
      );
    },
    unmute: () => dispatch({do: 'unmute'}),
  };
  const type = (typed: typeof state.typed) => {
    dispatch({do: 'type', typed});
    onTyping(typed && (typed.purpose === 'search' ? 'search' : 'write the file'));
  };

  const {typed} = state;
  useActions(
    LOG_TABLE,
    (action) => {
      const own = act[action];
      if (own) own();
      else if (isScrollAction(action)) place(action);
    },
    {isActive: isActive && typed === undefined, isPart: true},
  );
  useKeys(
    (name) => {
      if (typed === undefined) return;
      if (name === 'escape' || name === 'ctrl-c') type(undefined);
      else if (name !== 'enter') type({...typed, text: editText(typed.text, name) ?? typed.text});
      else {
        type(undefined);
        if (typed.purpose === 'save') save(typed.text);
        else {
          dispatch({do: 'searched', query: typed.text});
          search(typed.text, 'forwards', source.positionOf(window.rank) - 1);
        }
      }
    },
    isActive && typed !== undefined,
    (pasted) => {
      if (typed) type({...typed, text: pasteInto(typed.text, pasted)});
    },
  );

  return <LogPicture {...picture} />;
};
