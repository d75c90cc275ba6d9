import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, chownSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {formatVerdict} from '../../../source/format/checks.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {parseSshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {CLOSED_PORT, startHttpProxy} from '../../helpers/proxies.ts';
import {hasAgent, startAgent} from '../../helpers/ssh-agent.ts';
import {createKeys, hostKeys, startServer, startSshServer} from '../ssh/ssh-server.ts';
import {createCheckKit, replaceKeys, type Scene, takeAccountKey} from './check-kit.ts';

const kit = await createCheckKit();
test.after.always(() => kit.close());

/** What can be wrong, in the order of cause and consequence, each with the first sentence that is shown. */
const conditions: ReadonlyArray<
  readonly [
    what: string,
    sentence: RegExp,
    spoil: (scene: Scene, t: ExecutionContext) => void | Promise<void>,
  ]
> = [
  [
    'no network',
    /^This computer is not connected to any network\.$/,
    (scene) => {
      scene.settings = {...scene.settings, apiServer: {protocol: 'https', host: 'api.invalid', port: 443}};
      scene.change = {...scene.change, hasNetwork: () => false};
    },
  ],
  [
    'the platform does not answer',
    /^127\.0\.0\.1:\d+ refused the connection\.$/,
    (scene) => {
      const apiServer = {protocol: 'http' as const, host: '127.0.0.1', port: CLOSED_PORT};
      if (scene.settings.apiServer.host === '127.0.0.1') scene.settings = {...scene.settings, apiServer};
    },
  ],
  [
    'a token that nobody has',
    /^The platform did not accept your token/,
    (scene) => {
      scene.settings = {...scene.settings, token: new Secret('wrong')};
    },
  ],
  [
    'a job that is done',
    /^The job is done: its worker is gone\.$/,
    (scene) => {
      scene.job = {...scene.job, state: 'done'};
    },
  ],
  [
    "somebody else's job",
    /^The job was launched by user-somebody, and you are user-/,
    (scene) => {
      scene.job = {...scene.job, launchedBy: 'user-somebody'};
    },
  ],
  [
    'a closed app and not its developer',
    /^The app secret_caller is not open source, and you are not one of its developers/,
    (scene) => {
      const app = {name: 'secret_caller', openSource: false, isDeveloperFor: false};
      scene.job = {...scene.job, executable: kit.emulator.control.addApp(app)};
    },
  ],
  [
    'a key that belongs to another user',
    /^The private key \S+ belongs to another user\.$/,
    (scene) => {
      const path = join(scene.ownKeys(), 'ssh_id');
      if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534);
      else {
        // What root owns and everyone may read.
        rmSync(path);
        symlinkSync('/etc/passwd', path);
      }
    },
  ],
  [
    'a key that others can read',
    /^The private key \S+ is open to other users \(mode 0644\)\.$/,
    (scene) => {
      chmodSync(join(scene.ownKeys(), 'ssh_id'), 0o644);
    },
  ],
  [
    'no key here',
    /^There is no SSH key on this computer/,
    (scene) => {
      rmSync(join(scene.ownKeys(), 'ssh_id'));
    },
  ],
  [
    'a key file that is cut off',
    /^The private key \S+ssh_id is cut off: its last line is missing\.$/,
    (scene) => {
      const path = join(scene.ownKeys(), 'ssh_id');
      truncateSync(path, Math.floor(statSync(path).size / 2));
    },
  ],
  [
    'two halves of different keys',
    /^\S+ssh_id\.pub is not the public half of \S+ssh_id\.$/,
    (scene) => {
      writeFileSync(join(scene.ownKeys(), 'ssh_id.pub'), `${createKeys().public}\n`);
    },
  ],
  [
    'an account without a key',
    /^Your account has no SSH key, so no worker lets you in\.$/,
    async (_scene, t) => {
      await takeAccountKey(t, kit);
    },
  ],
  [
    "a key that is not the account's",
    /^The SSH key of your account is another one \(SHA256:\S+\) than the one here \(SHA256:\S+\)\.$/,
    (scene) => {
      replaceKeys(scene.ownKeys());
    },
  ],
  [
    'a host that nobody knows',
    /^The name (?:server did not answer for )?worker\.invalid/,
    (scene) => {
      scene.afterwards.push((jobId) => kit.emulator.control.update(jobId, {host: 'worker.invalid'}));
    },
  ],
  [
    'a proxy that wants a login',
    /^The SSH proxy 127\.0\.0\.1:\d+ wants a user name and password \(407/,
    async (scene, t) => {
      const {port} = await startHttpProxy(t, {user: 'alice', password: 'secret'});
      scene.change = {...scene.change, proxy: parseSshProxy(`http://127.0.0.1:${String(port)}`)};
    },
  ],
  [
    'a closed firewall',
    /^(?:Your address|The address of the SSH proxy) 127\.0\.0\.1 is not in the job's firewall \(allowSSH: closed\)\.$/,
    (scene) => {
      scene.job = {...scene.job, allowSSH: []};
    },
  ],
  [
    'a proxy that cannot reach the worker',
    /^The SSH proxy 127\.0\.0\.1:\d+ could not reach \S+ \(502 Bad Gateway\)\.$/,
    async (scene, t) => {
      const {port} = await startHttpProxy(t);
      scene.change = {...scene.change, proxy: parseSshProxy(`http://127.0.0.1:${String(port)}`)};
      scene.afterwards.push((jobId) => kit.emulator.control.update(jobId, {sshPort: CLOSED_PORT}));
    },
  ],
  [
    'a port that refuses',
    /^\S+ port \d+ refused the connection\.$/,
    (scene) => {
      scene.afterwards.push((jobId) => kit.emulator.control.update(jobId, {sshPort: CLOSED_PORT}));
    },
  ],
  [
    'a port at which something else than SSH answers',
    /^\S+ port \d+ does not speak SSH \(it says "HTTP\/1\.1 400 Bad Request"\)\.$/,
    async (scene, t) => {
      const {port} = await startServer(t, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      scene.afterwards.push((jobId) => kit.emulator.control.update(jobId, {sshPort: port}));
    },
  ],
  [
    'another host key',
    /^The worker's host key is not the one that the platform published/,
    (scene) => {
      const sshHostKey = createKeys().public;
      scene.afterwards.push((jobId) => kit.emulator.control.update(jobId, {sshHostKey}));
    },
  ],
  [
    'a worker that does not take the key',
    /^The worker did not accept your SSH key\.$/,
    async (scene, t) => {
      const {port} = await startSshServer(t, {isUserAllowed: false});
      scene.afterwards.unshift((jobId) =>
        kit.emulator.control.update(jobId, {sshPort: port, sshHostKey: hostKeys.public}),
      );
    },
  ],
  [
    'a log that cannot be read',
    /^Logs cannot be read\. 127\.0\.0\.1:\d+ refused the connection\.$/,
    (scene) => {
      scene.settings = {...scene.settings, watchPort: CLOSED_PORT};
    },
  ],
];

/** These two cannot be true at once. */
const impossible = [
  ['a key that belongs to another user', 'no key here'],
  ['a key that others can read', 'no key here'],
  ['no key here', 'a key file that is cut off'],
  ['a proxy that wants a login', 'a proxy that cannot reach the worker'],
];
/** Here the later one is the cause: with a proxy nobody here looks the name up. */
const overruled = [
  ['a host that nobody knows', 'a proxy that wants a login'],
  ['a host that nobody knows', 'a proxy that cannot reach the worker'],
];

const isAmong = (pairs: readonly (readonly string[])[], one: string, other: string) =>
  pairs.some(([first, second]) => first === one && second === other);

for (const [index, [what, sentence, spoil]] of conditions.entries()) {
  test.serial(`the first sentence names the cause: ${what}`, async (t) => {
    const scene = kit.createScene();
    await spoil(scene, t);
    const [first = '', remedy = ''] = formatVerdict(await kit.run(t, scene));
    t.regex(first, sentence);
    t.not(remedy, '');
    t.notRegex(remedy, /give it a minute|dxtop offers/, 'that is what an attach does');
  });

  for (const [other, otherSentence, spoilOther] of conditions.slice(index + 1)) {
    if (isAmong(impossible, what, other)) continue;
    test.serial(`of two causes the first sentence names the first: ${what}, and ${other}`, async (t) => {
      const scene = kit.createScene();
      await spoilOther(scene, t);
      await spoil(scene, t);
      const [first = ''] = formatVerdict(await kit.run(t, scene));
      t.regex(first, isAmong(overruled, what, other) ? otherSentence : sentence);
    });
  }
}

test.serial(
  'with nothing wrong everything is fine, and a missing byobu and tmux is worth a note',
  async (t) => {
    const scene = kit.createScene();
    const reports = await kit.run(t, scene);
    t.deepEqual(
      reports.filter(({state}) => state !== 'passed' && state !== 'noted'),
      [],
    );
    t.regex(formatVerdict(reports)[0] ?? '', /^(?:Everything is fine|Nothing is wrong)\.$/);
  },
);

const ssh = spawnSync('ssh-keygen', ['-?']);
const withSshKeygen = ssh.error === undefined ? test.serial : test.serial.skip;

/** Gives the key a passphrase; it stays the account's. */
const lockKey = (scene: Scene): void => {
  const path = join(scene.ownKeys(), 'ssh_id');
  execFileSync('ssh-keygen', ['-q', '-p', '-a', '4', '-P', '', '-N', 'open sesame', '-f', path]);
};

withSshKeygen(
  'a passphrase without an agent is no failure, and said first where nothing is wrong',
  async (t) => {
    const scene = kit.createScene();
    lockKey(scene);
    const [first, note = ''] = formatVerdict(await kit.run(t, scene));
    t.is(first, 'Nothing is wrong.');
    t.is(note, 'Your SSH key has a passphrase and is in no agent, so the login was not tried.');
  },
);

for (const [what, sentence, spoil] of conditions) {
  // Nobody can tell that without the key.
  if (what === 'a worker that does not take the key') continue;
  withSshKeygen(
    `the first sentence names the cause, and not the passphrase of the key: ${what}`,
    async (t) => {
      const scene = kit.createScene();
      lockKey(scene);
      await spoil(scene, t);
      const [first = ''] = formatVerdict(await kit.run(t, scene));
      t.regex(first, sentence);
    },
  );
}

const withAgent = hasAgent ? test.serial : test.serial.skip;

withAgent('a passphrase that an agent knows is no obstacle to the login', async (t) => {
  const scene = kit.createScene();
  const {agentPath, add} = await startAgent(t, []);
  add(join(scene.ownKeys(), 'ssh_id'));
  lockKey(scene);
  scene.settings = {...scene.settings, agentPath};
  const reports = await kit.run(t, scene);
  t.is(reports.find(({name}) => name === 'login')?.found as string, 'the worker takes your key');
});
