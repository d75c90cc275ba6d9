import {useApp, useWindowSize} from 'ink';
import {useCallback, useEffect, useMemo} from 'react';
import {SWRConfig, type SWRConfiguration} from 'swr';
import {ThemeProvider, type Theme} from './components/theme.ts';
import {TooSmall} from './components/too-small.tsx';
import {Dashboard} from './dashboard.tsx';
import {isTooSmall} from './format/too-small.ts';
import {createBoundedCache} from './hooks/bounded-cache.ts';
import {retryPolling} from './hooks/poll-delay.ts';
import {type Services, ServicesProvider} from './hooks/services.ts';
import {type AttachmentSnapshot, useAttachment} from './hooks/use-attachment.ts';
import {useJobControl} from './hooks/use-job-control.ts';
import {useNow} from './hooks/use-now.ts';
import {clean, type SafeText} from './model/safe-text.ts';
import type {SessionOutcome, WorkerTarget} from './model/session.ts';
import type {KeySetupResult} from './model/ssh-key.ts';
import {ConnectScreen} from './screens/connect/connect-screen.tsx';
import {MouseFrame} from './screens/frame/mouse-frame.tsx';
import {KEY_TABLES} from './screens/key-tables.ts';
import {findKeyProblems} from './screens/keymap.ts';
import {SetupScreen} from './screens/setup/setup-screen.tsx';
import {KeymapProvider} from './screens/use-actions.ts';

/** What the program ends with: what came of the attach or the set-up that it was started for, or nothing. */
export type AppResult = AttachResult | {readonly setup: KeySetupResult | 'revoked'};

/** The outcome of the attach that it was started for. */
export interface AttachResult {
  readonly jobName: SafeText;
  readonly outcome: SessionOutcome;
}

/** What to do at the start instead of showing the list, and to end with. */
export interface InitialAttach {
  readonly target: WorkerTarget;
  readonly jobName: SafeText;
}

/** Whoever goes through 10,000 executions has each described; a frame needs no more than ten. */
const CACHE_LIMIT = 50;

/** The one place where SWR is set up. In Node focus and network events never fire, and an error must not end polling. */
const toSwrConfiguration = (): SWRConfiguration => ({
  provider: () => createBoundedCache(CACHE_LIMIT),
  revalidateOnFocus: false,
  revalidateOnReconnect: false,
  dedupingInterval: 500,
  shouldRetryOnError: true,
  onErrorRetry: retryPolling,
});

/** The whole dashboard. With `initialAttach` it begins with that attach and ends with it. */
export const App = ({
  services,
  theme,
  initialAttach,
  isSetup = false,
}: {
  services: Services;
  theme: Theme;
  initialAttach?: InitialAttach | undefined;
  /** Whether to set up the SSH key instead, and end with that. */
  isSetup?: boolean | undefined;
}) => {
  const configuration = useMemo(toSwrConfiguration, []);
  useEffect(() => {
    for (const problem of findKeyProblems(KEY_TABLES, services.settings.keys))
      services.notices.post(clean(problem));
  }, [services]);
  return (
    <SWRConfig value={configuration}>
      <ServicesProvider value={services}>
        <ThemeProvider value={theme}>
          <KeymapProvider value={services.settings.keys}>
            <MouseFrame>
              {isSetup ? (
                <SetupOnly />
              ) : initialAttach ? (
                <AttachOnly initialAttach={initialAttach} />
              ) : (
                <Dashboard />
              )}
            </MouseFrame>
          </KeymapProvider>
        </ThemeProvider>
      </ServicesProvider>
    </SWRConfig>
  );
};

/** The SSH key wizard without a dashboard around it. */
const SetupOnly = () => {
  const {exit} = useApp();
  const {columns, rows} = useWindowSize();
  useJobControl();
  if (isTooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  return (
    <SetupScreen
      columns={columns}
      rows={rows}
      isActive
      onClose={(setup) => {
        exit(setup && ({setup} satisfies AppResult));
      }}
    />
  );
};

/** One attach without a dashboard around it. */
const AttachOnly = ({initialAttach}: {initialAttach: InitialAttach}) => {
  const {exit} = useApp();
  const {columns, rows} = useWindowSize();
  const handleOver = useCallback(
    ({jobName, outcome}: AttachmentSnapshot) => {
      exit(outcome && ({jobName, outcome} satisfies AttachResult));
    },
    [exit],
  );
  const control = useAttachment(handleOver);
  const {attach, attachment} = control;
  const isAttached = attachment?.phase === 'attached';
  const nowMs = useNow(isAttached);
  useJobControl();
  useEffect(() => {
    attach(initialAttach.target, initialAttach.jobName);
  }, [attach, initialAttach]);
  if (!attachment) return null;
  if (isTooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
  return (
    <ConnectScreen
      attachment={attachment}
      control={control}
      columns={columns}
      rows={rows}
      nowMs={nowMs}
      isActive
      homeLabel="leave"
    />
  );
};
