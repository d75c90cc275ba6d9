import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {WireJob} from '../../source/wire/job.ts';
import {openFilteredPort} from '../helpers/filtered-port.ts';
import {CLOSED_PORT, startHttpProxy} from '../helpers/proxies.ts';
import {startServer} from '../services/ssh/ssh-server.ts';
import {createPlace, exitOf, quit, see, seeSelected} from './start-dxtop.ts';

interface DoctorReport {
  readonly isFine: boolean;
  readonly rootCause: string | null;
  readonly failedWorkers: readonly number[];
  readonly checks: readonly {
    readonly name: string;
    readonly worker: number | null;
    readonly state: string;
    readonly found: string;
  }[];
}

test('a healthy worker is fine, for people and for programs', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob();
  const {code, stdout, stderr} = await place.run(['doctor', jobId]);
  t.is(stderr, '');
  t.is(code, 0);
  t.regex(stdout, /^(?:Everything is fine|Nothing is wrong)\.\n/);
  t.regex(stdout, /^ ✓ ok {6}login {12}the worker takes your key$/m);
  t.false(stdout.includes('\u001B'));
  const {stdout: json} = await place.run(['doctor', jobId, '--json']);
  const report = JSON.parse(json) as DoctorReport;
  t.true(report.isFine);
  t.is(report.rootCause, null);
  t.deepEqual(
    report.checks.filter(({state}) => state === 'failed'),
    [],
  );
  t.is(report.checks.length, 16);
});

test('without a job account and network are looked at', async (t) => {
  const place = await createPlace(t);
  const {code, stdout} = await place.run(['doctor', '--json']);
  t.is(code, 0);
  t.deepEqual(
    (JSON.parse(stdout) as DoctorReport).checks.map(({name}) => name),
    ['network', 'api', 'token', 'key-permissions', 'key', 'account-key', 'log'],
  );
});

test('what is wrong comes first, and is the exit status', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob({allowSSH: []});
  const {code, stdout} = await place.run(['doctor', jobId]);
  t.is(code, 1);
  t.regex(stdout, /^Your address 127\.0\.0\.1 is not in the job's firewall \(allowSSH: closed\)\.\nAttach/);
});

test('who is not logged in learns of it as a check; a wrong ID is wrong usage', async (t) => {
  const place = await createPlace(t);
  const {code, stdout} = await place.run(['doctor'], {env: {DX_SECURITY_CONTEXT: ''}});
  t.is(code, 1);
  t.regex(stdout, /^You are not logged in\./);
  t.is((await place.run(['doctor', 'job-x'])).code, 2);
});

test('strangers’ texts reach programs escaped', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob({launchedBy: 'user-\u202Eevil\u009B31m'});
  const {stdout} = await place.run(['doctor', jobId, '--json']);
  t.regex(stdout, /"rootCause": "launched-by"/);
  t.notRegex(stdout, /[\u0080-\u009F\u202E]/);
});

test('through a proxy the worker is looked at from there, and its password is in no line', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob();
  const {port, targets} = await startHttpProxy(t, {user: 'alice', password: 'canary-9'});
  const env = {DX_SSH_PROXY: `http://alice:canary-9@127.0.0.1:${String(port)}`};
  const {code, stdout} = await place.run(['doctor', jobId], {env});
  t.is(code, 0);
  t.regex(stdout, /^ ✓ ok {6}SSH proxy {8}127\.0\.0\.1:\d+ answers$/m);
  t.false(stdout.includes('canary-9'));
  const {sshPort} = place.emulator.control.execution(jobId) as WireJob;
  t.true(targets.includes(`127.0.0.1:${String(sshPort)}`));
  t.is((await place.run(['ssh', '--ssh-proxy', 'http://a:canary-9@127.0.0.1:1', jobId, 'true'])).code, 2);
});

test('what a command let in is taken back with --close, and nothing else', async (t) => {
  const place = await createPlace(t);
  const {control} = place.emulator;
  const jobId = await control.addJob({allowSSH: ['192.0.2.1']});
  const readList = () => (control.execution(jobId) as WireJob).allowSSH;
  const silent = await place.run(['ssh', jobId, 'echo', 'hello']);
  t.is(silent.code, 255);
  t.regex(silent.stderr, /no terminal to ask you on/);
  t.deepEqual(readList(), ['192.0.2.1']);

  const directory = path.join(place.home.path, '.config', 'dxtop');
  mkdirSync(directory, {recursive: true});
  writeFileSync(path.join(directory, 'config.toml'), '[ssh]\nfirewall = "always"\n');
  const {stdout} = await place.run(['ssh', '--allow-ssh', '127.0.0.1', jobId, 'echo', 'hello']);
  t.is(stdout, 'hello\n');
  t.deepEqual(readList(), ['192.0.2.1', '127.0.0.1']);
  t.is((await place.run(['doctor', '--close'])).stdout, `${jobId}: 127.0.0.1 can no longer connect.\n`);
  t.deepEqual(readList(), ['192.0.2.1']);
  t.regex((await place.run(['doctor', '--close', jobId])).stdout, /has let no address in/);
});

test('a port that swallows packets is told after 4 s', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob();
  const filtered = await openFilteredPort();
  t.teardown(filtered.close);
  place.emulator.control.update(jobId, {sshPort: filtered.port});
  const {code, stdout} = await place.run(['doctor', jobId]);
  t.is(code, 1);
  t.regex(
    stdout,
    /^127\.0\.0\.1 port \d+ did not answer within 4 s\.\nThe job's firewall lets you in, so your network may not let port \d+ out/,
  );
});

test('a port at which something else than SSH answers is told', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob();
  const {port} = await startServer(t, (socket) => socket.end('HTTP/1.1 400 Bad\u001B[2J Request\r\n\r\n'));
  place.emulator.control.update(jobId, {sshPort: port});
  const {code, stdout} = await place.run(['doctor', jobId]);
  t.is(code, 1);
  t.regex(stdout, /does not speak SSH \(it says "HTTP\/1\.1 400 Bad␛\[2J Request"\)\./);
});

test('on a terminal each finding is printed as it comes, and the verdict last', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob();
  const filtered = await openFilteredPort();
  t.teardown(filtered.close);
  place.emulator.control.update(jobId, {sshPort: filtered.port});
  const program = await place.start({args: ['doctor', jobId], rows: 40});
  await see(program, /^127\.0\.0\.1 port \d+ did not answer within 4 s\.$/m);
  t.is(await exitOf(program), 1);
  const text = program.screen.text();
  // In the order of cause and consequence the log is behind the port, which takes 4 s.
  const places = [/ ok +log /, / wrong +port /, /^127\.0\.0\.1 port/m].map((part) => text.search(part));
  t.true(places.every((at) => at >= 0));
  t.deepEqual(
    places,
    places.toSorted((one, other) => one - other),
  );
});

test('it goes through --ssh-proxy, and offers nothing that --no-firewall-update forbids', async (t) => {
  const place = await createPlace(t);
  const jobId = await place.emulator.control.addJob({allowSSH: []});
  const {port, targets} = await startHttpProxy(t);
  const proxy = ['--ssh-proxy', `127.0.0.1:${String(port)}`];
  const {stdout} = await place.run(['doctor', jobId, ...proxy, '--no-firewall-update']);
  t.regex(
    stdout,
    /^The address of the SSH proxy 127\.0\.0\.1 is not in .*\.\nLeave --no-firewall-update out/,
  );
  const {sshPort} = place.emulator.control.execution(jobId) as WireJob;
  t.true(targets.includes(`127.0.0.1:${String(sshPort)}`));
});

test('of a cluster all machines are looked at, and the one that is wrong is named', async (t) => {
  const place = await createPlace(t, {scenario: 'cluster'});
  const {control} = place.emulator;
  const job = control.findJob('Dask PCA, 1000 Genomes');
  control.update(job, {allowSSH: ['127.0.0.1']});
  const well = await place.run(['doctor', job, '--json']);
  const whole = JSON.parse(well.stdout) as DoctorReport;
  t.is(well.code, 0);
  const described = control
    .requests()
    .filter(({route, subject}) => route === 'job/describe' && subject === job);
  // Once for the job and once for its app, however many machines it has.
  t.is(described.length, 2);
  const ofMachine = ['dns', 'port', 'host-key', 'login', 'multiplexer'];
  const listOf = (wanted: number | null) =>
    whole.checks.filter(({worker}) => worker === wanted).map(({name}) => name);
  t.deepEqual(listOf(0), ofMachine);
  t.deepEqual(listOf(1), ['state', ...ofMachine]);
  t.is(listOf(null).length, 11);
  t.deepEqual(whole.failedWorkers, []);

  const [node] = (control.execution(job) as WireJob).clusterSlaves ?? [];
  if (!node) throw new Error('it has a worker');
  control.update(job, {clusterSlaves: [{...node, sshPort: CLOSED_PORT}]});
  const broken = await place.run(['doctor', job, '--json']);
  t.is(broken.code, 1);
  t.like(JSON.parse(broken.stdout), {isFine: false, rootCause: 'port', failedWorkers: [1]});
  const sentence = 'worker 1: 127.0.0.1 port 1 refused the connection.';
  const piped = await place.run(['doctor', job]);
  t.true(piped.stdout.startsWith(`${sentence}\n`), piped.stdout);
  t.false(piped.stdout.includes('\u001B'));
  t.regex(piped.stdout, /^ worker 1\n ✓ ok +state of the job/m);

  t.is((await place.run(['doctor', job, '--worker', '0'])).code, 0);
  const second = await place.run(['doctor', job, '--worker', '1', '--json']);
  t.like(JSON.parse(second.stdout), {job, worker: 1, rootCause: 'port'});
  t.is((await place.run(['doctor', '--worker', '1'])).code, 2);

  const beside = await place.start({args: ['doctor', job], columns: 120, rows: 45});
  await see(beside, /^driver +│ worker 1$/m);
  await see(beside, /^✓ ok login +│[^]*│ – skipped login$/m);
  await see(beside, sentence);
  t.is(await exitOf(beside), 1);

  const dashboard = await place.start({columns: 120, rows: 50});
  await seeSelected(dashboard, 'Hail export');
  dashboard.press('j');
  await seeSelected(dashboard, 'Dask PCA');
  dashboard.press('i');
  await see(dashboard, new RegExp(`The way to Dask PCA[^]*${sentence}[^]*^ worker 1$`, 'm'));
  dashboard.press('escape');
  await seeSelected(dashboard, 'Dask PCA');
  t.is(await quit(dashboard), 0);
});
