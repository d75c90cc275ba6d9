import {join} from 'node:path';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {readRegularFile} from './regular-file.ts';

/** What one of the official client's directories says. */
export interface SettingsDirectory {
  readonly variables: ReadonlyMap<string, {readonly value: string; readonly path: string}>;
  readonly notices: readonly SafeText[];
}

/** The real ones hold a few hundred bytes. */
const MAX_BYTES = 256 * 1024;

/** Variables that have a file of their own each, with one value. */
export const SINGLE_VARIABLES = ['DX_CLI_WD', 'DX_USERNAME', 'DX_PROJECT_CONTEXT_NAME'] as const;

/** The JSON object in a file's content; `undefined` when it is none. */
export const parseObject = (content: Buffer): object | undefined => {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON. The parser's message quotes the text, which may be a token, so it is not passed on.
    return undefined;
  }
};

/**
 * Reads `environment.json` and the files beside it that hold one value each, which win over the former.
 *
 * Shape: empty for a directory that is missing; each unusable file or entry is left out and told in `notices`. Never throws.
 */
export const readSettingsDirectory = (directory: string): SettingsDirectory => {
  const variables = new Map<string, {value: string; path: string}>();
  const notices: SafeText[] = [];
  const path = join(directory, 'environment.json');
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'unusable') {
    notices.push(clean(`${path} ${file.problem} and was left out. Repair it, or run \`dxtop login\` again.`));
  }
  if (file.kind === 'read' && file.content.length > 0) {
    const content = parseObject(file.content);
    if (content === undefined) {
      notices.push(
        clean(`${path} is not a JSON object and was left out. Repair it, or run \`dxtop login\` again.`),
      );
    }
    for (const [name, value] of Object.entries(content ?? {})) {
      if (typeof value === 'string') variables.set(name, {value, path});
      else if (/^DX_[A-Z_]{1,64}$/.test(name) && value !== null) {
        notices.push(
          clean(
            `${name} in ${path} is not a text and was left out. Repair it, or run \`dxtop login\` again.`,
          ),
        );
      }
    }
  }
  for (const name of SINGLE_VARIABLES) {
    const singlePath = join(directory, name);
    const single = readRegularFile(singlePath, MAX_BYTES);
    if (single.kind === 'unusable')
      notices.push(clean(`${singlePath} ${single.problem} and was left out. Remove it.`));
    if (single.kind === 'read')
      variables.set(name, {value: single.content.toString('utf8').trim(), path: singlePath});
  }
  return {variables, notices};
};
