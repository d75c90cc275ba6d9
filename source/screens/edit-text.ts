import {isCharacter} from './keys.ts';

/** How many characters a typed text has at most. */
export const LONGEST_TEXT = 1000;

/** What a key does to a text that is being typed; `undefined` for a key that does not edit. */
export const editText = (text: string, key: string): string | undefined => {
  if (key === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  if (key === 'ctrl-w') return text.replace(/\S*\s*$/, '');
  return isCharacter(key) && text.length < LONGEST_TEXT ? text + key : undefined;
};

/** A pasted text as part of a line that is being typed: its line breaks are blanks, and it can press nothing. */
export const pasteInto = (text: string, pasted: string): string =>
  (text + pasted.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')).slice(0, LONGEST_TEXT);
