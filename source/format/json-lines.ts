import {isSafeList, isSafeObject, type SafeJson} from '../model/safe-json.ts';

/** One line of a JSON value. */
export interface JsonLine {
  /** Where the value is, as in `/input/reads/0`; the closing line of a value has the same. */
  readonly path: string;
  readonly depth: number;
  /** Without indentation, such as `"state": "running",` or `"stages": [ … 12 items ]`. */
  readonly text: string;
  /** Whether a value begins here that can be folded. */
  readonly isFoldable: boolean;
}

/**
 * A JSON value as lines, the values at the `folded` paths as one line each.
 *
 * Shape: at least one line. Keys with a `/` are written as they are; two that clash fold together.
 */
export const toJsonLines = (value: SafeJson, folded: ReadonlySet<string>): JsonLine[] => {
  const lines: JsonLine[] = [];
  const add = (item: SafeJson, {path, depth, head, tail}: Place): void => {
    if (!isSafeObject(item) && !isSafeList(item)) {
      lines.push({path, depth, text: `${head}${JSON.stringify(item)}${tail}`, isFoldable: false});
      return;
    }

    const entries: readonly (readonly [string, SafeJson])[] = isSafeObject(item)
      ? [...item]
      : item.map((entry, index) => [String(index), entry]);
    const [open, close] = isSafeObject(item) ? ['{', '}'] : ['[', ']'];
    if (entries.length === 0) {
      lines.push({path, depth, text: `${head}${open}${close}${tail}`, isFoldable: false});
      return;
    }

    if (folded.has(path)) {
      const what = isSafeObject(item) ? 'keys' : 'items';
      const text = `${head}${open} ${String(entries.length)} ${what} ${close}${tail}`;
      lines.push({path, depth, text, isFoldable: true});
      return;
    }

    lines.push({path, depth, text: head + open, isFoldable: true});
    for (const [index, [key, entry]] of entries.entries()) {
      add(entry, {
        path: `${path}/${key}`,
        depth: depth + 1,
        head: isSafeObject(item) ? `${JSON.stringify(key)}: ` : '',
        tail: index === entries.length - 1 ? '' : ',',
      });
    }

    lines.push({path, depth, text: close + tail, isFoldable: false});
  };
  add(value, {path: '', depth: 0, head: '', tail: ''});
  return lines;
};

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly head: string;
  readonly tail: string;
}

/** The paths of everything below the top that can be folded. */
export const toFoldablePaths = (value: SafeJson): Set<string> =>
  new Set(
    toJsonLines(value, new Set())
      .filter(({isFoldable, path}) => isFoldable && path !== '')
      .map(({path}) => path),
  );

/** The line at or after `from` (before it, when searching backwards) that has the text in it, round the end; -1 when none has. */
export const findJsonLine = (
  lines: readonly JsonLine[],
  text: string,
  {from, isBackwards}: {from: number; isBackwards: boolean},
): number => {
  const wanted = text.toLowerCase();
  if (wanted === '') return -1;
  for (let step = 0; step < lines.length; step += 1) {
    const index = (from + (isBackwards ? -step : step) + lines.length * 2) % lines.length;
    if (lines[index]?.text.toLowerCase().includes(wanted)) return index;
  }

  return -1;
};
