import {useApp} from 'ink';
import {useCallback, useEffect, useState} from 'react';
import type {Notice} from '../../format/notice-lines.ts';
import {useServices} from '../../hooks/services.ts';
import {useAttention} from '../../hooks/use-attention.ts';
import {useChangesUnderWay} from '../../hooks/use-changes.ts';
import {type ExecutionDescription, useExecution} from '../../hooks/use-execution.ts';
import {type Executions, useExecutions} from '../../hooks/use-executions.ts';
import {useExplanation} from '../../hooks/use-explanation.ts';
import {useJobControl} from '../../hooks/use-job-control.ts';
import {useLogin} from '../../hooks/use-login.ts';
import {useNotices} from '../../hooks/use-notices.ts';
import {useNotifications} from '../../hooks/use-notifications.ts';
import {type Sessions, useSessions} from '../../hooks/use-sessions.ts';
import {useSettled} from '../../hooks/use-settled.ts';
import {useSpending} from '../../hooks/use-spending.ts';
import {useWorkers} from '../../hooks/use-workers.ts';
import {type Execution, isSameTry, withLatest} from '../../model/execution.ts';
import {countAlive, type ListedSession, toLastSession} from '../../model/listed-session.ts';
import {rerunObstacle} from '../../model/rerun-plan.ts';
import type {SpendingWarning} from '../../model/spending.ts';
import type {WorkerTarget} from '../../model/session.ts';
import {type ShownAttention, useAttentionView} from '../attention/attention-view.ts';
import {type CopyAction, toCopyValue} from '../copy/copy-values.ts';
import {toViewIndex} from '../executions/executions-keys.ts';
import type {ExecutionsCommand} from '../executions/executions-screen.tsx';
import type {ViewAction} from '../executions/executions-view.ts';
import {type ExecutionList, findSelected, useExecutionList} from '../executions/use-execution-list.ts';
import {type AttachTarget, type ScreenStack, toAttachTarget, useScreenStack} from '../screen-stack.ts';
import {openInBrowser} from './open-in-browser.ts';
import {takeBack} from './take-back.ts';
import {type Attach, useAttach} from './use-attach.ts';
import {type ListBarControl, useListBar} from './use-list-bar.ts';
import {type ListChoice, useListChoice} from './use-list-choice.ts';
import {type MarksControl, useMarks} from './use-marks.ts';
import {type SessionCursor, useSessionCursor} from './use-session-cursor.ts';
import {type Started, useStarted} from './use-started.ts';
import {toWaitNotice} from './wait-notice.ts';

/** How long the cursor rests on a row before the row is described. */
const SETTLE_MS = 150;

/** Everything that the dashboard knows and can do, whichever screen is shown. */
export interface DashboardState
  extends
    Pick<ScreenStack, 'screen' | 'screens' | 'open' | 'remember' | 'back' | 'goHome'>,
    MarksControl,
    Started,
    ListBarControl {
  /** What is known of all executions, and of how it came. */
  readonly list: Executions;
  /** Which executions are in the list, and how to choose others. */
  readonly choice: ListChoice;
  /** The list as it is shown, and what changes that. */
  readonly shown: ExecutionList;
  readonly changeView: (action: ViewAction) => void;
  /** What needs attention, as it is shown. */
  readonly attention: ShownAttention;
  /** The spending limits that are near or reached. */
  readonly spending: readonly SpendingWarning[];
  /** What the cursor rests on, described. */
  readonly described: ExecutionDescription;
  readonly explanation: ReturnType<typeof useExplanation>;
  readonly workers: ReturnType<typeof useWorkers>;
  /** Which machine of a cluster is selected. */
  readonly workerNumber: number;
  readonly selectWorker: (number: number) => void;
  readonly attach: Attach;
  /** What to attach to once there is a key. */
  readonly retry: AttachTarget | undefined;
  /** The session to offer, or to tell that it is gone. */
  readonly lastSession: ListedSession | undefined;
  /** Every session that is remembered. */
  readonly sessions: Sessions;
  readonly sessionCursor: SessionCursor;
  /** How many sessions there are to go back to. */
  readonly sessionCount: number;
  readonly notice: Notice | undefined;
  readonly setNotice: (notice: Notice | undefined) => void;
  /** What happened to executions lately. */
  readonly notifications: readonly string[];
  readonly marked: readonly Execution[];
  readonly changes: ReturnType<typeof useChangesUnderWay>;
  /** What is about to be copied from. */
  readonly copied: Execution | undefined;
  readonly endCopy: (action: CopyAction | undefined) => void;
  /** The newest of a listed execution, with its details where it is the one that was described. */
  readonly toDetail: (listed: Execution) => Execution;
  readonly openHelp: () => void;
  readonly openSessions: () => void;
  readonly openChecks: (about: AttachTarget | undefined) => void;
  readonly run: (command: ExecutionsCommand, selected: Execution | undefined) => void;
  readonly exit: () => void;
}

/** The state of the dashboard. */
export const useDashboard = (): DashboardState => {
  const services = useServices();
  const {exit} = useApp();
  const {screen, screens, open, show, remember, back, goHome} = useScreenStack();
  const [notice, setNotice] = useState<Notice | undefined>(undefined);
  const [copied, setCopied] = useState<Execution | undefined>(undefined);
  const {notices: notifications, clear: clearNotifications} = useNotices();
  const [workerNumber, selectWorker] = useState(0);
  const changes = useChangesUnderWay();
  const {marks, setMarks, takeMarks} = useMarks(changes.changes);
  const sessionCursor = useSessionCursor();
  const {select: selectSession} = sessionCursor;
  const showSessions = useCallback(
    (target: WorkerTarget | undefined) => {
      selectSession(target);
      show({name: 'sessions'});
    },
    [selectSession, show],
  );
  const attach = useAttach(setNotice, showSessions);
  const {control, refused, visits} = attach;
  // While a session has the terminal nothing is drawn, so nothing is asked and nothing ticks.
  const isAway = control.attachment?.phase === 'attached';
  const list = useExecutions(isAway);
  useNotifications(list, isAway);
  useLogin(list.error, isAway);
  const spending = useSpending(list, isAway);
  const sessions = useSessions(list, visits, {isShown: screen.name === 'sessions', isPaused: isAway});
  // A stored list is no word of the platform's.
  const lastSession = list.isStored ? undefined : toLastSession(sessions.sessions);
  const sessionCount = countAlive(sessions.sessions);
  const {changeView, ...shown} = useExecutionList(list);
  const sayUnfiltered = useCallback(() => {
    setNotice({text: 'The filter hid it, and was taken off.', isError: false});
  }, []);
  const started = useStarted(list, shown, changeView, sayUnfiltered);
  const choice = useListChoice(list, findSelected(shown)?.execution, setNotice);
  const listBar = useListBar({choice, shown, changeView, goHome, onNotice: setNotice});
  const attention = useAttentionView(useAttention(list, isAway, sessions.records));
  const selected =
    screen.name === 'execution' || screen.name === 'workers'
      ? screen.execution
      : findSelected(shown)?.execution;
  const settledId = useSettled(selected?.id, SETTLE_MS);
  const described = useExecution(settledId, isAway);
  const {refresh: refreshList} = list;
  const {refresh: refreshDescribed} = described;
  const refresh = useCallback(() => {
    refreshList();
    refreshDescribed();
  }, [refreshList, refreshDescribed]);
  const explanation = useExplanation(screen.name === 'why' ? screen.execution.id : undefined, isAway);
  const cluster = screen.name === 'workers' ? described.execution : undefined;
  const workers = useWorkers(
    cluster?.class === 'job' && cluster.id === settledId ? cluster : undefined,
    sessions.records,
    isAway,
  );
  useJobControl();
  useEffect(() => {
    if (visits > 0) refresh();
  }, [visits, refresh]);

  // What was refused is what the next key is about, while the notice that says so is up.
  const offered = notice !== undefined && refused?.notice === notice ? refused : undefined;
  const retry = offered?.needsKey === true ? offered : undefined;
  const openChecks = (about: AttachTarget | undefined) => {
    attach.forgetRefused();
    open({name: 'checks', about});
  };
  const toDetail = (listed: Execution): Execution =>
    described.execution && isSameTry(described.execution, listed)
      ? withLatest(described.execution, listed)
      : listed;
  const marked = [...marks.ids].flatMap((id) => list.tree.find(id)?.execution ?? []);
  const endCopy = (action: CopyAction | undefined) => {
    setCopied(undefined);
    const value = action && copied && toCopyValue(action, copied, services.website);
    if (value?.kind === 'missing') setNotice({text: `Nothing copied: ${value.reason}.`, isError: true});
    if (value?.kind !== 'text') return;
    services.copy(value.text);
    setNotice({text: `Copied, if your terminal lets programs do that: ${value.text}`, isError: false});
  };
  const showNumbered = (index: number) => {
    const view = listBar.views[index];
    if (view) listBar.showView(view);
    else
      setNotice({
        text: `Not done: there is no view ${String(index + 1)}. v saves one, and shows those there are.`,
        isError: true,
      });
  };
  const run = (command: ExecutionsCommand, selected: Execution | undefined) => {
    const viewIndex = toViewIndex(command);
    setNotice(undefined);
    clearNotifications();
    if (command === 'quit') exit();
    else if (command === 'refresh') {
      refresh();
      setNotice(toWaitNotice(services.platform.gate.getState(), services.now()));
    } else if (command === 'checks')
      openChecks(offered ?? (selected?.class === 'job' ? toAttachTarget(selected) : undefined));
    else if (command === 'scope' || command === 'history' || command === 'views') listBar.openBar(command);
    else if (viewIndex !== undefined) showNumbered(viewIndex);
    else if (command === 'attention') open({name: 'attention'});
    else if (command === 'setup') open({name: 'setup', retry});
    else if (command === 'closeFirewall') {
      const {closable} = attach;
      const isOffered = closable !== undefined && closable.notice === notice;
      const job = isOffered ? closable : selected?.class === 'job' ? selected : undefined;
      if (job) void takeBack(job, services.closeFirewall, setNotice);
    } else if (!selected) setNotice({text: 'Not done: nothing was selected.', isError: true});
    else if (command === 'copy') setCopied(toDetail(selected));
    else if (command === 'openUrl') void openInBrowser(toDetail(selected), services, setNotice);
    else if (command === 'runAgain') {
      const obstacle = rerunObstacle(selected);
      if (obstacle === undefined) open({name: 'launch', execution: selected});
      else setNotice({text: `Not done: ${obstacle}.`, isError: true});
    } else if (command === 'terminate' || command === 'tags')
      open({
        name: 'change',
        kind: command === 'tags' ? 'metadata' : command,
        // On a screen about one execution, marks cannot be seen.
        executions: screen.name === 'executions' && marked.length > 0 ? marked : [toDetail(selected)],
      });
    else if (command === 'describe') open({name: 'execution', execution: selected});
    else if (command === 'why') open({name: 'why', execution: selected});
    else if (command === 'jobLog') open({name: 'log', execution: selected});
    else if (command === 'metrics' && selected.class === 'job')
      open({name: 'execution', execution: selected, tab: 'metrics'});
    else if (command === 'workers' && selected.class === 'job') {
      selectWorker(0);
      open({name: 'workers', execution: selected});
    } else if (selected.class === 'analysis') {
      setNotice({text: 'An analysis has no worker: pick one of its jobs.', isError: true});
    } else attach.attachTo(selected);
  };
  const openHelp = () => {
    if (screen.name !== 'help') open({name: 'help', from: screen.name});
  };
  const openSessions = () => {
    setNotice(undefined);
    if (screen.name === 'sessions') return;
    sessions.reload();
    showSessions(lastSession?.record);
  };
  return {
    screen,
    screens,
    open,
    remember,
    back,
    goHome,
    list,
    choice,
    ...listBar,
    shown,
    changeView,
    attention,
    spending,
    described,
    explanation,
    workers,
    workerNumber,
    selectWorker,
    attach,
    retry,
    lastSession,
    sessions,
    sessionCursor,
    sessionCount,
    notice,
    setNotice,
    notifications,
    marks,
    setMarks,
    takeMarks,
    marked,
    changes,
    copied,
    endCopy,
    toDetail,
    ...started,
    openHelp,
    openSessions,
    openChecks,
    run,
    exit,
  };
};
