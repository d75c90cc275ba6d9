import {BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE} from './json-bytes.ts';

/**
 * Watches how deep a JSON text nests while it arrives, so that one made to exhaust the stack is refused before anything
 * parses it (threat-model H-1). Says nothing about whether the text is JSON.
 *
 * @returns a function that takes the text's bytes, in order, and answers whether the depth so far is within `maxDepth`
 */
export const createDepthWatch = (maxDepth: number): ((chunk: Buffer) => boolean) => {
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  return (chunk) => {
    // By index and in tight loops, because every page passes here: iterating over a buffer takes many times as long.
    const {length} = chunk;
    let index = 0;
    while (index < length) {
      if (isInText) {
        if (isEscaped) {
          index++;
          isEscaped = false;
        }
        while (index < length && chunk[index] !== QUOTE && chunk[index] !== BACKSLASH) index++;
        if (index === length) break;
        if (chunk[index] === QUOTE) isInText = false;
        else isEscaped = true;
        index++;
        continue;
      }
      const byte = chunk[index++];
      if (byte === QUOTE) isInText = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (++depth > maxDepth) return false;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    }
    return true;
  };
};
