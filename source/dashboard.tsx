import {useApp, useWindowSize} from 'ink';
import {useCallback, useEffect, useState} from 'react';
import {useTheme} from './components/theme.ts';
import {isTooSmall, TooSmall} from './components/too-small.tsx';
import {cut} from './format/fit.ts';
import {formatHeader} from './format/header.ts';
import {type Notice, toNoticeLines} from './format/notice-lines.ts';
import {formatOutcome} from './format/outcome.ts';
import {formatSetupResult} from './format/ssh-key.ts';
import {formatAge} from './format/time.ts';
import {useServices} from './hooks/services.ts';
import {type AttachmentSnapshot, useAttachment} from './hooks/use-attachment.ts';
import {useChangesUnderWay} from './hooks/use-changes.ts';
import {useExecution} from './hooks/use-execution.ts';
import {useExecutions} from './hooks/use-executions.ts';
import {useExplanation} from './hooks/use-explanation.ts';
import {useJobControl} from './hooks/use-job-control.ts';
import {useLastSession} from './hooks/use-last-session.ts';
import {useNotifications} from './hooks/use-notifications.ts';
import {useNotices} from './hooks/use-notices.ts';
import {useNow} from './hooks/use-now.ts';
import {useSettled} from './hooks/use-settled.ts';
import {useWorkers} from './hooks/use-workers.ts';
import {toSentence} from './model/errors.ts';
import {type Execution, isSameTry, withLatest} from './model/execution.ts';
import type {JobId} from './model/ids.ts';
import {clean, type SafeText} from './model/safe-text.ts';
import {ChangeLogScreen} from './screens/change/change-log-screen.tsx';
import {ChecksScreen} from './screens/checks/checks-screen.tsx';
import {CopyBar} from './screens/copy/copy-bar.tsx';
import {type CopyAction, toCopyValue} from './screens/copy/copy-values.ts';
import {NO_MARKS} from './screens/executions/marks.ts';
import {countExecutions, formatChangeUnderWay} from './screens/change/change-lines.ts';
import {ChangeScreen} from './screens/change/change-screen.tsx';
import {toSessionName} from './model/session.ts';
import {ConnectScreen} from './screens/connect/connect-screen.tsx';
import {ExecutionScreen} from './screens/execution/execution-screen.tsx';
import {type ExecutionsCommand, ExecutionsScreen} from './screens/executions/executions-screen.tsx';
import {findSelected, useExecutionList} from './screens/executions/use-execution-list.ts';
import {toGlobalCommand} from './screens/palette/commands.ts';
import {type ScreenArea, ScreenFrame} from './screens/frame/screen-frame.tsx';
import {LogScreen} from './screens/log/log-screen.tsx';
import {HelpScreen} from './screens/help/help-screen.tsx';
import {
  type AttachTarget,
  type RefusedAttach,
  toAttachTarget,
  toCrumb,
  useScreenStack,
} from './screens/screen-stack.ts';
import {SetupScreen} from './screens/setup/setup-screen.tsx';
import {StatusScreen} from './screens/status/status-screen.tsx';
import {WhyScreen} from './screens/why/why-screen.tsx';
import {WorkersScreen} from './screens/workers/workers-screen.tsx';

const NO_KEY = 'Your account has no SSH key now.';
/** How long the cursor rests on a row before the row is described. */
const SETTLE_MS = 150;

/** The dashboard: the list, and the screens that are opened on top of it. */
export const Dashboard = () => {
  const services = useServices();
  const {palette, isAscii} = useTheme();
  const {exit} = useApp();
  const {columns, rows} = useWindowSize();
  const {screen, screens, open, back} = useScreenStack();
  const [notice, setNotice] = useState<Notice | undefined>(undefined);
  const [marks, setMarks] = useState(NO_MARKS);
  const [copied, setCopied] = useState<Execution | undefined>(undefined);
  const {notices, clear: clearNotices} = useNotices();
  const [visits, setVisits] = useState(0);
  const [workerNumber, setWorkerNumber] = useState(0);
  const [refused, setRefused] = useState<RefusedAttach | undefined>(undefined);
  const handleOver = useCallback(({jobId, workerNumber, jobName, outcome}: AttachmentSnapshot) => {
    if (outcome) {
      const {text, isError} = formatOutcome(jobName, outcome);
      const needsKey = outcome.kind === 'refused' && outcome.needsKey === true;
      const about = outcome.kind === 'refused' ? {target: {jobId, workerNumber}, jobName} : undefined;
      const help = needsKey ? 'K does it here, and tries again. ' : '';
      setNotice({text, isError, keys: about && `${help}i looks at everything.`});
      setRefused(about && {...about, needsKey});
    }
    setVisits((count) => count + 1);
  }, []);
  const refuse = useCallback((reason: string) => {
    setNotice({text: `Not done: ${reason}.`, isError: true});
  }, []);
  const {changes, undoAll} = useChangesUnderWay();
  const control = useAttachment(handleOver);
  const {attachment} = control;
  // While a session has the terminal nothing is drawn, so nothing is asked and nothing ticks.
  const isAway = attachment?.phase === 'attached';
  const nowMs = useNow(isAway);
  const list = useExecutions(isAway);
  const {refresh} = list;
  useNotifications(list.tree, list.version);
  const lastSession = useLastSession(visits, isAway);
  const {changeView, ...shown} = useExecutionList(list);
  const selected =
    screen.name === 'execution' || screen.name === 'workers'
      ? screen.execution
      : findSelected(shown)?.execution;
  const settledId = useSettled(selected?.id, SETTLE_MS);
  const described = useExecution(settledId, isAway);
  const explanation = useExplanation(screen.name === 'why' ? screen.execution.id : undefined, isAway);
  const cluster = screen.name === 'workers' ? described.execution : undefined;
  const {workers, probe} = useWorkers(
    cluster?.class === 'job' && cluster.id === settledId ? cluster : undefined,
    isAway,
  );
  useJobControl();
  useEffect(() => {
    if (visits > 0) refresh();
  }, [visits, refresh]);

  // What was refused is what the next key is about.
  const retry = refused?.needsKey === true ? refused : undefined;
  const openChecks = (about: AttachTarget | undefined) => {
    setRefused(undefined);
    open({name: 'checks', about});
  };
  const toDetail = (listed: Execution): Execution =>
    described.execution && isSameTry(described.execution, listed)
      ? withLatest(described.execution, listed)
      : listed;
  const attachTo = (
    execution: {readonly id: JobId; readonly name?: SafeText | undefined},
    workerNumber = 0,
  ) => {
    setNotice(undefined);
    const jobName = toSessionName(execution.name ?? clean(execution.id), workerNumber);
    control.attach({jobId: execution.id, workerNumber}, jobName);
  };
  const marked = [...marks.ids].flatMap((id) => list.tree.find(id)?.execution ?? []);
  const handleCopy = (action: CopyAction) => {
    setCopied(undefined);
    const value = copied && toCopyValue(action, copied);
    if (value?.kind === 'missing') setNotice({text: `Nothing copied: ${value.reason}.`, isError: true});
    if (value?.kind !== 'text') return;
    services.copy(value.text);
    setNotice({text: `Copied, if your terminal lets programs do that: ${value.text}`, isError: false});
  };
  const handleCommand = (command: ExecutionsCommand, selected: Execution | undefined) => {
    setNotice(undefined);
    clearNotices();
    if (command === 'quit') exit();
    else if (command === 'refresh') refresh();
    else if (command === 'checks')
      openChecks((notice && refused) ?? (selected?.class === 'job' ? toAttachTarget(selected) : undefined));
    else if (command === 'setup') open({name: 'setup', retry});
    else if (command === 'resume') {
      if (lastSession) control.attach(lastSession, lastSession.jobName);
      else setNotice({text: 'There is no session to pick up.', isError: false});
    } else if (!selected) return;
    else if (command === 'copy') setCopied(toDetail(selected));
    else if (command === 'terminate' || command === 'tags')
      open({
        name: 'change',
        kind: command === 'tags' ? 'metadata' : command,
        executions: marked.length > 0 ? marked : [toDetail(selected)],
      });
    else if (command === 'describe') open({name: 'execution', execution: selected});
    else if (command === 'why') open({name: 'why', execution: selected});
    else if (command === 'jobLog') open({name: 'log', execution: selected});
    else if (command === 'workers' && selected.class === 'job') {
      setWorkerNumber(0);
      open({name: 'workers', execution: selected});
    } else if (selected.class === 'analysis') {
      setNotice({text: 'An analysis has no worker: pick one of its jobs.', isError: true});
    } else attachTo(selected);
  };

  const savedViews = [...services.settings.views.values()];
  const openHelp = () => {
    if (screen.name !== 'help') open({name: 'help', from: screen.name});
  };
  const commands = [
    toGlobalCommand('status', 'call budget, and health of the API', () => {
      if (screen.name !== 'status') open({name: 'status'});
    }),
    // In the list it is one of the keys, and by them in the palette.
    ...(screen.name === 'executions' || screen.name === 'setup'
      ? []
      : [
          toGlobalCommand('setup', 'set up the SSH key', () => {
            open({name: 'setup', retry});
          }),
        ]),
    toGlobalCommand('log', 'all that dxtop has changed', () => {
      if (screen.name !== 'changes') open({name: 'changes'});
    }),
    {
      ...toGlobalCommand('undo', 'take back changes that are not sent yet', undoAll),
      obstacle: changes.some(({phase}) => phase === 'waiting') ? undefined : 'nothing waits to be sent',
    },
    ...(screen.name === 'executions' || screen.name === 'checks'
      ? []
      : [
          toGlobalCommand('checks', 'look at everything between you and the platform', () => {
            openChecks(
              screen.name === 'execution' && screen.execution.class === 'job'
                ? toAttachTarget(screen.execution)
                : undefined,
            );
          }),
        ]),
    toGlobalCommand('help', 'every key of every screen', openHelp),
    toGlobalCommand('exit', 'end dxtop; what runs on workers goes on', exit),
  ];

  if (isTooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  if (attachment) {
    return (
      <ConnectScreen
        attachment={attachment}
        control={control}
        columns={columns}
        rows={rows}
        nowMs={nowMs}
        isActive
        onChecks={() => {
          const {jobId, workerNumber, jobName} = attachment;
          control.cancel();
          openChecks({target: {jobId, workerNumber}, jobName});
        }}
      />
    );
  }

  const toScreen = (area: ScreenArea) => {
    if (screen.name === 'help') {
      const {keys, ssh} = services.settings;
      return (
        <HelpScreen
          {...area}
          keymap={keys}
          escapeCharacter={ssh.escapeCharacter}
          from={screen.from}
          onClose={back}
        />
      );
    }

    if (screen.name === 'setup') {
      const {retry} = screen;
      return (
        <SetupScreen
          {...area}
          onClose={(result) => {
            back();
            if (result === undefined) return;
            if (result !== 'revoked' && retry) {
              setRefused(undefined);
              control.attach(retry.target, retry.jobName);
            } else
              setNotice({
                text: result === 'revoked' ? NO_KEY : formatSetupResult(result).join(' '),
                isError: false,
              });
          }}
        />
      );
    }

    if (screen.name === 'checks') {
      const {about} = screen;
      return (
        <ChecksScreen
          {...area}
          target={about?.target}
          jobName={about?.jobName}
          onAttach={() => {
            if (!about) return;
            back();
            control.attach(about.target, about.jobName);
          }}
          onSetup={() => {
            open({name: 'setup', retry: about});
          }}
          onBack={back}
        />
      );
    }

    if (screen.name === 'change') {
      const {kind, executions} = screen;
      return <ChangeScreen {...area} kind={kind} executions={executions} nowMs={nowMs} onClose={back} />;
    }

    if (screen.name === 'changes') {
      const findName = (id: string) => list.tree.find(id)?.execution.name;
      return <ChangeLogScreen {...area} findName={findName} onClose={back} />;
    }

    if (screen.name === 'status') {
      const facts = {count: list.tree.count, fetchedAtMs: list.fetchedAtMs};
      return <StatusScreen {...area} list={facts} nowMs={nowMs} onClose={back} />;
    }

    if (screen.name === 'why') {
      return (
        <WhyScreen
          {...area}
          execution={screen.execution}
          state={explanation}
          onOpen={(execution) => {
            open({name: 'execution', execution});
          }}
          onLog={(execution) => {
            open({name: 'log', execution});
          }}
          onBack={back}
        />
      );
    }

    if (screen.name === 'workers') {
      const {execution} = screen;
      return (
        <WorkersScreen
          {...area}
          execution={toDetail(list.tree.find(execution.id)?.execution ?? execution)}
          workers={workers}
          selectedNumber={workerNumber}
          onSelect={setWorkerNumber}
          nowMs={nowMs}
          onAttach={(number) => {
            if (execution.class === 'job') attachTo(execution, number);
          }}
          onRefresh={probe}
          onBack={back}
        />
      );
    }

    if (screen.name === 'log') {
      return (
        <LogScreen
          {...area}
          execution={list.tree.find(screen.execution.id)?.execution ?? screen.execution}
          findName={(id) => list.tree.find(id)?.execution.name}
          nowMs={nowMs}
          onBack={back}
        />
      );
    }

    if (screen.name === 'execution') {
      const listed = list.tree.find(screen.execution.id)?.execution ?? screen.execution;
      return (
        <ExecutionScreen
          execution={toDetail(listed)}
          isDescribed={described.execution !== undefined && isSameTry(described.execution, listed)}
          note={described.error === undefined ? '' : toSentence(described.error)}
          {...area}
          nowMs={nowMs}
          onBack={back}
          onAttach={() => {
            handleCommand('attach', listed);
          }}
        />
      );
    }

    const trouble = list.error === undefined ? undefined : formatTrouble(list.error, list.nextTryMs, nowMs);
    const facts = {source: services.source, fetchedAtMs: list.fetchedAtMs, nowMs, trouble, spend: list.spend};
    const header = [
      ...(lastSession
        ? [
            palette.colour(
              'cyan',
              cut(
                `Last session: ${lastSession.jobName}, ${formatAge(nowMs - lastSession.lastSeenMs)} ago. S picks it up.`,
                columns,
              ),
            ),
          ]
        : []),
      formatHeader(list.tree.states, facts, {columns, palette, isAscii}),
      ...(trouble === undefined
        ? []
        : toNoticeLines({text: trouble}, columns).map((line) => palette.colour('yellow', line))),
      ...(notice ? toNoticeLines(notice, columns) : []).map((line) =>
        palette.colour(notice?.isError ? 'red' : 'cyan', line),
      ),
      ...(marked.length > 0
        ? [
            palette.colour(
              'cyan',
              cut(`${countExecutions(marked.length)} marked. X, T act on them, u unmarks.`, columns),
            ),
          ]
        : []),
      ...changes.map((run) => palette.colour('yellow', cut(formatChangeUnderWay(run, nowMs), columns))),
      ...notices.flatMap((text) =>
        toNoticeLines({text}, columns).map((line) => palette.colour('yellow', line)),
      ),
    ].slice(0, Math.max(2, Math.floor(rows / 2) - 1));
    return (
      <ExecutionsScreen
        savedViews={savedViews}
        list={shown}
        detail={toDetail}
        emptyText={toEmptyText(list.fetchedAtMs, trouble)}
        header={header}
        {...area}
        nowMs={nowMs}
        marks={marks}
        onMarks={setMarks}
        onView={changeView}
        onCommand={handleCommand}
      />
    );
  };

  return (
    <ScreenFrame
      crumbs={screens.map(toCrumb)}
      keymap={services.settings.keys}
      commands={commands}
      columns={columns}
      rows={rows}
      isReadOnly={services.settings.platform.readOnly}
      onRefused={refuse}
      onHelp={openHelp}
      bar={
        copied && (
          <CopyBar
            execution={copied}
            columns={columns}
            onCopy={handleCopy}
            onClose={() => setCopied(undefined)}
          />
        )
      }
    >
      {toScreen}
    </ScreenFrame>
  );
};

const formatTrouble = (error: unknown, nextTryMs: number | undefined, nowMs: number): string => {
  if (nextTryMs === undefined) return toSentence(error);
  return `${toSentence(error)} Next try in ${String(Math.max(0, Math.ceil((nextTryMs - nowMs) / 1000)))} s.`;
};

const toEmptyText = (fetchedAtMs: number | undefined, trouble: string | undefined): string => {
  if (fetchedAtMs !== undefined) return 'You have no executions from the last days. Start one with `dx run`.';
  return trouble === undefined ? 'Asking the platform for your executions' : 'Nothing could be loaded yet.';
};
