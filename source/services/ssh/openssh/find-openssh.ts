import type {spawn} from 'node-pty';
import {ConfigError} from '../../../model/errors.ts';
import {findProgram} from '../../find-program.ts';

/** The user's ssh, and what gives it a terminal. */
export interface OpenSsh {
  readonly path: string;
  readonly spawnOnTerminal: typeof spawn;
  readonly environment: Readonly<Record<string, string>>;
}

/** What ssh and its helpers need; nothing of dxtop's own, whose token is among the variables (threat-model X-2). */
const ALLOWED =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK|SSH_AGENT_PID|SSH_SK_PROVIDER|SSH_SK_HELPER|SSH_PKCS11_HELPER|GPG_TTY|KRB5CCNAME|TMPDIR)$/;
/** What programs need on Windows, where the case of names does not count. */
const ALLOWED_ON_WINDOWS =
  /^(?:SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|TEMP|TMP|PATH|HOME|LANG|SSH_AUTH_SOCK)$/i;

/** The allow-listed environment of a child process. ssh speaks English, because its words are read. */
export const toChildEnvironment = (
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      (platform === 'win32' ? ALLOWED_ON_WINDOWS : ALLOWED).test(name) && value !== undefined
        ? [[name, value]]
        : [],
    ),
  ),
});

/** Where the user's ssh is. Throws `ConfigError` where it is not installed. */
export const findSsh = async (environment: NodeJS.ProcessEnv): Promise<string> => {
  const path = await findProgram('ssh', environment);
  if (path !== undefined) return path;
  throw new ConfigError(
    'OpenSSH is not installed: there is no ssh on your PATH.',
    'Install it, or connect with --transport ssh2.',
  );
};

/**
 * Finds all that an attach through OpenSSH needs. Throws `ConfigError` where ssh or node-pty, which is optional, is not
 * installed, and on Windows, whose OpenSSH cannot share a connection.
 */
export const findOpenSsh = async (environment: NodeJS.ProcessEnv): Promise<OpenSsh> => {
  if (process.platform === 'win32') {
    throw new ConfigError(
      "Windows' OpenSSH cannot share a connection, which an attach needs.",
      'Use `dxtop ssh-config` and plain ssh, or --transport ssh2.',
    );
  }

  const path = await findSsh(environment);
  try {
    const {spawn: spawnOnTerminal} = await import('node-pty');
    return {path, spawnOnTerminal, environment: toChildEnvironment(environment)};
  } catch (error) {
    throw new ConfigError(
      'node-pty is not installed, and OpenSSH cannot be given a terminal without it.',
      'Install dxtop with its optional dependencies, or use --transport ssh2.',
      {cause: error},
    );
  }
};
