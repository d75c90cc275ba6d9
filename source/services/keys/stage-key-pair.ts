import {copyFileSync, constants, linkSync, lstatSync, rmSync, symlinkSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {KeyPair, PublicKey} from '../../model/ssh-key.ts';
import {createFile, moveFile, toErrorCode, toTemporaryPath} from '../settings/replace-file.ts';
import {readKeyFile} from '../settings/ssh-key-file.ts';
import {ensureDirectory} from '../settings/state-directory.ts';
import type {NewKeyPair} from './generate-key-pair.ts';

/** A pair that lies ready in the config folder under names of its own, and is not in use yet. */
export interface StagedPair {
  /**
   * Puts it in the place of `ssh_id` and `ssh_id.pub`, and answers where what was there is kept now; `[]` when there was
   * nothing, or links, whose files stay where they are. Throws `ConfigError`.
   */
  install(): readonly string[];
  /** Takes it away again; what is in use stays. */
  discard(): void;
  /** Where its private half is, for when it has to be told. */
  readonly privatePath: string;
}

/** Makes a symbolic link; another one is for tests of places that have none. */
export type MakeLink = (target: string, path: string) => void;

const NO_LINKS = new Set(['EPERM', 'EACCES', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

const toStamp = (nowMs: number): string => new Date(nowMs).toISOString().replace(/[-:]|\.\d+Z$/g, '');

/** Never over another file: one that is there under this name is an older backup. */
const keepCopy = (path: string, backup: string): void => {
  try {
    linkSync(path, backup);
  } catch (error) {
    if (toErrorCode(error) === 'EEXIST') throw error;
    // Not every file system has hard links; a copy takes the mode of the file along.
    copyFileSync(path, backup, constants.COPYFILE_EXCL);
  }
};

const isTaken = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false}) !== undefined;

/** Keeps `ssh_id` and `ssh_id.pub` under a name that nothing has yet. Links are left: what they name is not touched. */
const backUp = (path: string, nowMs: number): string[] => {
  const stem = `${path}.backup-${toStamp(nowMs)}`;
  let base = stem;
  for (let number = 2; isTaken(base) || isTaken(`${base}.pub`); number++) base = `${stem}-${number}`;
  const kept: string[] = [];
  for (const suffix of ['', '.pub']) {
    const stats = lstatSync(path + suffix, {throwIfNoEntry: false});
    if (stats === undefined || stats.isSymbolicLink()) continue;
    if (!stats.isFile()) {
      throw new ConfigError(`${clean(path + suffix)} is not a file.`, 'Move it away, and try again.');
    }
    keepCopy(path + suffix, base + suffix);
    kept.push(base + suffix);
  }
  return kept;
};

const stage = (
  confDirectory: string,
  nowMs: number,
  put: (privatePath: string, publicPath: string) => void,
): StagedPair => {
  const path = join(confDirectory, 'ssh_id');
  const privatePath = toTemporaryPath(path);
  const publicPath = `${privatePath}.pub`;
  const discard = () => {
    rmSync(privatePath, {force: true});
    rmSync(publicPath, {force: true});
  };
  try {
    ensureDirectory(confDirectory);
    put(privatePath, publicPath);
  } catch (error) {
    discard();
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `No key can be put into ${clean(confDirectory)} (${toErrorCode(error)}).`,
      'Make room, or make the folder writable for you; the key in use is as it was before.',
      {cause: error},
    );
  }
  return {
    privatePath,
    discard,
    install: () => {
      try {
        const backups = backUp(path, nowMs);
        moveFile(publicPath, `${path}.pub`);
        moveFile(privatePath, path);
        return backups;
      } catch (error) {
        if (error instanceof ConfigError) throw error;
        throw new ConfigError(
          `The new key could not be put in place of ${clean(path)} (${toErrorCode(error)}); it is in ${clean(privatePath)}.`,
          `Set it up from there: \`dxtop setup --use ${clean(privatePath)}\`.`,
          {cause: error},
        );
      }
    },
  };
};

/** Writes a new pair, private half 0600, beside the one in use (threat-model K-1). Throws `ConfigError`. */
export const stageNewPair = (confDirectory: string, pair: NewKeyPair, nowMs: number): StagedPair =>
  stage(confDirectory, nowMs, (privatePath, publicPath) => {
    createFile(privatePath, pair.privateKeyPem.reveal(), 0o600);
    createFile(publicPath, pair.publicKey.line, 0o644);
  });

/**
 * Writes a key whose private half only an agent has: its public half in both files. OpenSSH takes an identity file with a
 * public key for "ask the agent for this one", so the official client can use it too. Throws `ConfigError`.
 */
export const stageAgentKey = (confDirectory: string, key: PublicKey, nowMs: number): StagedPair =>
  stage(confDirectory, nowMs, (privatePath, publicPath) => {
    createFile(privatePath, key.line, 0o600);
    createFile(publicPath, key.line, 0o644);
  });

/**
 * Makes links to a pair that is elsewhere, as the official client does; where links cannot be made (Windows, some network
 * folders) it is copied. Throws `ConfigError`.
 */
export const stageLinks = (
  confDirectory: string,
  pair: KeyPair,
  nowMs: number,
  makeLink: MakeLink = symlinkSync,
): StagedPair =>
  stage(confDirectory, nowMs, (privatePath, publicPath) => {
    const linkOr = (target: string, path: string, copy: () => void) => {
      try {
        makeLink(target, path);
      } catch (error) {
        if (!NO_LINKS.has(toErrorCode(error))) throw error;
        copy();
      }
    };
    const privateTarget = resolve(pair.privatePath);
    linkOr(privateTarget, privatePath, () => {
      createFile(privatePath, readKeyFile(privateTarget).privateKeyPem.reveal(), 0o600);
    });
    const putPublic = () => {
      createFile(publicPath, pair.publicKey.line, 0o644);
    };
    if (pair.publicPath === undefined) putPublic();
    else linkOr(resolve(pair.publicPath), publicPath, putPublic);
  });
