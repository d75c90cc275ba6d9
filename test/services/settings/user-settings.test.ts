import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {formatSettingsExample} from '../../../source/services/settings/settings-example.ts';
import {
  parseUserSettings,
  readUserSettings,
  type UserSettings,
} from '../../../source/services/settings/user-settings.ts';
import {toSettingsPath} from '../../../source/services/settings/state-directory.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

/** Reads a file of this text, as `config.toml`. */
const parse = (toml: string) => parseUserSettings(toml, 'config.toml');

/** Reads the settings of a home with this file in it; with none when there is no text. */
const read = async (t: ExecutionContext, content?: string) => {
  const home = createTemporaryDirectory(t);
  if (content !== undefined) putFile(join(home, '.config', 'dxtop'), 'config.toml', content);
  return await readUserSettings({environment: {}, homeDirectory: home, platform: 'linux'});
};

test('without a file every setting has its default, and nothing is told', async (t) => {
  const {settings, notices} = await read(t);
  t.deepEqual(notices, []);
  t.is(settings.ssh.escapeCharacter, '~');
  t.is(settings.ssh.proxy, undefined);
  t.is(settings.display.theme, 'auto');
  t.false(settings.platform.readOnly);
  t.is(settings.views.size, 0);
});

test('the file is found by the rules of each system', (t) => {
  t.is(
    toSettingsPath({
      environment: {XDG_CONFIG_HOME: '/etc/mine'},
      homeDirectory: '/home/a',
      platform: 'linux',
    }),
    '/etc/mine/dxtop/config.toml',
  );
  t.regex(
    toSettingsPath({environment: {LOCALAPPDATA: '/local'}, homeDirectory: '/home/a', platform: 'win32'}),
    /^\/local.dxtop.Config.config\.toml$/,
  );
});

const accepted: ReadonlyArray<
  readonly [toml: string, read: (settings: UserSettings) => unknown, expected: unknown]
> = [
  ['[ssh]\nescape_character = "^"', ({ssh}) => ssh.escapeCharacter, '^'],
  ['[ssh]\ntransport = "openssh"', ({ssh}) => ssh.transport, 'openssh'],
  ['ssh.firewall = "always"', ({ssh}) => ssh.firewall, 'always'],
  ['[ssh]\nproxy = "http://p:3128"', ({ssh}) => ssh.proxy?.host, 'p'],
  ['[display]\ntheme = "colour-blind"', ({display}) => display.theme, 'colour-blind'],
  ['[display]\nunits = "decimal"', ({display}) => display.units, 'decimal'],
  ['[display]\ntime_zone = "Asia/Kathmandu"', ({display}) => display.timeZone, 'Asia/Kathmandu'],
  [
    '[platform]\nread_only = true\nrefresh_seconds = 10\nwebsite = "Lab.example.org"',
    ({platform}) => platform,
    {readOnly: true, refreshSeconds: 10, website: 'lab.example.org'},
  ],
  [
    '[notifications]\nfailed = ["bell", "command"]',
    ({notifications}) => notifications.failed,
    ['bell', 'command'],
  ],
  ['[views]\n"red ones" = "state:failed"', ({views}) => [...views], [['red ones', 'state:failed']]],
  [
    '[keys.executions]\nattach = ["a", "ctrl-a"]\nquit = "x"',
    ({keys}) => [...(keys.get('executions') ?? [])],
    [
      ['attach', ['a', 'ctrl-a']],
      ['quit', ['x']],
    ],
  ],
  ['\uFEFF[display]\nascii = true', ({display}) => display.ascii, true],
];
for (const [toml, pick, expected] of accepted) {
  test(`it takes ${JSON.stringify(toml)}`, async (t) => {
    const {settings, notices} = await parse(toml);
    t.deepEqual(pick(settings), expected);
    t.deepEqual(notices, []);
  });
}

const DEFAULT_COUNTS = 'the default counts.';
const refused: ReadonlyArray<readonly [toml: string, notice: string]> = [
  [
    '# mine\n[display]\ntheme = "pink"',
    `config.toml, line 3: display.theme is not one of "auto", "dark", "light", "colour-blind"; ${DEFAULT_COUNTS}`,
  ],
  ['[display]\nascii = 1', `config.toml, line 2: display.ascii is not true or false; ${DEFAULT_COUNTS}`],
  [
    '[platform]\nrefresh_seconds = 0',
    `config.toml, line 2: platform.refresh_seconds is not a number from 2 to 600; ${DEFAULT_COUNTS}`,
  ],
  [
    '[ssh]\nescape_character = "x"',
    `config.toml, line 2: ssh.escape_character is not one printable ASCII character that is neither a letter, a digit nor a blank; ${DEFAULT_COUNTS}`,
  ],
  [
    '\n\n[display]\ntime_zone = "Mars/Olympus"',
    `config.toml, line 4: display.time_zone is not "local", "utc" or a name such as "Europe/Berlin"; ${DEFAULT_COUNTS}`,
  ],
  ['[dispaly]\nascii = true', 'config.toml, line 1: dispaly is not a setting, and was left out.'],
  ['[ssh]\nport = 22', 'config.toml, line 2: ssh.port is not a setting, and was left out.'],
  ['ssh = {port = 22}', 'config.toml, line 1: ssh.port is not a setting, and was left out.'],
  ['ssh = 22', 'config.toml, line 1: ssh is not a table, and was left out.'],
  ['[views]\nbad = 3', `config.toml, line 1: views is not a table of names and filters; ${DEFAULT_COUNTS}`],
  [
    '[notifications]\ndone = ["pigeon"]',
    `config.toml, line 2: notifications.done is not a list of "dashboard", "terminal", "bell", "title", "command"; ${DEFAULT_COUNTS}`,
  ],
  [
    '[display]\ntheme = ',
    'config.toml, line 2, column 9: this is not TOML, so all settings are the default ones.',
  ],
  ['["\\u001b[2J"]\n', 'config.toml: \u241b[2J is not a setting, and was left out.'],
];
for (const [toml, notice] of refused) {
  test(`it goes on without ${JSON.stringify(toml)}, and says so`, async (t) => {
    const {settings, notices} = await parse(toml);
    t.deepEqual(notices, [notice]);
    t.deepEqual(settings, (await parse('')).settings);
  });
}

test('a bad entry does not take a good one with it', async (t) => {
  const {settings, notices} = await parse('[display]\ntheme = 1\nascii = true');
  t.true(settings.display.ascii);
  t.is(notices.length, 1);
});

test('a proxy’s password is shown nowhere, not even when the address is refused', async (t) => {
  const {notices} = await parse('[ssh]\nproxy = "ftp://me:canary@host"');
  t.is(notices.length, 1);
  const {settings} = await parse('[ssh]\nproxy = "http://me:canary@host"');
  t.false(`${notices.join()} ${inspect(settings)} ${JSON.stringify(settings)}`.includes('canary'));
});

test('names that every object has change nothing', async (t) => {
  const {settings, notices} = await parse('[__proto__]\nascii = true\n[display.constructor]\na = 1');
  t.false(settings.display.ascii);
  t.is(({} as Record<string, unknown>)['ascii'], undefined);
  t.true(notices.length >= 1);
});

test('many mistakes are counted, not listed', async (t) => {
  const {notices} = await parse(Array.from({length: 40}, (_, index) => `unknown${index} = 1`).join('\n'));
  t.is(notices.length, 6);
  t.regex(notices.join('\n'), /\nconfig\.toml has 35 more mistakes\.$/);
});

test('a folder, a pipe, and a file that is too large are left out with a notice', async (t) => {
  const home = createTemporaryDirectory(t);
  const options = {environment: {}, homeDirectory: home, platform: 'linux'} as const;
  mkdirSync(toSettingsPath(options), {recursive: true});
  t.regex((await readUserSettings(options)).notices.join(), /config\.toml is not a regular file/);

  const pipes = createTemporaryDirectory(t);
  mkdirSync(join(pipes, 'dxtop'));
  execFileSync('mkfifo', [join(pipes, 'dxtop', 'config.toml')]);
  const piped = {...options, environment: {XDG_CONFIG_HOME: pipes}};
  t.regex((await readUserSettings(piped)).notices.join(), /is not a regular file/);
  t.regex((await read(t, '#'.repeat(300_000))).notices.join(), /is larger than 262144 bytes/);
});

test('10,000 random texts are read without a throw, and give all settings', async (t) => {
  const pieces = [
    '[',
    ']',
    '[[',
    '=',
    '"',
    "'",
    '\n',
    'ssh',
    'keys',
    '.',
    '{',
    '}',
    '1',
    'true',
    ',',
    '#',
    '\\u',
    '\0',
  ];
  const known = Object.keys((await parse('')).settings);
  let seed = 7;
  for (let round = 0; round < 10_000; round++) {
    let toml = '';
    for (let length = seed % 13; length >= 0; length--) {
      seed = (seed * 48_271) % 2_147_483_647;
      toml += pieces[seed % pieces.length] ?? '';
    }
    const {settings} = await parse(toml);
    if (Object.keys(settings).join() !== known.join()) t.fail(toml);
  }
  t.pass();
});

test('the commented example, in use, says what counts anyway', async (t) => {
  const uncommented = formatSettingsExample().replace(/^# (?=[a-z_]+ = )/gm, '');
  const {settings, notices} = await parse(uncommented);
  t.deepEqual(notices, []);
  const {platform, ssh, notifications, ...others} = settings;
  const defaults = (await parse('')).settings;
  t.deepEqual(
    {...others, platform: {...platform, website: undefined}, ssh: {...ssh, proxy: undefined}},
    {
      ...others,
      display: defaults.display,
      platform: defaults.platform,
      ssh: defaults.ssh,
    },
  );
  t.deepEqual({...notifications, command: []}, defaults.notifications);
});

test('the examples of views and keys are usable as they stand', async (t) => {
  const {settings, notices} = await parse(formatSettingsExample().replace(/^# (?=\S+(?: \S+)? = )/gm, ''));
  t.deepEqual(notices, []);
  t.is(String(settings.views.get('failed today')), 'state:failed age<1d');
  t.deepEqual(settings.keys.get('executions')?.get('attach'), ['s', 'ctrl-o']);
});
