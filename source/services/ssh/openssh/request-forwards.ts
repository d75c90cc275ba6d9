import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {ConfigError, SshError} from '../../../model/errors.ts';
import {clean} from '../../../model/safe-text.ts';
import {WORKER_ALIAS} from '../known-hosts.ts';
import {toControlPath} from './openssh-config.ts';

const POLL_MS = 25;
/** Nothing goes over the network for it. */
const REQUEST_LIMIT_MS = 10_000;

/**
 * Has an ssh that runs as a master forward ports as soon as it has logged in: those that are asked for, and none besides.
 *
 * `-L` in ssh's own arguments cannot do that: what clears the forwards of the user's configuration (threat-model S-6)
 * clears them too. The one that asks the master reads no configuration. Source: ssh(1), option -O.
 *
 * Throws `SshError` when a port cannot be had; resolves at once, with nothing forwarded, when `over` is aborted because
 * the master has ended, whose words say why.
 *
 * @param directory the master's folder, with its socket
 */
export const requestForwards = async (
  forwards: readonly string[],
  {
    path,
    environment,
    directory,
    over,
  }: {
    readonly path: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly over: AbortSignal;
  },
): Promise<void> => {
  if (forwards.length === 0) return;
  const controlPath = toControlPath(directory);
  while (!existsSync(controlPath)) {
    if (over.aborted) return;
    await delay(POLL_MS);
  }

  for (const forward of forwards) {
    const args = ['-F', 'none', '-S', controlPath, '-O', 'forward', '-L', forward, WORKER_ALIAS];
    const said = await run(path, args, environment);
    if (over.aborted) return;
    if (said === undefined) continue;
    throw new SshError(
      'forward',
      `Your ssh does not forward ${clean(forward, 80)}${said === '' ? '' : ` (${clean(said, 160)})`}.`,
      'Take another port of this computer.',
    );
  }
};

/** Why ssh did not do as it was asked, in its words; `undefined` when it did. */
const run = (
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(path, args, {env, timeout: REQUEST_LIMIT_MS}, (error, _output, said) => {
      resolve(error === null ? undefined : (said.trim().split(/\r?\n/)[0] ?? ''));
    });
  });

/** Throws `ConfigError` on Windows, whose OpenSSH has no master to ask. */
export const requireForwards = (platform: NodeJS.Platform = process.platform): void => {
  if (platform !== 'win32') return;
  throw new ConfigError(
    "On Windows your own ssh would open your configuration's forwards together with those of -L.",
    'Forward with --transport ssh2, or with `dxtop ssh-config` and plain ssh.',
  );
};
