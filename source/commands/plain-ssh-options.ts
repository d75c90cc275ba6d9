import type {WorkerTarget} from '../model/session.ts';
import type {Transport} from '../services/ssh/choose-transport.ts';
import type {WayWishes} from '../services/ssh/worker-way.ts';

/** What to do on a worker without a dashboard. */
export interface PlainSshOptions extends WayWishes {
  readonly target: WorkerTarget;
  /** The user's shell when `undefined`. */
  readonly command: string | undefined;
  /** Whether it gets a terminal. */
  readonly terminal?: boolean;
  /** Run nothing, only forward. */
  readonly forwardOnly?: boolean;
  /** As `-L` takes them. */
  readonly localForward?: readonly string[];
  /** As `--transport` has it; the setting when absent. */
  readonly transport?: Transport | 'auto';
}
