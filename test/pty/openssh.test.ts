import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import type {ImplementationFn} from 'ava';
import type {WireJob} from '../../source/wire/job.ts';
import {runDxtop} from '../commands/run-dxtop.ts';
import {startHttpProxy} from '../helpers/proxies.ts';
import {createPlace, exitOf, PROMPT, readFreshStty, see} from './start-dxtop.ts';

const hasSsh = ((): boolean => {
  try {
    execFileSync('ssh', ['-V'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
})();
const testSsh = (title: string, run: ImplementationFn<[]>) => {
  if (hasSsh) test.serial(title, run);
  else test.serial.skip(`${title} (left out: there is no OpenSSH client on this computer)`, run);
};

/** The process IDs of our ssh processes for workers; Linux only. */
const findSshProcesses = (): string[] =>
  (existsSync('/proc/self') ? readdirSync('/proc') : []).filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('/dxtop-ssh-');
    } catch {
      // It ended meanwhile.
      return false;
    }
  });

testSsh(
  'dxtop ssh --transport openssh attaches with the user’s ssh, and ~d leaves the terminal as it was',
  async (t) => {
    const place = await createPlace(t);
    const job = await place.control.addJob();
    const program = await place.start({args: ['ssh', '--transport', 'openssh', job]});
    await see(program, PROMPT);
    t.true(findSshProcesses().length > 0);
    program.type('printf "a\\nb\\n"\r');
    await see(program, /^a\nb$/m);
    program.type('\r~d');
    await see(program, /Detached from test job; the session lives on/);
    t.is(await exitOf(program), 0);
    t.is(await program.stty(), await readFreshStty());
  },
);

testSsh('after kill -9 no ssh is left behind', async (t) => {
  const before = findSshProcesses();
  const place = await createPlace(t);
  const job = await place.control.addJob();
  // Its folder stays behind; this home goes with the test.
  const env = {TMPDIR: place.home.path};
  const program = await place.start({args: ['ssh', '--transport', 'openssh', job], env});
  await see(program, PROMPT);
  const started = findSshProcesses().filter((id) => !before.includes(id));
  t.true(started.length >= 3, 'master, terminal and heartbeat');
  program.kill('SIGKILL');
  await exitOf(program);
  while (findSshProcesses().some((id) => started.includes(id)))
    await new Promise((resolve) => setTimeout(resolve, 50));
});

testSsh('a command through the user’s ssh has our streams and its exit status', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const options = {env: place.env, input: 'data'};
  const {status, output, errors} = await runDxtop(
    t,
    ['ssh', '--transport', 'openssh', job, 'cat; echo err >&2; exit 5'],
    options,
  );
  t.deepEqual([status, output.toString(), errors], [5, 'data', 'err\n']);
  const lonely = await runDxtop(t, ['ssh', '--transport', 'openssh', job, 'true'], {
    env: {...place.env, PATH: '/nonexistent'},
  });
  t.is(lonely.status, 255);
  t.regex(lonely.errors, /OpenSSH is not installed: there is no ssh on your PATH\./);
});

testSsh(
  'a command through the user’s ssh goes through the SSH proxy, and hears what that answers',
  async (t) => {
    const place = await createPlace(t);
    const job = await place.control.addJob();
    const proxy = await startHttpProxy(t, {user: 'alice', password: 'sesame'});
    const run = (url: string) =>
      runDxtop(t, ['ssh', '--transport', 'openssh', job, 'cat; exit 5'], {
        env: {...place.env, DX_SSH_PROXY: url},
        input: 'data',
      });
    const {status, output} = await run(`http://alice:sesame@127.0.0.1:${proxy.port}`);
    t.deepEqual([status, output.toString()], [5, 'data']);
    // The platform is asked through it as well, which address it sees.
    t.is(proxy.targets.at(-1), `127.0.0.1:${(place.control.execution(job) as WireJob).sshPort}`);
    const refused = await run(`http://127.0.0.1:${proxy.port}`);
    t.is(refused.status, 255);
    t.regex(refused.errors, /^dxtop: The SSH proxy 127\.0\.0\.1:\d+ wants a user name and password \(407/m);
  },
);
