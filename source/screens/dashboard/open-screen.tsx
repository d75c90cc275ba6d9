import {formatSetupResult} from '../../format/ssh-key.ts';
import {useServices} from '../../hooks/services.ts';
import type {Execution} from '../../model/execution.ts';
import {ChangeLogScreen} from '../change/change-log-screen.tsx';
import {ChangeScreen} from '../change/change-screen.tsx';
import {ChecksScreen} from '../checks/checks-screen.tsx';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {HelpScreen} from '../help/help-screen.tsx';
import {LaunchScreen} from '../launch/launch-screen.tsx';
import {LogScreen} from '../log/log-screen.tsx';
import type {Screen} from '../screen-stack.ts';
import {SetupScreen} from '../setup/setup-screen.tsx';
import {StatusScreen} from '../status/status-screen.tsx';
import {WhyScreen} from '../why/why-screen.tsx';
import {WorkersScreen} from '../workers/workers-screen.tsx';
import {AttentionList} from './attention-list.tsx';
import {OpenExecution} from './open-execution.tsx';
import {OpenSessions} from './open-sessions.tsx';
import type {DashboardState} from './use-dashboard.ts';

const NO_KEY = 'Your account has no SSH key now.';

/** The screen that was opened on top of the list. */
export const OpenScreen = ({
  screen,
  area,
  nowMs,
  dashboard,
}: {
  screen: Exclude<Screen, {name: 'executions'}>;
  area: ScreenArea;
  nowMs: number;
  dashboard: DashboardState;
}) => {
  const {keys, ssh} = useServices().settings;
  const {list, open, back, attach, toDetail} = dashboard;
  const toListed = (execution: Execution): Execution => list.tree.find(execution.id)?.execution ?? execution;
  const findName = (id: string) => list.tree.find(id)?.execution.name;
  switch (screen.name) {
    case 'help':
      return (
        <HelpScreen
          {...area}
          keymap={keys}
          escapeCharacter={ssh.escapeCharacter}
          from={screen.from}
          onClose={back}
        />
      );
    case 'setup': {
      const {retry} = screen;
      return (
        <SetupScreen
          {...area}
          onClose={(result) => {
            back();
            if (result === undefined) return;
            if (result !== 'revoked' && retry) {
              attach.forgetRefused();
              attach.attachAgain(retry);
            } else
              dashboard.setNotice({
                text: result === 'revoked' ? NO_KEY : formatSetupResult(result).join(' '),
                isError: false,
              });
          }}
        />
      );
    }

    case 'checks': {
      const {about} = screen;
      return (
        <ChecksScreen
          {...area}
          target={about?.target}
          jobName={about?.jobName}
          onAttach={() => {
            if (!about) return;
            back();
            attach.attachAgain(about);
          }}
          onSetup={() => {
            open({name: 'setup', retry: about});
          }}
          onBack={back}
        />
      );
    }

    case 'change':
      return (
        <ChangeScreen
          {...area}
          kind={screen.kind}
          executions={screen.executions}
          nowMs={nowMs}
          onConfirmed={() => {
            dashboard.takeMarks(screen.executions);
          }}
          onClose={back}
        />
      );
    case 'launch':
      return (
        <LaunchScreen
          {...area}
          execution={screen.execution}
          memory={screen.memory}
          onMemory={(memory) => {
            dashboard.remember({...screen, memory});
          }}
          onStarted={dashboard.followStarted}
          onShow={(id) => {
            dashboard.goHome();
            dashboard.showStarted(id);
          }}
          onBack={back}
        />
      );
    case 'changes':
      return <ChangeLogScreen {...area} findName={findName} onClose={back} />;
    case 'attention':
      return <AttentionList area={area} nowMs={nowMs} dashboard={dashboard} />;
    case 'sessions':
      return <OpenSessions area={area} nowMs={nowMs} dashboard={dashboard} />;
    case 'status':
      return (
        <StatusScreen
          {...area}
          list={{count: list.tree.count, fetchedAtMs: list.fetchedAtMs}}
          nowMs={nowMs}
          onClose={back}
        />
      );
    case 'why':
      return (
        <WhyScreen
          {...area}
          execution={screen.execution}
          state={dashboard.explanation}
          note={dashboard.notice?.text ?? ''}
          onCommand={(command) => {
            dashboard.run(command, toListed(screen.execution));
          }}
          onOpen={(execution) => {
            open({name: 'execution', execution});
          }}
          onLog={(execution) => {
            open({name: 'log', execution});
          }}
          onBack={back}
        />
      );
    case 'workers': {
      const {execution} = screen;
      return (
        <WorkersScreen
          {...area}
          execution={toDetail(toListed(execution))}
          workers={dashboard.workers.workers}
          selectedNumber={dashboard.workerNumber}
          onSelect={dashboard.selectWorker}
          nowMs={nowMs}
          onAttach={(number) => {
            if (execution.class === 'job') attach.attachTo(execution, number);
          }}
          onRefresh={dashboard.workers.probe}
          onBack={back}
        />
      );
    }

    case 'log':
      return (
        <LogScreen
          {...area}
          execution={toListed(screen.execution)}
          findName={findName}
          nowMs={nowMs}
          onBack={back}
        />
      );
    case 'execution':
      return (
        <OpenExecution
          listed={toListed(screen.execution)}
          tab={screen.tab}
          area={area}
          nowMs={nowMs}
          dashboard={dashboard}
        />
      );
  }
};
