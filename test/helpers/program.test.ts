import {existsSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {startProgram} from './program.ts';
import type {Program} from './program.ts';
import {createTemporaryHome} from './temporary-home.ts';

const startShell = async (t: ExecutionContext, script: string): Promise<Program> => {
  const home = createTemporaryHome();
  const program = await startProgram({file: '/bin/sh', args: ['-c', script], env: home.env, cwd: home.path});
  t.teardown(async () => {
    await program.close();
    home.remove();
  });
  return program;
};

test('a program types, is typed to, and ends with its code', async (t) => {
  const program = await startShell(t, 'echo ready; read line; echo "got $line"; exit 7');
  await program.screen.waitForText('ready');
  program.type('some words');
  program.press('enter');
  t.deepEqual(await program.exit, {code: 7, signal: undefined});
  t.deepEqual(program.screen.lines().slice(0, 3), ['ready', 'some words', 'got some words']);
});

test('all of a fast program is on the screen when it has ended', async (t) => {
  const program = await startShell(
    t,
    'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done; printf last',
  );
  t.deepEqual(await program.exit, {code: 0, signal: undefined});
  t.true(program.screen.text().endsWith('line 4999\nlast'));
});

test('a signal ends a program and is told', async (t) => {
  const program = await startShell(t, 'echo ready; exec sleep 100');
  await program.screen.waitForText('ready');
  program.kill('SIGTERM');
  t.deepEqual(await program.exit, {code: undefined, signal: 'SIGTERM'});
});

test('the interrupt key reaches the program', async (t) => {
  const program = await startShell(
    t,
    'trap "echo caught; exit 3" INT; echo ready; while :; do sleep 0.01; done',
  );
  await program.screen.waitForText('ready');
  program.press('ctrl-c');
  t.deepEqual(await program.exit, {code: 3, signal: undefined});
  t.regex(program.screen.text(), /caught/);
});

test('line settings can be read while a program runs and after its end', async (t) => {
  const program = await startShell(t, 'echo ready; read x; stty raw -echo; echo raw; read x');
  await program.screen.waitForText('ready');
  const before = await program.stty();
  t.regex(before, /^[\da-f:]{20,}$/);
  program.press('enter');
  await program.screen.waitForText('raw');
  const inside = await program.stty();
  t.not(inside, before);
  program.kill('SIGKILL');
  t.like(await program.exit, {signal: 'SIGKILL'});
  t.is(await program.stty(), inside);
});

test('a resize reaches the program and the screen', async (t) => {
  const program = await startShell(
    t,
    'trap "stty size; exit" WINCH; stty size; echo ready; while :; do sleep 0.01; done',
  );
  await program.screen.waitForText('24 80');
  await program.screen.waitForText('ready');
  program.resize(100, 30);
  await program.screen.waitForText('30 100');
  t.is(program.screen.columns, 100);
});

test('a query of the program is answered as a terminal does', async (t) => {
  const program = await startShell(t, 'stty raw -echo; printf "\\033[6n"; head -c 6 | tr "\\033" E; exit 0');
  await program.exit;
  t.regex(program.screen.text(), /E\[1;1R/);
});

test('cursor keys follow the mode of the terminal', async (t) => {
  const program = await startShell(
    t,
    'stty raw -echo; printf "\\033[?1h."; head -c 3 | tr "\\033" E; exit 0',
  );
  await program.screen.waitForText('.');
  program.press('up');
  await program.exit;
  t.regex(program.screen.text(), /EOA/);
});

test('bytes arrive as they were typed', async (t) => {
  const program = await startShell(t, 'stty raw -echo; printf ready; head -c 4 | od -An -tx1');
  await program.screen.waitForText('ready');
  program.type(Buffer.from([0xff, 0x00, 0xe1, 0x80]));
  await program.exit;
  t.regex(program.screen.text(), /ff 00 e1 80/);
});

test('a program that cannot be started is an error', async (t) => {
  const home = createTemporaryHome();
  t.teardown(home.remove);
  await t.throwsAsync(startProgram({file: path.join(home.path, 'nothing'), env: home.env}), {
    message: /ENOENT/,
  });
});

test('closing ends a program that does not listen', async (t) => {
  const program = await startShell(t, 'trap "" TERM HUP INT; echo ready; while :; do sleep 0.05; done');
  await program.screen.waitForText('ready');
  await program.close();
  t.throws(() => process.kill(program.pid, 0), {code: 'ESRCH'});
  await t.notThrowsAsync(program.close());
});

test('output waits while the terminal does not read', async (t) => {
  const program = await startShell(t, 'echo ready; read x; seq 200000; echo end');
  await program.screen.waitForText('ready');
  let bytes = 0;
  program.onOutput((chunk) => (bytes += chunk.length));
  program.pauseOutput();
  program.press('enter');
  t.is(bytes, 0);
  program.resumeOutput();
  await program.screen.waitForText('end');
  t.true(bytes > 1_000_000);
});

test('a temporary home is empty, private and gone afterwards', (t) => {
  const home = createTemporaryHome();
  writeFileSync(path.join(home.path, 'file'), '');
  t.true(existsSync(home.path));
  t.is(home.env['HOME'], home.path);
  home.remove();
  home.remove();
  t.false(existsSync(home.path));
});
