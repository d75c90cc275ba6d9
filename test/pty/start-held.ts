import {fileURLToPath} from 'node:url';
import type {Program} from '../helpers/program.ts';
import {type DxtopOptions, type Place, seeThat} from './start-dxtop.ts';

const HOLD = fileURLToPath(new URL('../fixtures/hold-the-rest.js', import.meta.url));

/** The variables with which what is loaded after the first frame goes that way; see the fixture. */
export const toHoldVariables = (rest: 'waits' | 'breaks' | 'crashes'): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=${HOLD}`,
  THE_REST: rest,
});

/** Starts it with them. */
export const startHeld = (
  place: Place,
  {env = {}, ...options}: DxtopOptions = {},
  rest: Parameters<typeof toHoldVariables>[0] = 'waits',
): Promise<Program> => place.start({...options, env: {...env, ...toHoldVariables(rest)}});

/** Waits until the rest waits; SIGUSR2 lets it go on. */
export const seeWaiting = (program: Program): Promise<void> =>
  seeThat(program, 'the rest to wait', (screen) => screen.title === 'waiting');
