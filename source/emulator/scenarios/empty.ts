import {addRunnables} from '../executables/catalogue.ts';
import {addLab, toExecutable} from './lab.ts';
import type {Scenario} from './scenario.ts';

/** An account that has never run anything. */
export const empty: Scenario = {
  name: 'empty',
  description: 'an account without a single execution',
  historyMs: 0,
  build: (world) => {
    addLab(world);
    toExecutable(world, 'test_applet', 'applet');
    addRunnables(world);
  },
};
