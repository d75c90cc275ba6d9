import {existsSync, mkdtempSync, rmdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createFile} from '../../settings/replace-file.ts';
import type {HostKeyPin} from '../host-key.ts';
import {toKnownHostsLine} from '../known-hosts.ts';
import type {ReadyWorker} from '../prepare-worker.ts';
import {CONFIG_NAME, CONTROL_NAME, KNOWN_HOSTS_NAME, toOpenSshConfig} from './openssh-config.ts';
import {WIRE_NAME} from './proxy-wire.ts';

/** What connecting through the user's own ssh needs besides what every connect does. */
export interface OpenSshPlaces {
  readonly environment: NodeJS.ProcessEnv;
  readonly homeDirectory: string;
  /** The official client's folder, where the key pair is. */
  readonly confDirectory: string;
  /** How dxtop is started, for the way through an SSH proxy. */
  readonly program: readonly string[];
  /** Every worker's user is `dnanexus`; another one is for tests with other servers. */
  readonly userName?: string;
}

/**
 * Makes the folder that one ssh is configured by. The caller removes it with `removeOpenSshFiles`, and opens the wire in it
 * where the connection `isProxied`.
 */
export const writeOpenSshFiles = (
  {worker}: Pick<ReadyWorker, 'worker'>,
  pin: HostKeyPin,
  {homeDirectory, confDirectory, program, userName = 'dnanexus'}: OpenSshPlaces,
  isProxied: boolean,
): {readonly directory: string; readonly configPath: string} => {
  // Nobody can foresee the name, and it is short enough for a socket in it.
  const directory = mkdtempSync(join(tmpdir(), 'dxtop-ssh-'));
  const configPath = join(directory, CONFIG_NAME);
  const keyPath = join(confDirectory, 'ssh_id');
  createFile(join(directory, KNOWN_HOSTS_NAME), toKnownHostsLine(pin), 0o600);
  const config = toOpenSshConfig({
    worker,
    directory,
    keyPath,
    homeDirectory,
    userName,
    program: isProxied ? program : undefined,
  });
  createFile(configPath, config, 0o600);
  return {directory, configPath};
};

/**
 * Removes such a folder. File by file, because ssh removes its socket at the same moment, and a recursive removal that
 * finds something gone leaves the rest. Safe to call twice.
 */
export const removeOpenSshFiles = (directory: string): void => {
  for (const name of [CONFIG_NAME, CONTROL_NAME, KNOWN_HOSTS_NAME, WIRE_NAME])
    rmSync(join(directory, name), {force: true});
  try {
    rmdirSync(directory);
  } catch {
    // It is gone, or holds what is not ours.
  }
};

/** Whether the private half of the user's key may be elsewhere, in an agent. */
export const hasPublicKeyOnly = (confDirectory: string): boolean =>
  existsSync(join(confDirectory, 'ssh_id.pub')) && !existsSync(join(confDirectory, 'ssh_id'));
