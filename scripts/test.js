// Everything that must hold before a change goes in: types, lint, layout, build, tests. `npm test`.
// Ends with one line, `N passed, N failed`, which counts each of the first four as one, and is not 0 if any failed.
// What follows `--` goes to ava, and then only the tests are run: `npm test -- test/model/**`.
import {spawn, spawnSync} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {TapReader} from './test/tap-reader.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const avaArguments = process.argv.slice(2);

/** @param {string} name of a program in node_modules/.bin, which npm has put first in PATH */
const isInstalled = (name) => spawnSync('sh', ['-c', `command -v ${name}`], {stdio: 'ignore'}).status === 0;

/**
 * Runs a check with its output passed on.
 *
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 */
const check = (title, command, args) => {
  const startMs = performance.now();
  const {status, error} = spawnSync(command, args, {cwd: root, stdio: 'inherit'});
  if (error) console.error(error.message);
  console.log(
    `${status === 0 ? '✔' : '✘'} ${title} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`,
  );
  return status === 0;
};

/** Runs ava and prints what failed as soon as it does. */
const runTests = async () => {
  const ava = spawn('ava', ['--tap', ...avaArguments], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {...process.env, FORCE_COLOR: '0'},
  });
  const reader = new TapReader((text) => console.log(text));
  /** @type {Promise<number | null>} */
  const end = new Promise((resolve) => {
    ava.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    ava.on('close', resolve);
  });
  for await (const line of createInterface({input: ava.stdout})) reader.read(line);
  const status = await end;
  const counts = reader.end();
  // A run that ends badly without naming a test, or runs none, has failed as well.
  if (counts.failed === 0 && (status !== 0 || counts.passed === 0)) {
    console.log(`✘ ava ended with ${status} after ${counts.passed} tests`);
    counts.failed = 1;
  }
  return counts;
};

const missing = [
  {program: 'tmux', isMissing: !isInstalled('tmux')},
  {program: 'sshd', isMissing: !isInstalled('sshd') && !isInstalled('/usr/sbin/sshd')},
  {program: 'ssh', isMissing: !isInstalled('ssh')},
  {program: 'plink', isMissing: !isInstalled('plink')},
].filter(({isMissing}) => isMissing);

const checks =
  avaArguments.length > 0
    ? []
    : [
        check('types', 'tsc', ['--noEmit']),
        check('lint', 'eslint', ['.']),
        check('layout', 'prettier', ['--check', '--log-level=warn', '.']),
        check('build', process.execPath, ['scripts/build.js']),
      ];
const tests = await runTests();
const passed = tests.passed + checks.filter(Boolean).length;
const failed = tests.failed + checks.filter((isPassed) => !isPassed).length;

for (const title of tests.skippedTitles) console.log(`- left out: ${title}`);
for (const {program} of missing)
  console.log(`- ${program} is not installed: the tests that need it were left out`);
console.log(
  `${passed} passed, ${failed} failed${tests.skippedTitles.length > 0 ? `, ${tests.skippedTitles.length} skipped` : ''}`,
);
process.exitCode = failed > 0 ? 1 : 0;
