import {readdirSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {toSentence} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {FoundKey, FoundKeys} from '../../model/ssh-key.ts';
import {readKeyPair} from './read-key-pair.ts';

const MAX_KEYS = 200;

const listPublicFiles = (directory: string): string[] => {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.pub'))
      .sort()
      .slice(0, MAX_KEYS)
      .map((name) => join(directory, name));
  } catch {
    // No such folder, or a closed one: then there are no keys in it.
    return [];
  }
};

const exists = (path: string): boolean => {
  try {
    realpathSync(path);
    return true;
  } catch {
    // Not there, or a link that leads nowhere.
    return false;
  }
};

const read = (privatePath: string): FoundKey => {
  try {
    return {kind: 'pair', pair: readKeyPair(privatePath)};
  } catch (error) {
    return {kind: 'broken', privatePath, problem: clean(toSentence(error), 300)};
  }
};

/** What tells two files with the same key apart from two keys. */
const toIdentity = (found: FoundKey): string =>
  found.kind === 'pair' ? found.pair.publicKey.fingerprint : found.privatePath;

/**
 * Finds the key pairs of this user: `ssh_id`, the `.pub` files of `~/.ssh` that have a private twin, and older pairs in
 * the config folder. Source: what `dx ssh_config` offers. Never throws.
 */
export const findKeyPairs = (confDirectory: string, homeDirectory: string): FoundKeys => {
  const configuredPath = join(confDirectory, 'ssh_id');
  const configured =
    exists(configuredPath) || exists(`${configuredPath}.pub`) ? read(configuredPath) : undefined;
  const seen = new Set(configured ? [toIdentity(configured)] : []);
  const others: FoundKey[] = [];
  for (const publicPath of [
    ...listPublicFiles(join(homeDirectory, '.ssh')),
    ...listPublicFiles(confDirectory),
  ]) {
    const privatePath = publicPath.slice(0, -4);
    if (privatePath === configuredPath || !exists(privatePath)) continue;
    const found = read(privatePath);
    if (seen.has(toIdentity(found))) continue;
    seen.add(toIdentity(found));
    others.push(found);
  }
  return {configured, others};
};
