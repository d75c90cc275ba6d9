/** A bare or quoted key, or several with dots between them. */
const KEY = String.raw`(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')`;
const DOTTED = `${KEY}(?:\\s*\\.\\s*${KEY})*`;
const HEADER = new RegExp(`^\\s*\\[\\[?\\s*(${DOTTED})\\s*\\]`);
const ASSIGNMENT = new RegExp(`^\\s*(${DOTTED})\\s*=`);
const ONE_KEY = new RegExp(KEY, 'g');

const toPath = (dotted: string): string[] =>
  (dotted.match(ONE_KEY) ?? []).map((key) => key.replace(/^(["'])(.*)\1$/, '$2'));

/**
 * The line of a TOML text on which a key stands, counted from 1; that of the nearest table around it when it stands in
 * an inline table; `undefined` when not even that is found. The parser tells lines of mistakes in the writing only.
 */
export const findTomlLine = (toml: string, path: readonly string[]): number | undefined => {
  let table: string[] = [];
  let best: {line: number; depth: number} | undefined;
  for (const [index, line] of toml.split('\n').entries()) {
    const header = HEADER.exec(line)?.[1];
    if (header !== undefined) table = toPath(header);
    const assignment = header === undefined ? ASSIGNMENT.exec(line)?.[1] : undefined;
    const found =
      header !== undefined ? table : assignment !== undefined ? [...table, ...toPath(assignment)] : [];
    const depth = found.length;
    const isPrefix = depth > 0 && depth <= path.length && found.every((key, at) => key === path[at]);
    if (isPrefix && depth > (best?.depth ?? 0)) best = {line: index + 1, depth};
  }

  return best?.line;
};
