import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import type {Program} from '../helpers/program.ts';
import {
  createPlace,
  type DxtopOptions,
  exitOf,
  type Place,
  PROMPT,
  quit,
  see,
  seeList,
  seeSelected,
  seeThat,
} from './start-dxtop.ts';

/** A user with a home without keys; the account has a key of another computer. */
const createUser = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  const directory = path.join(place.home.path, '.dnanexus_config');
  return {place, directory, env: {DX_USER_CONF_DIR: directory}};
};

/** The same user in front of the wizard. */
const startWizard = async (t: ExecutionContext, options: Pick<DxtopOptions, 'columns' | 'rows'> = {}) => {
  const user = await createUser(t);
  return {...user, program: await user.place.start({...options, args: ['setup'], env: user.env})};
};

const putPair = ({home}: Place, name: string, passphrase = ''): string => {
  const directory = path.join(home.path, '.ssh');
  mkdirSync(directory, {recursive: true});
  const options = {bits: 256 as const, comment: name};
  const pair = ssh2.utils.generateKeyPairSync(
    'ecdsa',
    passphrase === '' ? options : {...options, passphrase, cipher: 'aes256-ctr', rounds: 1},
  );
  writeFileSync(path.join(directory, name), pair.private, {mode: 0o600});
  writeFileSync(path.join(directory, `${name}.pub`), `${pair.public}\n`);
  return `${pair.public}\n`;
};

/** The line of the menu that has the cursor. */
const seeCursor = (program: Program, item: string): Promise<void> =>
  seeThat(program, `the cursor on ${item}`, (screen) =>
    screen.lines().some((line) => line.trimStart().startsWith(`❯ ${item}`)),
  );

/** Goes down the menu to a line, and opens it. */
const choose = async (program: Program, item: string): Promise<void> => {
  await see(program, item);
  const {screen} = program;
  for (let turn = 0; turn < 20; turn++) {
    const now = screen.lines().find((line) => line.trimStart().startsWith('❯ '));
    if (now?.includes(item)) break;
    program.press('down');
    await seeThat(program, 'the cursor to move', () => !screen.lines().includes(now ?? ''));
  }
  await seeCursor(program, item);
  program.press('enter');
};

/** From the menu to the question about what a new key replaces. */
const makeKey = async (program: Program): Promise<void> => {
  await choose(program, 'Make a new key pair');
  await seeCursor(program, 'Ed25519');
  program.press('enter');
  await see(program, 'Passphrase (not shown):');
  program.press('enter');
  await see(program, 'Type replace to do it:');
};

const readLine = (directory: string): string => readFileSync(path.join(directory, 'ssh_id.pub'), 'utf8');

test.serial(
  'the wizard makes a key, but only after the word for it, with both fingerprints in sight',
  async (t) => {
    const {directory, program} = await startWizard(t, {columns: 80, rows: 24});
    await see(program, /^ The account of rosalind has the SSH key$/m);
    await makeKey(program);
    await see(program, /other computers with the older key lose\s+access/);
    t.is(program.screen.text().match(/SHA256:/g)?.length, 2);
    program.press('enter');
    program.type('y\r');
    program.type('replac');
    await see(program, 'Type replace to do it: replac');
    t.false(existsSync(directory));
    program.type('e\r');
    await see(program, /^ Its private half is used from .*\.dnanexus_config\/ssh_id\.$/m);
    program.press('enter');
    t.is(await exitOf(program), 0);
    t.regex(program.screen.text(), /^Your account has the SSH key SHA256:/m);
    t.regex(readLine(directory), /^ssh-ed25519 /);
  },
);

test.serial('Esc leads back page by page, and out without a change', async (t) => {
  const {directory, program} = await startWizard(t);
  await makeKey(program);
  program.press('escape');
  await seeCursor(program, 'Make a new key pair');
  program.press('enter');
  await seeCursor(program, 'Ed25519');
  program.press('escape');
  await seeCursor(program, 'Make a new key pair');
  program.press('escape');
  t.is(await exitOf(program), 1);
  t.regex(program.screen.text(), /nothing was changed/);
  t.false(existsSync(directory));
});

test.serial('a passphrase is typed twice, and never seen', async (t) => {
  const {directory, program} = await startWizard(t);
  let printed = '';
  program.onOutput((bytes) => {
    printed += bytes.toString('latin1');
  });
  await choose(program, 'Make a new key pair');
  await seeCursor(program, 'Ed25519');
  program.press('enter');
  await see(program, 'Passphrase (not shown):');
  program.type('canary one\r');
  await see(program, 'The same once more (not shown):');
  program.type('canary two\r');
  await see(program, 'The two differ. Type it again.');
  program.type('canary one\r');
  await see(program, 'The same once more (not shown):');
  program.type('canary one\r');
  await see(program, 'Type replace to do it:');
  program.type('replace\r');
  await see(program, 'Its private half is used from');
  const pem = readFileSync(path.join(directory, 'ssh_id'), 'utf8');
  t.false(ssh2.utils.parseKey(pem, 'canary one') instanceof Error);
  t.notRegex(printed, /canary/);
});

test.serial('pairs of ~/.ssh are offered, and so is any path, with what is wrong with it', async (t) => {
  const {place, directory, env} = await createUser(t);
  const line = putPair(place, 'id_mine');
  putPair(place, 'locked', 'x');
  const program = await place.start({args: ['setup'], env});
  await see(program, /^ {3}Use ~\/\.ssh\/locked, with a passphrase$/m);
  await choose(program, 'Use the key pair at another path');
  await see(program, 'Path:');
  program.type('/nonexistent/key\r');
  await see(program, 'There is no SSH key on this computer (/nonexistent/key).');
  program.press('ctrl-u');
  program.type('~/.ssh/id_mine\r');
  await see(program, 'Type replace to do it:');
  program.press('escape');
  await choose(program, 'Use ~/.ssh/id_mine');
  await see(program, 'Type replace to do it:');
  program.type('replace\r');
  await see(program, 'Its private half is used from');
  t.is(readLine(directory), line);
});

test.serial('the account’s key can be taken off', async (t) => {
  const {place, env, program} = await startWizard(t);
  await choose(program, "Take the account's key off");
  await see(program, 'Type revoke to do it:');
  program.type('revoke\r');
  await see(program, /^ Your account has no SSH key now\.$/m);
  program.press('enter');
  t.is(await exitOf(program), 0);
  t.regex((await place.run(['setup', '--list'], {env})).stdout, /has no SSH key\.$/m);
});

test.serial('when the platform does not answer, Enter looks again', async (t) => {
  const {place, env} = await createUser(t);
  place.control.failNext({route: 'user/describe', kind: 'status', status: 404, type: 'ResourceNotFound'});
  const program = await place.start({args: ['setup'], env});
  await see(program, /The platform refused the call: ResourceNotFound/);
  program.press('enter');
  await seeCursor(program, 'Make a new key pair');
  t.notRegex(program.screen.text(), /refused/);
});

for (const [title, prepare, sentence] of [
  ['there is no key', () => undefined, /There is no SSH key on this computer/],
  [
    'the key is not the account’s',
    (place: Place, directory: string) => {
      const line = putPair(place, 'id_other');
      mkdirSync(directory, {mode: 0o700});
      writeFileSync(path.join(directory, 'ssh_id.pub'), line);
      writeFileSync(
        path.join(directory, 'ssh_id'),
        readFileSync(path.join(place.home.path, '.ssh', 'id_other')),
        {
          mode: 0o600,
        },
      );
    },
    /The worker did not accept your SSH key/,
  ],
] as const) {
  test.serial(
    `an attach that fails because ${title} leads to the wizard, and from there to the worker`,
    async (t) => {
      const {place, directory, env} = await createUser(t);
      await place.control.addJob({name: 'the worker'});
      prepare(place, directory);
      const program = await place.start({env, columns: 120, rows: 40});
      await seeSelected(program, 'the worker');
      program.press('enter');
      await see(program, sentence);
      await see(program, /K does it here, and tries\s+again\./);
      await seeList(program);
      program.type('K');
      await see(program, /^Executions › SSH key$/m);
      await makeKey(program);
      program.type('replace\r');
      await see(program, 'Its private half is used from');
      program.press('enter');
      await see(program, PROMPT);
      program.type('\r~d');
      await see(program, /^Detached from the worker/m);
      await seeList(program);
      t.is(await quit(program), 0);
      t.regex(readLine(directory), /^ssh-ed25519 /);
    },
  );
}

test.serial('the wizard can be opened at any time with K, and left without a trace', async (t) => {
  const {place, directory, env} = await createUser(t);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start({env});
  await seeSelected(program, 'the worker');
  program.type('K');
  await seeCursor(program, 'Make a new key pair');
  program.press('escape');
  await seeSelected(program, 'the worker');
  t.false(existsSync(directory));
});
