import {existsSync} from 'node:fs';
import test from 'ava';
import {BUNDLE, createPlace} from '../pty/start-dxtop.ts';
import {runProgram} from './run-dxtop.ts';

test('a command without a dashboard says what is wrong with the settings', async (t) => {
  const place = await createPlace(t);
  place.home.addSettings('[platform]\nread_only = "yes"\n');
  const {code, stderr} = await place.run(['ls']);
  t.is(code, 0);
  t.regex(stderr, /^dxtop: .*config\.toml, line \d+: platform\.read_only is not true or false; /);
});

// Where a disk is full whenever one writes to it.
const FULL = '/dev/full';

for (const args of ['ls', 'ls --json', 'whoami']) {
  const run = existsSync(FULL) ? test : test.skip;
  run(`dxtop ${args} says that its output did not fit, and does not end as if it had`, async (t) => {
    const {env} = await createPlace(t);
    const line = `exec "$0" "$@" >${FULL}`;
    const program = ['/bin/sh', '-c', line, process.execPath, BUNDLE, ...args.split(' ')] as const;
    const {status, errors} = await runProgram(t, program, {env});
    t.is(status, 74);
    t.regex(errors, /^dxtop: The output could not be written \(ENOSPC\)\. Make room/m);
  });
}

test('who stops reading a result ends the command in silence', async (t) => {
  const {env} = await createPlace(t);
  const line = `{ "$0" "$@"; echo "$?" >&2; } | true`;
  const program = ['/bin/sh', '-c', line, process.execPath, BUNDLE, 'ls', '--json'] as const;
  const {errors} = await runProgram(t, program, {env});
  t.is(errors, '0\n');
});
