import {isSafeList, isSafeObject, type SafeJson} from '../model/safe-json.ts';
import {clean} from '../model/safe-text.ts';
import {cut, fit, wrapText} from './fit.ts';
import type {Palette} from './palette.ts';

const LABEL_COLUMNS = 24;
const MAX_ITEMS = 100;

/** The inputs and outputs of a described execution, as lines of at most `columns`. */
export const formatInputOutput = (
  described: SafeJson,
  {columns, palette}: {columns: number; palette: Palette},
): string[] => {
  const given = fieldOf(described, 'runInput');
  const resolved = fieldOf(described, 'input') ?? fieldOf(described, 'originalInput');
  const output = fieldOf(described, 'output');
  return [
    ...formatSection('Inputs', resolved ?? given, {columns, palette, given}),
    '',
    ...formatSection('Outputs', output, {columns, palette}),
  ];
};

const fieldOf = (value: SafeJson, name: string): SafeJson | undefined =>
  isSafeObject(value) ? value.get(clean(name)) : undefined;

const formatSection = (
  title: string,
  value: SafeJson | undefined,
  {columns, palette, given}: {columns: number; palette: Palette; given?: SafeJson | undefined},
): string[] => {
  if (value === undefined || !isSafeObject(value) || value.size === 0) {
    const none = value === undefined || value === null ? 'none yet' : 'none';
    return [palette.bold(title), palette.dim(`  ${none}`)];
  }

  const lines = [palette.bold(title)];
  for (const [name, item] of value) {
    const isDefault = given !== undefined && isSafeObject(given) && !given.has(name);
    const texts = toTexts(item);
    for (const [index, text] of texts.entries()) {
      const note = index === 0 && isDefault ? ' (default)' : '';
      const label = index === 0 ? cut(name, LABEL_COLUMNS - 2) : '';
      for (const [row, line] of wrapText(text + note, Math.max(8, columns - LABEL_COLUMNS - 2)).entries())
        lines.push(`  ${palette.dim(fit(row === 0 ? label : '', LABEL_COLUMNS))}${line}`);
    }
  }

  return lines;
};

/** One text for each item of a list, one for anything else. */
const toTexts = (value: SafeJson): string[] => {
  if (!isSafeList(value)) return [toText(value)];
  if (value.length === 0) return ['(empty list)'];
  const texts = value.slice(0, MAX_ITEMS).map(toText);
  return value.length > MAX_ITEMS ? [...texts, `and ${String(value.length - MAX_ITEMS)} more`] : texts;
};

/** A link is written as the ID that it leads to; source: https://documentation.dnanexus.com/developer/api/data-object-lifecycle/details-and-links */
const toText = (value: SafeJson): string => {
  if (typeof value === 'string') return value;
  const link = fieldOf(value, '$dnanexus_link');
  if (typeof link === 'string') return link;
  if (link !== undefined && isSafeObject(link)) {
    const [id, project, job, field] = ['id', 'project', 'job', 'field'].map((name) => fieldOf(link, name));
    if (typeof job === 'string') return `${job}:${typeof field === 'string' ? field : '?'}`;
    if (typeof id === 'string') return typeof project === 'string' ? `${project}:${id}` : id;
  }

  return JSON.stringify(value, (_key, item: unknown) =>
    item instanceof Map ? Object.fromEntries(item as ReadonlyMap<string, unknown>) : item,
  );
};
