import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {check, expect} from './check.js';

/** @typedef {import('./check.js').Check} Check */

const ready = 'configured for use with SSH';
const noHost = '-o BatchMode=yes -o StrictHostKeyChecking=accept-new';

/** Makes a key pair below the client's home. @param {string} path */
const makeKey = (path) => execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);

/**
 * One way through `ssh_config`: what is there before, and what is answered.
 *
 * @param {string} title @param {string} input
 * @param {{before?: (home: string) => void, code?: number, has?: readonly (string | RegExp)[]}} [more]
 * @returns {Check}
 */
const way = (title, input, {before, code = 0, has = [ready]} = {}) => ({
  title: `ssh_config, ${title}`,
  run: async (dx, memory) => {
    const home = memory.home ?? '';
    before?.(home);
    expect(await dx('ssh_config', {input: input.replaceAll('$home', home)}), {code, has});
    if (code !== 0) return;
    const mine = await dx('api user-rosalind describe');
    expect(mine, {has: ['"sshPublicKey"']});
  },
});

/** @param {string} home */
const forgetKey = (home) => {
  for (const name of ['ssh_id', 'ssh_id.pub']) rmSync(join(home, name), {force: true});
};

/** Every way through `ssh_config`; the key that the last one leaves opens a worker. @type {readonly Check[]} */
export const keys = [
  check('ssh_config --revoke', ['SSH public key has been revoked']),
  check('api user-rosalind describe', ['rosalind'], 0, {lacks: ['sshPublicKey']}),
  check('run fastqc -y --allow-ssh', ['Unable to verify configuration', 'public key is not set'], 1),
  way('with the present key', '0\n', {has: ['Updated public key for user user-rosalind', ready]}),
  way('with a new key in the place of the present one', '1\n0\n\n\n'),
  way('with a new key where there was none', '0\n\n\n', {before: forgetKey}),
  way('with a key of ~/.ssh', '1\n', {
    before: (home) => {
      forgetKey(home);
      mkdirSync(join(home, '.ssh'), {mode: 0o700, recursive: true});
      makeKey(join(home, '.ssh', 'id_lab'));
    },
  }),
  way('with a key elsewhere that does not exist', '1\n2\n$home/nowhere\n', {
    code: 1,
    has: ['Unable to find'],
  }),
  way('with a key elsewhere', '2\n$home/elsewhere\n', {
    before: (home) => {
      forgetKey(home);
      makeKey(join(home, 'elsewhere'));
    },
    has: [/Using .*elsewhere and .*elsewhere\.pub/, ready],
  }),
  way('with a key elsewhere, named by its public half', '1\n2\n$home/elsewhere.pub\n', {
    has: [/Using .*elsewhere\.pub and .*elsewhere\.pub\.pub|Using .*elsewhere and .*elsewhere\.pub/, ready],
  }),
  {
    title: 'ssh_config, without a configuration folder',
    run: async (dx, memory) => {
      const gone = join(memory.home ?? '', 'gone');
      if (existsSync(gone)) renameSync(gone, `${gone}.old`);
      const result = await dx('ssh_config', {environment: {DX_USER_CONF_DIR: gone}});
      // The client itself makes the folder when it can, and asks for a key then.
      expect(result, {code: [0, 1], has: [/does not exist|Select an SSH key pair/]});
    },
  },
  check('run app-cloud_workstation -y --brief --allow-ssh -imax_session_length=1h', [], 0, {
    remember: 'keyed',
  }),
  check(`ssh --suppress-running-check $keyed ${noHost} 'bash -lc "env | grep DX_JOB_ID"'`, [
    'OK',
    'DX_JOB_ID=$keyed',
  ]),
  check('terminate $keyed'),
  check(
    'api user-rosalind update \'{"sshPublicKey": "-----BEGIN OPENSSH PRIVATE KEY-----"}\'',
    ['Tried to put a private key'],
    3,
  ),
];
