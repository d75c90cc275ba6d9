import {spawn} from 'node:child_process';
import {clean, type SafeText} from '../../model/safe-text.ts';

/** What a user's program needs of the environment to find itself, a display and a language; no token is among them. */
const PASSED_ON = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TERM', 'TMPDIR', 'DISPLAY', 'WAYLAND_DISPLAY'],
  ...['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'SYSTEMROOT', 'TEMP', 'USERPROFILE'],
];
const DEADLINE_MS = 10_000;

/** What a user's program is told, as it gets it in JSON. */
export interface UserEvent {
  /** What happened. */
  readonly event: string;
  /** The execution's, or that of who pays. */
  readonly id: string;
  readonly name: string;
  /** The whole in one sentence. */
  readonly text: string;
}

/**
 * Runs the user's own program for one event: JSON on standard input, nothing of the event in the arguments,
 * nothing but `PASSED_ON` in the environment (threat-model X-2); what it prints is thrown away. Ends it after 10 s.
 * Never throws; `onTrouble` hears why it could not run.
 */
export const runUserCommand = (
  [program = '', ...args]: readonly string[],
  event: UserEvent,
  environment: NodeJS.ProcessEnv,
  onTrouble: (notice: SafeText) => void,
): void => {
  const passed = Object.fromEntries(
    PASSED_ON.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
  const fail = (reason: string) => {
    onTrouble(clean(`The command of the notifications failed: ${reason}. See notifications.command.`, 300));
  };
  const child = spawn(program, args, {
    env: passed,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: DEADLINE_MS,
  });
  child.on('error', (error) => {
    fail(error.message);
  });
  child.on('exit', (code) => {
    if (code !== null && code !== 0) fail(`it ended with ${code}`);
  });
  child.stdin.on('error', () => {
    // It need not read what it is told; how it ended says all there is to say.
  });
  child.stdin.end(`${JSON.stringify(event)}\n`);
};
