import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** One behaviour that nobody has seen on the platform. */
export interface Assumption {
  /** Where it is, under the emulator's folder. */
  readonly file: string;
  readonly line: number;
  /** The comment that says so, in one line. */
  readonly text: string;
}

/** A comment as it stands: a block, or line comments one below the other. */
const comments = /\/\*\*?[^]*?\*\/|(?:^[\t ]*\/\/.*\n?)+/gm;

const toText = (comment: string): string =>
  comment
    .replace(/^\s*\/\*\*?|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\*|\/\/)\s?/, '').trim())
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/**
 * Every comment in the emulator's sources that marks something as assumed, by file and line.
 *
 * Shape: never empty for the emulator's own folder. Throws when the folder cannot be read.
 */
export const collectAssumed = (folder: string): Assumption[] => {
  const assumptions: Assumption[] = [];
  for (const file of globSync('**/*.ts', {cwd: folder}).sort()) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const match of source.matchAll(comments)) {
      const text = toText(match[0]);
      if (!/\bassumed\b/i.test(text) || file === 'collect-assumed.ts' || file === 'assumed.ts') continue;
      assumptions.push({file, line: source.slice(0, match.index).split('\n').length, text});
    }
  }
  return assumptions;
};
