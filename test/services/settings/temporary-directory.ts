import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {ExecutionContext} from 'ava';

/** Makes a directory that goes with the test. */
export const createTemporaryDirectory = (t: ExecutionContext): string => {
  const path = mkdtempSync(join(tmpdir(), 'dxtop-settings-'));
  t.teardown(() => rmSync(path, {recursive: true, force: true}));
  return path;
};

/** Writes a file, with the directories on the way to it; returns its path. */
export const putFile = (directory: string, name: string, content: string | object, mode = 0o600): string => {
  const path = join(directory, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), {mode});
  return path;
};
