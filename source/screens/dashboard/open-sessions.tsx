import {useServices} from '../../hooks/services.ts';
import {usePeek} from '../../hooks/use-peek.ts';
import {toSentence} from '../../model/errors.ts';
import type {ScreenArea} from '../frame/screen-frame.tsx';
import {SessionsScreen} from '../sessions/sessions-screen.tsx';
import type {DashboardState} from './use-dashboard.ts';

/** The sessions, with what came of the last attach above them, or why their jobs are not known. */
export const OpenSessions = ({
  area,
  nowMs,
  dashboard,
}: {
  area: ScreenArea;
  nowMs: number;
  dashboard: DashboardState;
}) => {
  const {settings} = useServices();
  const peek = usePeek();
  const {sessions, sessionCursor, attach, notice, setNotice, open, back} = dashboard;
  const trouble =
    sessions.error === undefined ? undefined : {text: toSentence(sessions.error), isError: true};
  return (
    <SessionsScreen
      {...area}
      sessions={sessions.sessions}
      list={sessionCursor.list}
      peek={peek}
      escapeCharacter={settings.ssh.escapeCharacter}
      notice={notice ?? trouble}
      nowMs={nowMs}
      onMove={sessionCursor.move}
      onAttach={(record) => {
        setNotice(undefined);
        attach.attachAgain({target: record, jobName: record.jobName});
      }}
      onPeek={peek.look}
      onDescribe={(execution) => {
        open({name: 'execution', execution});
      }}
      onForget={(record) => {
        sessions.forget(record);
        setNotice({text: `Forgotten: the session on ${record.jobName}.`, isError: false});
      }}
      onRefresh={() => {
        setNotice(undefined);
        sessions.reload();
      }}
      onBack={back}
    />
  );
};
