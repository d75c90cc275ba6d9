import test from 'ava';
import type {ExecutionContext} from 'ava';
import {startProgram} from '../helpers/program.ts';
import {BUNDLE, createPlace, exitOf, type Place} from '../pty/start-dxtop.ts';
import {runDxtop} from './run-dxtop.ts';

/** A platform with clusters; the job has a driver and one worker, and lets us in. */
const startCluster = async (t: ExecutionContext): Promise<{place: Place; job: string}> => {
  const place = await createPlace(t, {scenario: 'cluster'});
  const job = place.control.findJob('Dask PCA, 1000 Genomes');
  place.control.update(job, {allowSSH: ['127.0.0.1']});
  return {place, job};
};

/** Each machine has a home folder of its own, so its name tells them apart. */
const WHO = 'basename "$(dirname "$HOME")"';

test.serial('--worker leads to that machine of a cluster, and numbers that are none are told', async (t) => {
  const {place, job} = await startCluster(t);
  const names = await Promise.all(
    ['0', '1'].map(async (number) => {
      const {output} = await runDxtop(t, ['ssh', '--worker', number, job, WHO], place);
      return output.toString();
    }),
  );
  t.is(new Set(names).size, 2);
  const plain = await runDxtop(t, ['ssh', job, WHO], place);
  t.is(plain.output.toString(), names[0] ?? '');
  const absent = await runDxtop(t, ['ssh', '--worker', '2', job, 'true'], place);
  t.is(absent.status, 255);
  t.is(absent.errors, 'dxtop: The job has no worker 2. Give a number from 0 (the driver) to 1.\n');
  const wrong = await runDxtop(t, ['ssh', '--worker', 'x', job, 'true'], place);
  t.is(wrong.status, 2);
});

test.serial(
  '--all-workers runs on all, each line behind its machine, with the worst exit status',
  async (t) => {
    const {place, job} = await startCluster(t);
    const command = `test -e driver && { echo one; echo err >&2; printf end; exit 3; }; echo two; exit 5`;
    t.is((await runDxtop(t, ['ssh', job, 'touch driver'], place)).status, 0);
    const {status, output, errors} = await runDxtop(t, ['ssh', '--all-workers', job, command], place);
    t.is(status, 5);
    t.deepEqual(output.toString().split('\n').toSorted(), [
      '',
      'driver: end',
      'driver: one',
      'worker 1: two',
    ]);
    t.is(errors, 'driver: err\n');
  },
);

for (const words of [
  ['-t'],
  ['-N'],
  ['-L', '1:localhost:1'],
  ['--worker', '1'],
  ['--transport', 'openssh'],
]) {
  test.serial(`--all-workers does not go together with ${words.join(' ')}, and says so`, async (t) => {
    const job = `job-${'x'.repeat(24)}`;
    const {status, errors} = await runDxtop(t, ['ssh', '--all-workers', ...words, job, 'true'], {env: {}});
    t.is(status, 2);
    t.regex(errors, /^dxtop: -\S+(?: openssh)? does not go together with --all-workers\./);
  });
}

test.serial('options behind the job count for --all-workers as well', async (t) => {
  const {place, job} = await startCluster(t);
  const {status, output} = await runDxtop(t, ['ssh', job, '--all-workers', 'echo here; exit 4'], place);
  t.is(status, 4);
  t.deepEqual(output.toString().split('\n').toSorted(), ['', 'driver: here', 'worker 1: here']);
});

test.serial('on a wide terminal the outputs of all workers stand side by side', async (t) => {
  const {place, job} = await startCluster(t);
  const command = "printf 'a\\033[31mb\\nlast\\n'";
  const program = await startProgram({
    file: process.execPath,
    args: [BUNDLE, 'ssh', '--all-workers', job, command],
    env: place.env,
    columns: 80,
  });
  t.teardown(program.close);
  t.is(await exitOf(program), 0);
  const column = (text: string) => text.padEnd(38);
  t.deepEqual(
    program.screen
      .lines()
      .slice(0, 4)
      .map((line) => line.trimEnd()),
    [
      `${column('driver (status 0)')} │ worker 1 (status 0)`,
      `${'─'.repeat(38)} │ ${'─'.repeat(38)}`,
      `${column('a␛[31mb')} │ a␛[31mb`,
      `${column('last')} │ last`,
    ],
  );
});

test.serial('a machine that cannot be reached is 255, and the others’ output is there', async (t) => {
  const {place, job} = await startCluster(t);
  const described = place.control.execution(job);
  if (!('clusterSlaves' in described)) throw new Error('it is a cluster');
  const [node] = described.clusterSlaves ?? [];
  const {sshHostKey: _hidden, ...withoutKey} = {...node} as {host: string; sshHostKey?: string};
  place.control.update(job, {clusterSlaves: [withoutKey]});
  const {status, output, errors} = await runDxtop(t, ['ssh', '--all-workers', job, 'echo here'], place);
  t.is(status, 255);
  t.is(output.toString(), 'driver: here\n');
  t.regex(errors, /^dxtop: worker 1: The platform publishes no host key for worker 1\. /);
});

test.serial('the firewall is the job’s: a closed one is refused once, for all workers', async (t) => {
  const {place, job} = await startCluster(t);
  place.control.update(job, {allowSSH: []});
  const {status, output, errors} = await runDxtop(t, ['ssh', '--all-workers', job, 'true'], place);
  t.is(status, 255);
  t.is(output.toString(), '');
  t.is(errors.match(/is not in this job's firewall/g)?.length, 1);
});
