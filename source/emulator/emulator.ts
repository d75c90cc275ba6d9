import {createAccount, createToken} from './account.ts';
import type {EmulatorControl} from './control.ts';
import {createControl} from './create-control.ts';
import {createWorld} from './create-world.ts';
import {toWorkspace, type ExecutionRecord} from './execution-record.ts';
import {FaultQueue} from './faults.ts';
import {createLogSources} from './log-source.ts';
import {createLogStore} from './logs.ts';
import {RequestLog} from './request-log.ts';
import {endProgram} from './run/end-program.ts';
import {findScenario} from './scenarios/scenarios.ts';
import {createApiServer, type ApiServer} from './server.ts';
import type {PlatformState} from './state.ts';
import type {Timeline} from './timeline.ts';
import {WorkerPool} from './worker-pool.ts';
import {findTmux} from './workers/multiplexer.ts';
import {createSupervisor, type WorkerSupervisor} from './workers/supervisor.ts';

/** How to start an emulator; everything has a default. */
export interface EmulatorOptions {
  /** `demo` (default) or another of `scenarios`. */
  scenario?: string;
  /** 0, the default, takes any free port. The address is always 127.0.0.1. */
  port?: number;
  /** The platform's clock in milliseconds since the Unix epoch; the computer's when absent. */
  now?: () => number;
  /** How many times faster than real time jobs live from now on; their history stays real. */
  timeScale?: number;
  /** The size of `huge`, 100,000 when absent; how many more jobs `hostile` has, none when absent. */
  executions?: number;
  /** How long held jobs are kept, in milliseconds of job life; 48 hours when absent. */
  holdMs?: number;
  /** Whether runs take the output of equal jobs that are done; false when absent, as without its licence. */
  jobReuse?: boolean;
  /** Whether worker logins use tmux; when absent, if it is installed. */
  useTmux?: boolean;
  /** How long a connection to the API may take to show a token, 2 s when absent. A program that starts on a busy computer takes longer. */
  tokenDeadlineMs?: number;
}

/** A running emulator. */
export interface Emulator {
  readonly port: number;
  /** The variables that point a client at it: API and authentication server, token, project, configuration folder. */
  readonly environment: Readonly<Record<string, string>>;
  readonly control: EmulatorControl;
  /** Ends everything: sockets, processes, folders. Safe to call twice. */
  close(): Promise<void>;
}

/** Wakes the timeline when its next event is due, so that life goes on while nobody asks. */
const createTicker = (timeline: Timeline, advance: () => number, now: () => number) => {
  let timer: NodeJS.Timeout | undefined;
  let isAdvancing = false;
  const arm = () => {
    clearTimeout(timer);
    // At least now and then, because an injected clock may jump; never more often than every 20 ms.
    const waitMs = Math.min(Math.max(timeline.nextMs - now(), 20), 60_000);
    timer = setTimeout(tick, waitMs).unref();
  };
  const tick = () => {
    isAdvancing = true;
    advance();
    isAdvancing = false;
    arm();
  };
  timeline.onChange(() => {
    if (!isAdvancing) arm();
  });
  arm();
  return () => {
    clearTimeout(timer);
    timeline.onChange(undefined);
  };
};

const toSecurityContext = (token: string): string =>
  JSON.stringify({auth_token: token, auth_token_type: 'Bearer'});

const toEnvironment = (port: number, token: string): Record<string, string> => ({
  DX_APISERVER_HOST: '127.0.0.1',
  DX_APISERVER_PORT: String(port),
  DX_APISERVER_PROTOCOL: 'http',
  // The official client joins the two with a colon, so the host carries the protocol (observed).
  DX_AUTHSERVER_HOST: 'http://127.0.0.1',
  DX_AUTHSERVER_PORT: String(port),
  DX_SECURITY_CONTEXT: toSecurityContext(token),
});

/** Footing: documented, a job has a token of its own, with the rights of the user who launched it. */
const createJobToken = (state: PlatformState, jobId: string): string => {
  const token = createToken();
  state.addJobToken(token, jobId);
  return token;
};

const startEmulator = async (options: EmulatorOptions, supervisor: WorkerSupervisor): Promise<Emulator> => {
  const clock = options.now ?? Date.now;
  let aheadMs = 0;
  const now = () => clock() + aheadMs;
  const {state, life, timeline} = createWorld({
    scenario: options.scenario ?? 'demo',
    startMs: now(),
    ...options,
  });
  const account = await createAccount(
    supervisor.directory,
    `${state.accountId.replace('user-', '')}@dxtop-emulator`,
  );
  state.addToken(account.token, state.accountId);
  const user = state.users.get(state.accountId);
  if (user) user.sshPublicKey = account.publicKey;

  const faults = new FaultQueue();
  const requestLog = new RequestLog();
  let latencyMs = 0;
  let apiEnvironment: Record<string, string> = {};
  const pool = new WorkerPool({
    state,
    runDirectory: supervisor.directory,
    useTmux: options.useTmux ?? (await findTmux()) !== undefined,
    now: () => timeline.currentMs,
    toEnvironment: (record) => ({
      ...apiEnvironment,
      DX_SECURITY_CONTEXT: toSecurityContext(createJobToken(state, record.id)),
      DX_JOB_ID: record.id,
      DX_WORKSPACE_ID: toWorkspace(record),
      DX_PROJECT_CONTEXT_ID: record.wire.project ?? '',
    }),
    onProgramLine: (record, level, msg) =>
      logs.append(record.id, {source: 'APP', level, msg, jobTry: record.try}),
    onProgramEnd: (record, end) => {
      advance();
      endProgram(life, record, end);
      advance();
    },
    onHoldEnd: (record) => {
      advance();
      life.jobs.endHold(record);
      advance();
    },
  });
  const leaveWorker = ({id}: ExecutionRecord) => {
    pool.release(id);
    state.removeJobTokens(id);
  };
  let isAdvancing = false;
  const advance = () => {
    // What happens on the way may ask for the time; it is the time of what happens.
    if (isAdvancing) return timeline.currentMs;
    isAdvancing = true;
    try {
      timeline.advance(now());
    } finally {
      isAdvancing = false;
    }
    pool.openWanted();
    return timeline.currentMs;
  };
  const logs = createLogStore({now: advance, toSource: createLogSources(state)});
  const server: ApiServer = await createApiServer(
    {
      state,
      life,
      faults,
      requestLog,
      logs,
      advance,
      latencyMs: () => latencyMs,
      tokenDeadlineMs: options.tokenDeadlineMs,
    },
    options.port ?? 0,
  );
  apiEnvironment = toEnvironment(server.port, account.token);
  for (const record of state.executions.newestFirst()) if (record.wantsWorker) pool.want(record);
  life.hooks = {onWorkerWanted: (record) => pool.want(record), onWorkerGone: leaveWorker};
  advance();
  await pool.settle();
  const stopTicker = createTicker(timeline, advance, now);

  let closing: Promise<void> | undefined;
  const close = async () => {
    stopTicker();
    timeline.clear();
    await server.close();
    try {
      await pool.close();
    } finally {
      await supervisor.close();
    }
  };
  return {
    port: server.port,
    environment: {
      ...apiEnvironment,
      DX_PROJECT_CONTEXT_ID: state.projectId,
      DX_USER_CONF_DIR: account.confDirectory,
    },
    control: createControl({
      state,
      life,
      pool,
      faults,
      requestLog,
      logs,
      advance,
      restartLogs: () => server.restartLogs(),
      setLatencyMs: (ms) => {
        latencyMs = ms;
      },
      moveClock: (ms) => {
        aheadMs += ms;
      },
    }),
    close: () => (closing ??= close()),
  };
};

/**
 * Starts an emulator of the platform on 127.0.0.1.
 *
 * Rejects with an `Error` for an unknown scenario (its message lists the names) or a port that is taken; nothing
 * is left behind then. The caller closes it.
 */
export const createEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  findScenario(options.scenario ?? 'demo');
  const supervisor = await createSupervisor();
  try {
    return await startEmulator(options, supervisor);
  } catch (error) {
    await supervisor.close();
    throw error;
  }
};
