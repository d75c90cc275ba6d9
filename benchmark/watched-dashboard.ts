import {readFileSync} from 'node:fs';
import path from 'node:path';
import {Client} from './client.ts';
import type {Laboratory} from './laboratory.ts';
import type {LoopDelay} from './loop-delay.ts';

/** A dashboard whose event loop is watched; SIGUSR2 ends one span and begins the next. */
export interface WatchedDashboard {
  readonly client: Client;
  /** The spans, the last of them the moment of the end; only once it has ended. */
  readonly readSpans: () => readonly LoopDelay[];
}

/**
 * Starts a dashboard with `loop-delay.ts` in it. Whoever starts it closes the client.
 *
 * @param environment the variables that lead it to its platform
 * @param directory its state folder, with nothing stored in it; the spans are written there too
 * @param options.countsHeap whether the garbage is collected between two spans, and what is left counted
 */
export const startWatchedDashboard = (
  {env, program}: Laboratory,
  environment: Readonly<Record<string, string>>,
  directory: string,
  {countsHeap = false} = {},
): WatchedDashboard => {
  const delayFile = path.join(directory, 'loop-delay.json');
  const client = new Client({
    file: process.execPath,
    args: [program],
    env: {
      ...env,
      ...environment,
      XDG_STATE_HOME: directory,
      NODE_OPTIONS: `--import=${new URL('loop-delay.ts', import.meta.url).href}`,
      LOOP_DELAY_FILE: delayFile,
      ...(countsHeap && {COUNT_HEAP: 'yes'}),
    },
  });
  return {client, readSpans: () => JSON.parse(readFileSync(delayFile, 'utf8')) as LoopDelay[]};
};
