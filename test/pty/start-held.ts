import {fileURLToPath} from 'node:url';
import type {Program} from '../helpers/program.ts';
import {type DxtopOptions, type Place, seeThat} from './start-dxtop.ts';

const HOLD = fileURLToPath(new URL('../fixtures/hold-the-rest.js', import.meta.url));

/** Starts it with what is loaded after the first frame going that way; see the fixture. */
export const startHeld = (
  place: Place,
  {env = {}, ...options}: DxtopOptions = {},
  rest: 'waits' | 'breaks' | 'crashes' = 'waits',
): Promise<Program> =>
  place.start({...options, env: {...env, NODE_OPTIONS: `--import=${HOLD}`, THE_REST: rest}});

/** Waits until the rest waits; SIGUSR2 lets it go on. */
export const seeWaiting = (program: Program): Promise<void> =>
  seeThat(program, 'the rest to wait', (screen) => screen.title === 'waiting');
