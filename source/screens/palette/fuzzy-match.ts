const WORD_START = 8;
const CONSECUTIVE = 4;
const EXACT = 1000;
const PREFIX = 100;

/**
 * How well a query fits a text: its characters must be in the text in their order; more at the starts of words and side
 * by side is better, and nothing beats the text itself. `undefined` when it does not fit; 0 for an empty query.
 *
 * Written here because there are some fifty commands: libraries for this (fzf, fuzzysort) are made for many thousands.
 */
export const scoreMatch = (query: string, text: string): number | undefined => {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  const given = text.toLowerCase();
  if (wanted === given) return EXACT;
  let score = given.startsWith(wanted) ? PREFIX : 0;
  let at = -1;
  for (const character of wanted) {
    const next = findNext(given, character, at + 1);
    if (next === -1) return undefined;
    if (isWordStart(given, next)) score += WORD_START;
    if (next === at + 1 && at >= 0) score += CONSECUTIVE;
    at = next;
  }

  return wanted === '' ? 0 : score - given.length / 100;
};

/** The start of a word, where there is one ahead, before just any place. */
const findNext = (text: string, character: string, from: number): number => {
  const next = text.indexOf(character, from);
  if (next === from) return next;
  for (let at = next; at !== -1; at = text.indexOf(character, at + 1)) if (isWordStart(text, at)) return at;
  return next;
};

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '');
