import {check, expect} from './check.js';

/** @typedef {import('./check.js').Check} Check */

/** Tokens, at last, because the last one ends ours. @type {readonly Check[]} */
export const token = [
  {
    // The client always asks its authentication server over HTTPS, which the emulator does not speak; the token is
    // saved before that.
    title: 'login --token, and whoami with the saved token',
    run: async (dx, memory) => {
      await dx(`login --token ${memory.token} --noprojects --host 127.0.0.1 --port 1`, {timeoutMs: 3_000});
      const environment = {DX_SECURITY_CONTEXT: undefined};
      expect(await dx('whoami', {environment}), {has: ['rosalind']});
    },
  },
  check('logout', ['Deleted token with signature']),
  check('whoami', ['token could not be found'], 3),
];
