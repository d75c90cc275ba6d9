import {join} from 'node:path';
import type {SafeText} from '../../model/safe-text.ts';
import {DEFAULT_API_SERVER} from './api-server.ts';
import {findSessionDirectory, type FindParent} from './session-directory.ts';
import {readSettingsDirectory, SINGLE_VARIABLES} from './settings-directory.ts';

/** What the variables are read from. */
export interface DxVariablesOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly homeDirectory: string;
  /** Where the shell session is looked for; without it no session counts. */
  readonly parentProcessId: number | undefined;
  readonly systemDirectory?: string;
  readonly findParent?: FindParent;
}

/** Variables that live in `environment.json` alone. */
export const CORE_VARIABLES = [
  'DX_APISERVER_HOST',
  'DX_APISERVER_PORT',
  'DX_APISERVER_PROTOCOL',
  'DX_PROJECT_CONTEXT_ID',
  'DX_WORKSPACE_ID',
  'DX_SECURITY_CONTEXT',
  'DX_JOB_ID',
] as const;

/** All variables that the official client keeps. */
export const DX_VARIABLES = [...CORE_VARIABLES, ...SINGLE_VARIABLES];

/** One of them. */
export type DxVariable = (typeof DX_VARIABLES)[number];

/** The variables as they count for this shell. */
export interface DxVariables {
  /** By name; those that are set nowhere are missing. Unchecked. */
  readonly values: ReadonlyMap<string, string>;
  /** Where each came from: a path, or `the environment`; missing for defaults. */
  readonly sources: ReadonlyMap<string, string>;
  readonly confDirectory: string;
  /** That of the nearest ancestor which has one; `undefined` when none has. */
  readonly sessionDirectory: string | undefined;
  readonly notices: readonly SafeText[];
}

/** `~` and `~/…` as paths. */
export const expandHome = (path: string, homeDirectory: string): string =>
  path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : path;

/**
 * Reads all variables in the official client's order: defaults, `/etc/dnanexus`, the user's directory, the shell
 * session's directory, the environment; the later one wins, variable by variable. Never throws.
 *
 * Source: https://github.com/dnanexus/dx-toolkit/blob/master/src/python/dxpy/utils/config.py
 */
export const readDxVariables = ({
  environment,
  homeDirectory,
  parentProcessId,
  systemDirectory = '/etc/dnanexus',
  findParent,
}: DxVariablesOptions): DxVariables => {
  const notices: SafeText[] = [];
  const confDirectory = environment['DX_USER_CONF_DIR']
    ? expandHome(environment['DX_USER_CONF_DIR'], homeDirectory)
    : join(homeDirectory, '.dnanexus_config');
  const sessionDirectory =
    parentProcessId === undefined
      ? undefined
      : findSessionDirectory(confDirectory, parentProcessId, findParent);
  const values = new Map<string, string>(Object.entries(DEFAULT_API_SERVER));
  const sources = new Map<string, string>();
  for (const directory of [systemDirectory, confDirectory, sessionDirectory]) {
    if (directory === undefined) continue;
    const {variables, notices: found} = readSettingsDirectory(directory);
    notices.push(...found);
    for (const [name, {value, path}] of variables) {
      values.set(name, value);
      sources.set(name, path);
    }
  }
  for (const name of DX_VARIABLES) {
    const value = environment[name];
    if (value === undefined) continue;
    values.set(name, value);
    sources.set(name, 'the environment');
  }
  return {values, sources, confDirectory, sessionDirectory, notices};
};
