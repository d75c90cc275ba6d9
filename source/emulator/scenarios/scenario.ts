import type {IdMaker} from '../ids.ts';
import type {Life} from '../life.ts';
import type {Random} from '../random.ts';
import type {PlatformState} from '../state.ts';
import type {Timeline} from '../timeline.ts';

/** What a scenario builds its starting state with. */
export interface World {
  readonly state: PlatformState;
  readonly life: Life;
  /** Stands at `startMs - historyMs` while the scenario builds; everything due by `startMs` then happens at once. */
  readonly timeline: Timeline;
  readonly random: Random;
  readonly ids: IdMaker;
  /** When the emulator starts, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** The wanted number of executions, for scenarios whose size can be chosen; each has its own when `undefined`. */
  readonly executions: number | undefined;
}

/**
 * A named starting state, with whatever goes on happening in it.
 *
 * The same scenario started at the same moment has the same executions with the same IDs: randomness comes only
 * from the world's seeded source. Hosts, ports, keys and the token are new each time.
 */
export interface Scenario {
  readonly name: string;
  /** One sentence for lists. */
  readonly description: string;
  /** How far back its history begins. */
  readonly historyMs: number;
  build(world: World): void;
}
