import {join} from 'node:path';
import {readRegularFile} from '../settings/regular-file.ts';
import {replaceFile} from '../settings/replace-file.ts';
import {ensureDirectory} from '../settings/state-directory.ts';
import type {HostKeyPin} from './host-key.ts';

/** What every worker is called in dxtop's known-hosts files: each file knows one worker only. */
export const WORKER_ALIAS = 'dxtop-worker';

const MAX_BYTES = 16 * 1024;

/** The folder of the known-hosts files; one file for each name that ssh is given. */
export const toKnownHostsDirectory = (stateDirectory: string): string => join(stateDirectory, 'known-hosts');

/**
 * The line of a worker, made anew from the parsed key: the platform's own text could name other hosts, or all of them
 * (threat-model S-7).
 */
export const toKnownHostsLine = (pin: HostKeyPin): string =>
  `${WORKER_ALIAS} ${pin.type} ${pin.blob.toString('base64')}\n`;

/**
 * Writes the pinned key of a worker where OpenSSH looks for it, in place of any older one: it has one key, so that the
 * key of a job's former try is not accepted any more. Nothing is written when it is there already.
 *
 * Throws `ConfigError` when it cannot be written.
 *
 * @param name a worker's name, checked by `parseWorkerName`; it becomes the file's
 */
export const writeKnownHosts = (directory: string, name: string, pin: HostKeyPin): void => {
  ensureDirectory(directory);
  const path = join(directory, name);
  const line = toKnownHostsLine(pin);
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'read' && file.content.toString() === line) return;
  replaceFile(path, line);
};
