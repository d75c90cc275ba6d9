import type {LogLine} from '../../model/log-line.ts';
import type {LogConnector, LogRequest} from './log-socket.ts';
import {createLogStream, type LogStream, type LogStreamState} from './log-stream.ts';

/** How to follow a log. */
export interface FollowOptions {
  readonly connector: Pick<LogConnector, 'open' | 'place'>;
  readonly request: LogRequest;
  /** Whether to stay for lines to come; otherwise it is over once nothing more comes for a moment. */
  readonly isFollowing: boolean;
  /** Gets each line once. `false` asks to wait until `whenReady` is fulfilled. */
  readonly onLine: (line: LogLine) => boolean;
  /** When whoever takes the lines takes more again. */
  readonly whenReady: () => Promise<void>;
  /** For each loss, before the next try. */
  readonly onLoss: (error: unknown) => void;
  readonly isJobOver: () => Promise<boolean>;
  readonly maxFailures?: number;
}

/** What is there has come when nothing comes for so long. */
const QUIET_MS = 1000;
const FIRST_MS = 5000;
/** Two minutes, as the delays grow. */
const MAX_FAILURES = 8;

/**
 * Reads a log from its start, as far as the platform gives it out, to its end, over lost connections; whoever takes
 * the lines may let it wait. Answers how it stood at the end.
 *
 * Throws what made it give up: a refusal, or as many failures in a row as take two minutes.
 */
export const followLog = ({
  connector,
  request,
  isFollowing,
  onLine,
  whenReady,
  onLoss,
  isJobOver,
  maxFailures = MAX_FAILURES,
}: FollowOptions): Promise<LogStreamState> =>
  new Promise((resolve, reject) => {
    let quietTimer: NodeJS.Timeout | undefined;
    let latest: LogStreamState | undefined;
    let isWaiting = false;
    const watchQuiet = (delayMs: number): void => {
      if (isFollowing) return;
      clearTimeout(quietTimer);
      quietTimer = setTimeout(() => {
        stream.close();
        if (latest) resolve(latest);
      }, delayMs);
    };
    const stream: LogStream = createLogStream({
      connector,
      request,
      maxFailures,
      isJobOver,
      onLine: (line) => {
        watchQuiet(QUIET_MS);
        // Some more lines may come out of what had been read already.
        if (onLine(line) || isWaiting) return;
        isWaiting = true;
        stream.pause();
        clearTimeout(quietTimer);
        void whenReady().then(() => {
          isWaiting = false;
          stream.resume();
          watchQuiet(QUIET_MS);
        });
      },
      onChange: (state) => {
        const former = latest?.phase;
        latest = state;
        if (state.phase === former) return;
        if (state.phase === 'live') watchQuiet(FIRST_MS);
        else clearTimeout(quietTimer);
        if (state.phase === 'waiting') onLoss(state.error);
        if (state.phase === 'ended') resolve(state);
        if (state.phase === 'failed')
          reject(state.error instanceof Error ? state.error : new Error('The log could not be read.'));
      },
    });
  });
