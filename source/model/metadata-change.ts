import type {MetadataChange} from './change.ts';
import {splitQuoted, unquote} from './quoted-words.ts';

/** What was typed, read; or what is wrong with it. */
export type MetadataInput =
  | {readonly kind: 'change'; readonly change: MetadataChange}
  | {readonly kind: 'unusable'; readonly problem: string};

/** Source: the limit of the platform, in bytes of UTF-8. */
const LONGEST_BYTES = 700;

/**
 * Reads what is typed for tags and properties: `tag` adds one, `-tag` removes it, `name=value` sets a property, `name=`
 * takes it away; quotes keep blanks together. Nothing but blanks is unusable too.
 */
export const parseMetadataChange = (text: string): MetadataInput => {
  const words = splitQuoted(text);
  if (!words) return {kind: 'unusable', problem: 'A quote is open.'};
  if (words.length === 0) return {kind: 'unusable', problem: 'Type tags, -tags to remove, or name=value.'};
  const addTags: string[] = [];
  const removeTags: string[] = [];
  const properties = new Map<string, string | null>();
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0 && !word.startsWith('"')) {
      const value = unquote(word.slice(equals + 1));
      properties.set(unquote(word.slice(0, equals)), value === '' ? null : value);
    } else if (word.startsWith('-') && word.length > 1) removeTags.push(unquote(word.slice(1)));
    else addTags.push(unquote(word));
  }

  const texts = [...addTags, ...removeTags, ...properties.keys(), ...properties.values()];
  if ([...addTags, ...removeTags, ...properties.keys()].includes(''))
    return {kind: 'unusable', problem: 'A tag or name is empty.'};
  const bytes = (value: string) => new TextEncoder().encode(value).length;
  if (texts.some((value) => value !== null && bytes(value) > LONGEST_BYTES))
    return {kind: 'unusable', problem: `A text is longer than ${LONGEST_BYTES} bytes.`};
  const both = addTags.find((tag) => removeTags.includes(tag));
  if (both !== undefined) return {kind: 'unusable', problem: `The tag ${both} is both added and removed.`};
  return {
    kind: 'change',
    change: {kind: 'metadata', addTags, removeTags, properties: Object.fromEntries(properties)},
  };
};

/** What a change of tags and properties does, in a few words. */
export const describeMetadataChange = ({addTags, removeTags, properties}: MetadataChange): string =>
  [
    ...addTags.map((tag) => `add tag ${tag}`),
    ...removeTags.map((tag) => `remove tag ${tag}`),
    ...Object.entries(properties).map(([name, value]) =>
      value === null ? `take away ${name}` : `set ${name} to ${value}`,
    ),
  ].join(', ');
