import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {startProgram} from '../helpers/program.ts';
import {createTemporaryHome} from '../helpers/temporary-home.ts';
import {expireLogin} from './expired-login.ts';
import {BUNDLE, createPlace, exitOf, quit, see, seeList, seeThat} from './start-dxtop.ts';

const home = createTemporaryHome();
test.after.always(() => {
  home.remove();
});

/** Runs the program without a terminal. */
const runPiped = (...args: readonly string[]) => {
  const {status, stdout, stderr} = spawnSync(process.execPath, [BUNDLE, ...args], {
    env: home.env,
    encoding: 'utf8',
    input: '',
    timeout: 30_000,
  });
  return {status, stdout, stderr};
};

for (const args of [[], ['attach'], ['demo'], ['attach', 'job-J00000000000000000000000'], ['reset']]) {
  test(`without a terminal \`dxtop ${args.join(' ')}\` ends with 2 and a hint`, (t) => {
    t.deepEqual(runPiped(...args), {
      status: 2,
      stdout: '',
      stderr:
        'dxtop: This needs a terminal, on standard input and on standard output. Run it in one, without pipes.\n',
    });
  });
}

for (const [args, message] of [
  [['frobnicate'], /error: unknown command 'frobnicate'\./],
  [
    [`job-${'J'.repeat(24)}`],
    /error: unknown command 'job-J{24}'\. dxtop ssh job-J{24} goes to its worker\./,
  ],
  [['whoami', 'me'], /error: too many arguments for 'whoami'/],
  [['--frobnicate'], /error: unknown option '--frobnicate'/],
  [['ssh'], /error: missing required argument 'job'/],
  [['emulator', '--port', 'http'], /http is no port\. Give a number from 0 to 65535\./],
  [['emulator', '--port', '65536'], /65536 is no port/],
] as const) {
  test(`\`dxtop ${args.join(' ')}\` ends with 2 and says what is wrong`, (t) => {
    const {status, stdout, stderr} = runPiped(...args);
    t.is(status, 2);
    t.is(stdout, '');
    t.regex(stderr, message);
    if (args[0] !== 'emulator') t.regex(stderr, /^Usage: dxtop/m);
  });
}

test('an analysis has no worker, and is told from a job', (t) => {
  const {status, stderr} = runPiped('ssh', `analysis-${'J'.repeat(24)}`);
  t.is(status, 2);
  t.regex(stderr, /^dxtop: analysis-J{24} is an analysis, not a job\. `dxtop describe`/);
});

test('--help and --version end with 0', (t) => {
  t.like(runPiped('--version'), {status: 0, stderr: ''});
  const help = runPiped('--help');
  t.is(help.status, 0);
  for (const word of ['attach', 'ssh', 'demo', 'emulator', 'reset']) t.true(help.stdout.includes(word), word);
});

test('an unknown scenario ends with the names of those that there are', (t) => {
  const {status, stderr} = runPiped('emulator', '--scenario', 'nothing');
  t.not(status, 0);
  t.regex(stderr, /demo.*empty.*failures.*hostile.*huge/);
});

/** Runs the program on a terminal to its end, and answers its code and what it printed. */
const runToEnd = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const program = await startProgram({file: process.execPath, args: [BUNDLE, ...args], env, columns: 200});
  const code = await exitOf(program);
  const result = {code, text: program.screen.text().trim()};
  await program.close();
  return result;
};

for (const [id, shown] of [
  ['job-short', 'job-short'],
  ['-oProxyCommand=id', undefined],
  ['job-J0000000000000000000000;', 'job-J0000000000000000000000;'],
  ['job-\x1b]0;owned\x07', 'job-␛]0;owned␇'],
] as const) {
  test(`${JSON.stringify(id)} is no job ID`, async (t) => {
    const {code, text} = await runToEnd(['ssh', id], home.env);
    t.is(code, 2);
    if (shown === undefined) t.regex(text, /unknown option|does not look like a job ID/);
    else
      t.is(
        text,
        `dxtop: ${shown} does not look like a job ID. It is job- and 24 letters and digits, as \`dx find jobs\` shows it.`,
      );
  });
}

test('a terminal that is dumb is refused with a hint', async (t) => {
  t.deepEqual(await runToEnd([], {...home.env, TERM: 'dumb'}), {
    code: 2,
    text: 'dxtop: The terminal cannot draw a screen (TERM is dumb). Set TERM to what your terminal is, such as xterm-256color.',
  });
});

test('without a token the program says how to log in', async (t) => {
  t.deepEqual(await runToEnd([], home.env), {
    code: 2,
    text: 'dxtop: You are not logged in. Run `dxtop login`, or set DX_SECURITY_CONTEXT, and start dxtop again.',
  });
});

test('an address of the platform that is none is refused', async (t) => {
  const env = {...home.env, DX_APISERVER_HOST: 'no host', DX_SECURITY_CONTEXT: '{"auth_token":"x"}'};
  const {code, text} = await runToEnd([], env);
  t.is(code, 2);
  t.regex(text, /^dxtop: .*DX_APISERVER_HOST/);
});

test('a broken environment.json is told and left as it is', async (t) => {
  const place = await createPlace(t);
  const directory = path.join(place.home.path, '.dnanexus_config');
  mkdirSync(directory);
  const file = path.join(directory, 'environment.json');
  writeFileSync(file, '{"DX_APISERVER_HOST": ');
  const program = await place.start({env: {DX_USER_CONF_DIR: directory}, columns: 160});
  await seeList(program);
  await see(program, 'environment.json');
  t.is(readFileSync(file, 'utf8'), '{"DX_APISERVER_HOST": ');
  t.is(await quit(program), 0);
});

test('a token that the platform refuses is told with what to run', async (t) => {
  const place = await createPlace(t);
  const program = await place.start({
    env: {DX_SECURITY_CONTEXT: '{"auth_token":"wrong","auth_token_type":"Bearer"}'},
  });
  await see(program, /The platform did not accept your token/);
  await see(program, /Run `dxtop login`; an open\s+dashboard notices, and goes on\./);
  t.is(await quit(program), 0);
});

test('who logs in again in another window finds the open dashboard going on', async (t) => {
  const place = await createPlace(t, {scenario: 'demo'});
  const {env, logIn} = expireLogin(place);
  const program = await place.start({env});
  await see(program, /The platform did not accept your token/);
  t.is((await logIn()).code, 0);
  await seeList(program);
  await seeThat(program, 'the list is live', (screen) => /live$/m.test(screen.text()));
  t.false(program.screen.text().includes('did not accept'));
  t.is(await quit(program), 0);
});

test('a state folder that cannot be written is told, and the dashboard works', async (t) => {
  const place = await createPlace(t);
  const file = path.join(place.home.path, 'state');
  writeFileSync(file, 'a file in place of the folder');
  const program = await place.start({env: {XDG_STATE_HOME: file}, columns: 160});
  await see(program, /Nothing can be saved/);
  t.is(await quit(program), 0);
});

test('a state file that is broken is set aside', async (t) => {
  const place = await createPlace(t);
  const directory = path.join(place.home.path, '.local', 'state', 'dxtop');
  mkdirSync(directory, {recursive: true});
  chmodSync(directory, 0o700);
  writeFileSync(path.join(directory, 'dxtop.db'), 'garbage'.repeat(1000));
  const program = await place.start({columns: 200});
  await see(program, /set aside as .*dxtop\.db\.bad/);
  t.true(existsSync(path.join(directory, 'dxtop.db.bad')));
  t.is(await quit(program), 0);
});
