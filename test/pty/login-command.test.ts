import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {createPlace, exitOf, see, seeList} from './start-dxtop.ts';

/** A user who is not logged in anywhere, but knows where the platform is; the token is what they have on a slip of paper. */
const createUser = async (t: ExecutionContext) => {
  const place = await createPlace(t, {scenario: 'demo'});
  const directory = path.join(place.home.path, '.dnanexus_config');
  const {token} = /"auth_token":"(?<token>[^"]+)"/.exec(place.env['DX_SECURITY_CONTEXT'] ?? '')?.groups ?? {};
  const env = {DX_USER_CONF_DIR: directory, DX_SECURITY_CONTEXT: undefined, DX_PROJECT_CONTEXT_ID: undefined};
  const saved = (): string => readFileSync(path.join(directory, 'environment.json'), 'utf8');
  return {place, directory, env, token: token ?? '', saved};
};

test('a token that is piped in logs in: whoami knows it, and the dashboard starts with it', async (t) => {
  const {place, directory, env, token, saved} = await createUser(t);
  const {code, stdout, stderr} = await place.run(['login', '--token'], {env, input: `${token}\n`});
  t.is(code, 0);
  t.regex(stdout, /^Logged in to 127\.0\.0\.1:\d+ as \w+\.$/m);
  t.false((stdout + stderr).includes(token));
  t.true(saved().includes(token));
  const session = readdirSync(path.join(directory, 'sessions'));
  t.deepEqual(session, [String(process.pid)]);
  const who = await place.run(['whoami', '--json'], {env});
  t.is((JSON.parse(who.stdout) as {id: string}).id, 'user-rosalind');
  await seeList(await place.start({env}));
});

test('--token - is standard input, as with other programs, and no token', async (t) => {
  const {place, env, token, saved} = await createUser(t);
  const {code, stderr} = await place.run(['login', '--token', '-'], {env, input: `${token}\n`});
  t.is(code, 0);
  t.is(stderr, '');
  t.true(saved().includes(token));
});

test('a token that nobody knows is not saved', async (t) => {
  const {place, directory, env} = await createUser(t);
  const {code, stdout, stderr} = await place.run(['login'], {env, input: 'canary-token\n'});
  t.is(code, 3);
  t.is(stdout, '');
  t.regex(stderr, /did not accept your token/);
  t.notRegex(stderr, /canary/);
  t.false(existsSync(directory));
});

const UNUSABLE: ReadonlyArray<readonly [title: string, input: string, sentence: RegExp]> = [
  ['nothing', '', /There is no token on standard input/],
  ['an empty line', '\n', /There is no token on standard input/],
  ['two words', 'canary token\n', /cannot be a token/],
  ['a file of another kind', 'x'.repeat(100_000), /Standard input is too long for token/],
];
for (const [title, input, sentence] of UNUSABLE) {
  test(`refused with status 2 instead of a token: ${title}`, async (t) => {
    const {place, directory, env} = await createUser(t);
    const {code, stderr} = await place.run(['login'], {env, input});
    t.is(code, 2);
    t.regex(stderr, sentence);
    t.notRegex(stderr, /canary/);
    t.false(existsSync(directory));
  });
}

test('a token in the arguments is taken, with a warning about who can read it', async (t) => {
  const {place, env, token, saved} = await createUser(t);
  const {code, stderr} = await place.run(['login', '--token', token, '--noprojects'], {env});
  t.is(code, 0);
  t.regex(stderr, /others on this computer can read a token in the arguments \(`ps`\)/);
  t.false(stderr.includes(token));
  t.true(saved().includes(token));
});

test('at a terminal the token is asked for unseen, and a project picked by its number', async (t) => {
  const {place, directory, env, token, saved} = await createUser(t);
  const program = await place.start({args: ['login'], env});
  let printed = '';
  program.onOutput((bytes) => {
    printed += bytes.toString('latin1');
  });
  await see(program, /^Token for 127\.0\.0\.1:\d+ \(not shown\):/m);
  program.type(`${token}\r`);
  await see(program, /^ +0\) .+ \(\w+\)$/m);
  await see(program, /^Pick a number/m);
  program.type('99\r');
  await see(program, 'That is none of them.');
  program.type('0\r');
  t.is(await exitOf(program), 0);
  t.false(printed.includes(token));
  const name = readFileSync(path.join(directory, 'DX_PROJECT_CONTEXT_NAME'), 'utf8');
  t.true(program.screen.text().includes(`Selected project: ${name}.`));
  t.regex(saved(), /"DX_PROJECT_CONTEXT_ID": "project-\w{24}"/);
});

test('a project can be named, and must be one', async (t) => {
  const {place, env, token, saved} = await createUser(t);
  const project = place.env['DX_PROJECT_CONTEXT_ID'] ?? '';
  const unknown = await place.run(['login', '--project', 'no such'], {env, input: token});
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /You can run nothing in a project no such, or there is none/);
  const known = await place.run(['login', '--project', project], {env, input: token});
  t.is(known.code, 0);
  t.true(saved().includes(`"DX_PROJECT_CONTEXT_ID": "${project}"`));
});

test('after a logout neither the file nor the platform knows the token', async (t) => {
  const {place, env, token, saved} = await createUser(t);
  t.is((await place.run(['login'], {env, input: token})).code, 0);
  const {code, stdout} = await place.run(['logout'], {env});
  t.is(code, 0);
  t.regex(stdout, /^Revoked the token with the signature [0-9a-f]{64}\.$/m);
  t.false(saved().includes(token));
  t.true(saved().includes(String.raw`"DX_SECURITY_CONTEXT": "{\"auth_token\": \"PUBLIC\"`));
  t.regex((await place.run(['whoami'], {env})).stderr, /You are not logged in/);
  t.regex((await place.run(['login'], {env, input: token})).stderr, /did not accept your token/);
});

test('a logout that the platform does not hear of changes nothing, --local forgets all the same', async (t) => {
  const {place, env, token, saved} = await createUser(t);
  t.is((await place.run(['login'], {env, input: token})).code, 0);
  place.control.failNext({route: 'system/destroyAuthToken', kind: 'reset'});
  const failed = await place.run(['logout'], {env});
  t.is(failed.code, 3);
  t.true(saved().includes(token));
  const local = await place.run(['logout', '--local'], {env});
  t.is(local.code, 0);
  t.regex(local.stdout, /stays valid until it expires/);
  t.false(saved().includes(token));
});

test('a token in the environment still counts after a login, and that is said', async (t) => {
  const {place, directory, token} = await createUser(t);
  const env = {DX_USER_CONF_DIR: directory};
  const {code, stderr} = await place.run(['login'], {env, input: token});
  t.is(code, 0);
  t.regex(stderr, /DX_SECURITY_CONTEXT in this shell's environment still wins/);
  const out = await place.run(['logout'], {env});
  t.regex(out.stderr, /still in DX_SECURITY_CONTEXT of this shell/);
});
