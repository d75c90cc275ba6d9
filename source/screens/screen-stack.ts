import {useCallback, useState} from 'react';
import type {Notice} from '../format/notice-lines.ts';
import type {Change} from '../model/change.ts';
import type {Execution, Job} from '../model/execution.ts';
import {clean, type SafeText} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import type {ExecutionTab} from './execution/execution-tabs.ts';
import type {LaunchMemory} from './launch/launch-view.tsx';

/** A screen that can be opened on top of another, with what it is about. */
export type Screen =
  | {readonly name: 'executions'}
  | {readonly name: 'execution'; readonly execution: Execution; readonly tab?: ExecutionTab}
  | {readonly name: 'why'; readonly execution: Execution}
  | {readonly name: 'workers'; readonly execution: Execution}
  | {readonly name: 'log'; readonly execution: Execution}
  | {readonly name: 'help'; readonly from: Screen['name']}
  | {readonly name: 'status'}
  | {readonly name: 'attention'}
  | {readonly name: 'sessions'}
  /** Without a worker: account and network alone. */
  | {readonly name: 'checks'; readonly about: AttachTarget | undefined}
  | {readonly name: 'changes'}
  | {readonly name: 'change'; readonly kind: Change['kind']; readonly executions: readonly Execution[]}
  | {readonly name: 'launch'; readonly execution: Execution; readonly memory?: LaunchMemory}
  /** With the worker to try again afterwards, if it was an attach that led here. */
  | {readonly name: 'setup'; readonly retry: AttachTarget | undefined};

/** What to attach to, and what it is called. */
export interface AttachTarget {
  readonly target: WorkerTarget;
  readonly jobName: SafeText;
}

/** The job's own worker, or the driver of a cluster. */
export const toAttachTarget = ({id, name}: Job): AttachTarget => ({
  target: {jobId: id, workerNumber: 0},
  jobName: name ?? clean(id),
});

/** An attach that was refused, whether another key would help, and the notice that says so. */
export type RefusedAttach = AttachTarget & {readonly needsKey: boolean; readonly notice: Notice};

/** The screens that are open: the list at the bottom, the one that is shown on top. */
export interface ScreenStack {
  /** The one that is shown. */
  readonly screen: Screen;
  /** All that are open, the shown one last. */
  readonly screens: readonly Screen[];
  /** Shows a screen on top of this one. */
  readonly open: (screen: Screen) => void;
  /** The same, unless a screen of that name is shown already. */
  readonly show: (screen: Screen) => void;
  /** Keeps what the shown screen is to begin with when one comes back to it; the list has no such thing. */
  readonly remember: (screen: Screen) => void;
  /** Goes back to the screen below; the list stays. */
  readonly back: () => void;
  /** Goes back to the list. */
  readonly goHome: () => void;
}

const BOTTOM: Screen = {name: 'executions'};

/** The stack of screens; it begins with the list alone. */
export const useScreenStack = (): ScreenStack => {
  const [above, setAbove] = useState<readonly Screen[]>([]);
  const open = useCallback((screen: Screen) => {
    setAbove((last) => [...last, screen]);
  }, []);
  const show = useCallback((screen: Screen) => {
    setAbove((last) => (last.at(-1)?.name === screen.name ? last : [...last, screen]));
  }, []);
  const remember = useCallback((screen: Screen) => {
    setAbove((last) => (last.length === 0 ? last : [...last.slice(0, -1), screen]));
  }, []);
  const back = useCallback(() => {
    setAbove((last) => last.slice(0, -1));
  }, []);
  const goHome = useCallback(() => {
    setAbove((last) => (last.length === 0 ? last : []));
  }, []);
  return {screen: above.at(-1) ?? BOTTOM, screens: [BOTTOM, ...above], open, show, remember, back, goHome};
};

const CRUMBS: Readonly<Record<Screen['name'], string>> = {
  executions: 'Executions',
  execution: 'Execution',
  why: 'Why',
  workers: 'Workers',
  log: 'Log',
  help: 'Help',
  status: 'Status',
  attention: 'Needs attention',
  sessions: 'Sessions',
  checks: 'Checks',
  setup: 'SSH key',
  changes: 'Changes',
  change: 'Change',
  launch: 'Run again',
};

/** What a screen is called in the line that shows the way back. */
export const toCrumb = (screen: Screen): string =>
  screen.name === 'execution' ? (screen.execution.name ?? screen.execution.id) : CRUMBS[screen.name];
