import {existsSync, readdirSync, readFileSync, readlinkSync, statSync} from 'node:fs';
import test from 'ava';
import {createControlServer} from '../../source/emulator/control-server.ts';
import {createEmulator} from '../../source/emulator/emulator.ts';
import {readLog} from './read-log.ts';
import {startEmulator} from './start-emulator.ts';

/** The local addresses of every TCP socket on which this process listens, as /proc has them: `0100007F:1F90`. */
const readListeningAddresses = (): string[] => {
  const inodes = new Set<string>();
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // The descriptor of the listing itself is gone by now.
    }
  }
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
      .map(([, address]) => address ?? ''),
  );
};

const testOnLinux = process.platform === 'linux' ? test : test.skip;

testOnLinux(
  'E-1: the API, the control interface and every worker listen on 127.0.0.1 and nowhere else',
  async (t) => {
    const emulator = await startEmulator(t, {scenario: 'cluster', useTmux: false});
    const control = await createControlServer(emulator.control);
    t.teardown(() => control.close());
    const addresses = readListeningAddresses();
    // The API, the control interface, and the machines of three clusters.
    t.true(addresses.length >= 2 + 4 + 3 + 2, addresses.join());
    for (const address of addresses) t.regex(address, /^0100007F:/);
    const ports = addresses.map((address) => Number.parseInt(address.split(':')[1] ?? '', 16));
    for (const port of [emulator.port, control.port]) t.true(ports.includes(port));
  },
);

test('E-2: 600 knocks at the log and at the control interface are refused, and nothing is done', async (t) => {
  const emulator = await startEmulator(t);
  const control = await createControlServer(emulator.control);
  t.teardown(() => control.close());
  const id = await emulator.control.addJob();
  emulator.control.log(id, {source: 'APP', level: 'STDOUT', msg: 'secret'});
  const host = {headers: {host: 'evil.example.org'}};
  let refusedCount = 0;
  for (let batch = 0; batch < 10; batch++) {
    const readers = Array.from({length: 30}, (_unused, index) =>
      index % 2 ? readLog(emulator, id, {access_token: `guess ${index}`}) : readLog(emulator, id, {}, host),
    );
    const replies = Array.from({length: 30}, (_unused, index) =>
      fetch(`http://127.0.0.1:${control.port}/setClientIp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${index % 2 ? 'guess' : control.token}`,
          ...(index % 2 === 0 && {origin: 'https://evil.example.org'}),
        },
        body: '{"ip": "203.0.113.66"}',
      }),
    );
    for (const reader of readers) {
      const {code} = await reader.closed;
      if (reader.messages.length === 0 && (code === 1008 || code === 1006)) refusedCount += 1;
    }
    for (const reply of await Promise.all(replies)) if (reply.status >= 401) refusedCount += 1;
  }
  t.is(refusedCount, 600);
  t.is((await emulator.get('system/whoami', {fields: {clientIp: true}})).clientIp, '127.0.0.1');
});

test('E-3: two runs of one scenario share no token, no key and no folder; folders are private and go', async (t) => {
  const runs = await Promise.all([1, 2].map(() => createEmulator({scenario: 'cluster', useTmux: false})));
  const secrets = runs.flatMap(({environment, control}) => {
    const directory = environment.DX_USER_CONF_DIR ?? '';
    t.is(statSync(directory).mode & 0o777, 0o700);
    const job = control.execution(control.findJob('Dask PCA, 1000 Genomes')) as {sshHostKey?: string};
    const key = readFileSync(`${directory}/ssh_id`, 'utf8');
    return [directory, environment.DX_SECURITY_CONTEXT ?? '', job.sshHostKey ?? '', key];
  });
  t.is(new Set(secrets).size, 8);
  t.true(secrets.every((secret) => secret.length > 20));
  await Promise.all(runs.map((run) => run.close()));
  for (const {environment} of runs) t.false(existsSync(environment.DX_USER_CONF_DIR ?? '/'));
});
