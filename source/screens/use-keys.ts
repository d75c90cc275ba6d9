import {useInput, usePaste} from 'ink';
import {toKeyName} from './keys.ts';

/** Keys that Ink does not name when they come together with others. */
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u007F': 'backspace',
  '\b': 'backspace',
  '\u0003': 'ctrl-c',
  '\u0004': 'ctrl-d',
  '\u0015': 'ctrl-u',
};

/**
 * Calls `onKey` with the name of each pressed key, also when a slow line delivers several at once. A paste presses
 * nothing, unless `onPaste` takes it: no text that somebody copied may act.
 */
export const useKeys = (
  onKey: (name: string) => void,
  isActive: boolean,
  onPaste: (text: string) => void = () => undefined,
): void => {
  usePaste(onPaste, {isActive});
  useInput(
    (input, key) => {
      const name = toKeyName(input, key);
      if (input.length > 1 && name === input)
        for (const character of input) onKey(CONTROLS[character] ?? character);
      else onKey(name);
    },
    {isActive},
  );
};
