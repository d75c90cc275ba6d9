import {useWindowSize} from 'ink';
import {useCallback} from 'react';
import {useTheme} from './components/theme.ts';
import {TooSmall} from './components/too-small.tsx';
import {isTooSmall} from './format/too-small.ts';
import {useServices} from './hooks/services.ts';
import {useMouse} from './hooks/use-mouse.ts';
import {ConnectScreen} from './screens/connect/connect-screen.tsx';
import {CopyBar} from './screens/copy/copy-bar.tsx';
import {toGlobalCommands} from './screens/dashboard/global-commands.ts';
import {ListBar, toBarRows} from './screens/dashboard/list-bar.tsx';
import {ListScreen} from './screens/dashboard/list-screen.tsx';
import {OpenScreen} from './screens/dashboard/open-screen.tsx';
import {useDashboard} from './screens/dashboard/use-dashboard.ts';
import {ScreenFrame} from './screens/frame/screen-frame.tsx';
import {Ticking} from './screens/frame/ticking.tsx';
import {toCrumb} from './screens/screen-stack.ts';

/** The dashboard: the list, and the screens that are opened on top of it. */
export const Dashboard = () => {
  const {settings} = useServices();
  const {columns, rows} = useWindowSize();
  const dashboard = useDashboard();
  const mouse = useMouse();
  const {palette} = useTheme();
  const {screen, attach, changes, copied, bar, setNotice} = dashboard;
  const {control} = attach;
  const {attachment} = control;
  const refuse = useCallback(
    (reason: string) => {
      setNotice({text: `Not done: ${reason}.`, isError: true});
    },
    [setNotice],
  );
  if (isTooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  if (attachment) {
    return (
      <Ticking isPaused={attachment.phase === 'attached'}>
        {(nowMs) => (
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
              dashboard.openChecks({target: {jobId, workerNumber}, jobName});
            }}
          />
        )}
      </Ticking>
    );
  }

  return (
    <ScreenFrame
      crumbs={dashboard.screens.map(toCrumb)}
      commands={toGlobalCommands({
        ...dashboard,
        hasWaitingChanges: changes.changes.some(({phase}) => phase === 'waiting'),
        undoAll: changes.undoAll,
        mouse,
      })}
      columns={columns}
      rows={rows}
      isReadOnly={settings.platform.readOnly}
      onRefused={refuse}
      onHelp={dashboard.openHelp}
      onSessions={dashboard.openSessions}
      bar={
        copied ? (
          <CopyBar
            execution={copied}
            columns={columns}
            onCopy={dashboard.endCopy}
            onClose={() => {
              dashboard.endCopy(undefined);
            }}
          />
        ) : (
          bar && <ListBar content={bar} columns={columns} onClose={dashboard.closeBar} />
        )
      }
      barRows={copied || !bar ? 1 : toBarRows(bar, columns, palette)}
    >
      {(area) => (
        <Ticking>
          {(nowMs) =>
            screen.name === 'executions' ? (
              <ListScreen area={area} terminalRows={rows} nowMs={nowMs} dashboard={dashboard} />
            ) : (
              <OpenScreen screen={screen} area={area} nowMs={nowMs} dashboard={dashboard} />
            )
          }
        </Ticking>
      )}
    </ScreenFrame>
  );
};
