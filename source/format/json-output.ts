/** Whatever a terminal could take for something else than text: controls, C1, bidi and zero-width, line separators. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escape = (character: string): string =>
  Array.from(
    {length: character.length},
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** A value as JSON for programs, ending in a newline, with everything escaped that does not print (threat-model T-6). */
export const formatJsonOutput = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2)
    .split('\n')
    .map((line) => line.replace(NOT_PLAIN, escape))
    .join('\n')}\n`;
