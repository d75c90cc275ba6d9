/** Whatever a terminal could take for something else than text: controls, C1, bidi and zero-width, line separators. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escape = (character: string): string =>
  Array.from(
    {length: character.length},
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

const escapeAll = (line: string): string => line.replace(NOT_PLAIN, escape);

/** A value as JSON on one line, ending in a newline; escaped as by `formatJsonOutput`. */
export const formatJsonLine = (value: unknown): string => `${escapeAll(JSON.stringify(value))}\n`;

/** A value as JSON for programs, ending in a newline, with everything escaped that does not print (threat-model T-6). */
export const formatJsonOutput = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).split('\n').map(escapeAll).join('\n')}\n`;
