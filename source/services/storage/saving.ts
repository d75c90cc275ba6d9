import {clean, type SafeText} from '../../model/safe-text.ts';

/**
 * Makes a function that runs a piece of work on the state file. Where that fails (disk full, file taken away or damaged)
 * dxtop goes on without, the work's result is `undefined`, and `onTrouble` hears of it once.
 *
 * @param what what is lost then, such as `Sessions`
 */
export const createSaving = (
  what: string,
  onTrouble: (notice: SafeText) => void,
): (<Result>(work: () => Result) => Result | undefined) => {
  let hasTrouble = false;
  return (work) => {
    try {
      return work();
    } catch (error) {
      if (!hasTrouble)
        onTrouble(
          clean(`${what} can't be saved: ${error instanceof Error ? error.message : 'unknown error'}.`),
        );
      hasTrouble = true;
      return undefined;
    }
  };
};
