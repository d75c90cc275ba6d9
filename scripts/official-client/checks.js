import {account} from './account.js';
import {demo} from './demo.js';
import {executions} from './executions.js';
import {keys} from './keys.js';
import {reuse} from './reuse.js';
import {runOptions} from './run-options.js';
import {runs} from './runs.js';
import {ssh} from './ssh.js';
import {token} from './token.js';
import {tries, watch} from './watch.js';

/**
 * The checks by the emulator that they need; within a group later ones build on earlier ones.
 *
 * @type {readonly {title: string, options: readonly string[], checks: readonly import('./check.js').Check[]}[]}
 */
export const groups = [
  {
    title: 'an account that has never run anything',
    options: ['--scenario', 'empty'],
    checks: [
      ...account,
      ...runs,
      ...runOptions,
      ...executions,
      ...watch,
      ...tries,
      ...ssh,
      ...keys,
      ...token,
    ],
  },
  {title: 'an account that reuses jobs', options: ['--scenario', 'empty', '--job-reuse'], checks: reuse},
  {title: 'the demo', options: ['--scenario', 'demo'], checks: demo},
];
