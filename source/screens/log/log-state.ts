import type {LogFilter} from '../../hooks/use-job-log.ts';
import {ERROR_LEVELS} from '../../model/log-line.ts';

/** Where a log is looked at, and how. */
export interface LogState {
  /** The last lines are shown, and those to come. */
  readonly isFollowing: boolean;
  /** The position of the first line shown, when not following. */
  readonly top: number;
  /** Which row of that line is the first one shown, when it is wrapped. */
  readonly topRow: number;
  readonly hasTimes: boolean;
  readonly isWrapped: boolean;
  /** The index in `LEVEL_CHOICES`. */
  readonly levels: number;
  /** The one source that is shown; all when `undefined`. */
  readonly source: string | undefined;
  readonly mutedJobs: ReadonlySet<string>;
  /** Which job of those in the legend is picked. */
  readonly pickedJob: number;
  readonly isTree: boolean;
  readonly jobTry: number | undefined;
  /** The text that was searched for last. */
  readonly query: string;
  /** The position of the line that was found last. */
  readonly match: number | undefined;
  /** What is being typed, and for what; `undefined` when nothing is. */
  readonly typed: {readonly purpose: 'search' | 'save'; readonly text: string} | undefined;
  /** What came of the last key, when there is something to say. */
  readonly note: string;
}

/** What of the levels can be shown, each under the word that the status line has for it. */
export const LEVEL_CHOICES: readonly {
  readonly name: string;
  readonly levels: readonly string[] | undefined;
}[] = [
  {name: 'all levels', levels: undefined},
  {name: 'output', levels: ['STDOUT', 'STDERR', ...ERROR_LEVELS]},
  {name: 'errors', levels: ['STDERR', 'WARNING', ...ERROR_LEVELS]},
  {name: 'metrics', levels: ['METRICS']},
];

/** The start: at the end of the log, following it; for a screen reader, which has no columns, nothing is cut. */
export const toInitialLogState = ({
  isTree,
  isPlain,
}: {
  readonly isTree: boolean;
  readonly isPlain: boolean;
}): LogState => ({
  isFollowing: true,
  top: 0,
  topRow: 0,
  hasTimes: true,
  isWrapped: isPlain,
  levels: 0,
  source: undefined,
  mutedJobs: new Set(),
  pickedJob: 0,
  isTree,
  jobTry: undefined,
  query: '',
  match: undefined,
  typed: undefined,
  note: '',
});

/** Which lines a state shows. */
export const toFilter = ({
  levels,
  source,
  mutedJobs,
}: Pick<LogState, 'levels' | 'source' | 'mutedJobs'>): LogFilter => {
  const chosen = LEVEL_CHOICES[levels]?.levels;
  return {
    levels: chosen && new Set(chosen),
    sources: source === undefined ? undefined : new Set([source]),
    mutedJobs,
  };
};

/** What happens to the state; moving is `moveInLog`'s. */
export type LogInput =
  | {readonly do: 'place'; readonly top: number; readonly topRow: number; readonly isFollowing: boolean}
  | {readonly do: 'levels' | 'times' | 'wrap' | 'unmute'}
  | {readonly do: 'source'; readonly sources: readonly string[]}
  | {readonly do: 'nextJob'; readonly jobCount: number}
  | {readonly do: 'mute'; readonly jobId: string}
  | {readonly do: 'tree'}
  | {readonly do: 'try'; readonly jobTry: number | undefined}
  | {readonly do: 'type'; readonly typed: LogState['typed']}
  | {readonly do: 'searched'; readonly query: string}
  | {readonly do: 'found'; readonly position: number; readonly top: number}
  | {readonly do: 'note'; readonly note: string};

const toggle = (set: ReadonlySet<string>, item: string): ReadonlySet<string> => {
  const result = new Set(set);
  if (!result.delete(item)) result.add(item);
  return result;
};

/** Another log begins at its end again. */
const REOPENED = {isFollowing: true, match: undefined, mutedJobs: new Set<string>(), pickedJob: 0} as const;

/** The state after something has happened. */
export const reduceLog = (last: LogState, input: LogInput): LogState => {
  const state = {...last, note: ''};
  switch (input.do) {
    case 'place': {
      const {top, topRow, isFollowing} = input;
      return {...state, top, topRow, isFollowing};
    }
    case 'levels':
      return {...state, levels: (state.levels + 1) % LEVEL_CHOICES.length, topRow: 0};
    case 'source': {
      const choices = [undefined, ...input.sources];
      const next = choices[(choices.indexOf(state.source) + 1) % choices.length];
      return {...state, source: next, topRow: 0};
    }
    case 'times':
      return {...state, hasTimes: !state.hasTimes};
    case 'wrap':
      return {...state, isWrapped: !state.isWrapped, topRow: 0};
    case 'nextJob':
      return {...state, pickedJob: input.jobCount === 0 ? 0 : (state.pickedJob + 1) % input.jobCount};
    case 'mute':
      return {...state, mutedJobs: toggle(state.mutedJobs, input.jobId), topRow: 0};
    case 'unmute':
      return {...state, mutedJobs: new Set()};
    case 'tree':
      return {...state, ...REOPENED, isTree: !state.isTree, jobTry: undefined};
    case 'try':
      return {...state, ...REOPENED, isTree: false, jobTry: input.jobTry};
    case 'type':
      return {...state, typed: input.typed};
    case 'searched':
      return {...state, typed: undefined, query: input.query, match: undefined};
    case 'found':
      return {...state, match: input.position, top: input.top, topRow: 0, isFollowing: false};
    case 'note':
      return {...state, typed: undefined, note: input.note};
  }
};
