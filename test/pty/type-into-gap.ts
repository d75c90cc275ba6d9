import type {Program} from '../helpers/program.ts';
import type {Screen} from '../helpers/screen.ts';
import {seeThat} from './start-dxtop.ts';

const DROPPED = /(\d+) typed keys? (?:was|were) dropped/;
/** More keys than can still be on their way when the first are seen to be dropped. */
const LAST_BATCH = 'gap'.repeat(40);

const countDropped = (screen: Screen): number => Number(DROPPED.exec(screen.lines().join('\n'))?.[1] ?? 0);

/**
 * Types until the notice of a lost link says that it drops keys (before that they may fall into the quarantine, which
 * counts none), and then a batch so large that, once as many are counted, no key is on its way any more.
 */
export const typeIntoGap = async (program: Program): Promise<void> => {
  for (let batch = 0; batch < 30 && countDropped(program.screen) === 0; batch++) {
    program.type('gap');
    // In vain is an answer too: the quarantine.
    await program.screen.waitForText(DROPPED, {timeoutMs: 400}).catch(() => undefined);
  }

  const seen = countDropped(program.screen);
  program.type(LAST_BATCH);
  await seeThat(
    program,
    'every typed key dropped',
    (screen) => countDropped(screen) >= seen + LAST_BATCH.length,
  );
};
