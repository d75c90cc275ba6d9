import {clean, type SafeText} from '../../model/safe-text.ts';
import {
  amount,
  choice,
  choices,
  flag,
  readText,
  readTextLists,
  type Setting,
  table,
  text,
  texts,
  textWithFallback,
} from './setting-kinds.ts';
import {parseWebsite} from './website.ts';
import {parseSshProxy, SSH_PROXY_FORM, type SshProxy} from './ssh-proxy.ts';

const WAYS = ['dashboard', 'terminal', 'bell', 'title', 'command'] as const;

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', {timeZone: name});
    return true;
  } catch {
    // The only way to ask; it throws for a name that the time zone database has not.
    return false;
  }
};

/**
 * Every setting there is: section, name, type, default and one line on what it is for. The reader, the typed result and
 * the commented example in docs/settings.md all come from here. A name in `camelCase` is `snake_case` in the file.
 */
export const SETTINGS_TABLE = {
  display: {
    theme: choice(
      ['auto', 'dark', 'light', 'colour-blind'],
      'auto',
      'The colours; auto takes the terminal’s own sixteen as they are.',
    ),
    ascii: flag(false, 'Draw with ASCII symbols and borders only.'),
    mouse: flag(
      false,
      'Use the mouse: scroll, select, open, sort, and press the keys of the footer. Selecting text may need Shift then.',
    ),
    plain: flag(
      false,
      'For screen readers: linear text in words, on the main screen, that changes only when something happens.',
    ),
    links: choice(
      ['auto', 'on', 'off'],
      'auto',
      'Whether the ID of an execution is a hyperlink to its page; auto goes by what the terminal says it is.',
    ),
    timeZone: textWithFallback(
      {
        expected: '"local", "utc" or a name such as "Europe/Berlin"',
        example: 'local',
        convert: (raw) => (raw === 'local' || raw === 'utc' || isTimeZone(raw) ? raw : undefined),
      },
      'local',
      'The time zone of all times: local, utc, or a name such as Europe/Berlin.',
    ),
    units: choice(
      ['binary', 'decimal'],
      'binary',
      'What measured sizes are counted in: binary in 1024 (GiB), decimal in 1000 (GB).',
    ),
  },
  platform: {
    readOnly: flag(false, 'Change nothing on the platform: no terminate, no tags, no firewall entries.'),
    refreshSeconds: amount(
      [2, 600],
      4,
      'How often the list asks the platform; less often where thousands have not ended.',
    ),
    website: text<string>(
      {
        expected: 'the name of a host, without https:// before it',
        example: 'ukbiobank.dnanexus.com',
        convert: parseWebsite,
      },
      'The website that b opens and y u copies; unless set, the one that belongs to the API server.',
    ),
  },
  ssh: {
    escapeCharacter: textWithFallback(
      {
        expected: 'one printable ASCII character that is neither a letter, a digit nor a blank',
        example: '~',
        convert: (raw) => (/^[!-/:-@[-`{-~]$/.test(raw) ? raw : undefined),
      },
      '~',
      'The character after a newline that dxtop takes for itself while attached.',
    ),
    transport: choice(['auto', 'ssh2', 'openssh'], 'auto', 'Which SSH client connects.'),
    firewall: choice(
      ['ask', 'always'],
      'ask',
      'Whether you are asked, once for each job, before your address is let through its firewall.',
    ),
    offerClose: flag(
      false,
      'Offer to take your address out of a job’s firewall again, where dxtop put it, when you leave its last session.',
    ),
    reproducibilityNote: choice(
      ['once', 'always', 'never'],
      'once',
      'When the note on reproducibility and network access is shown before connecting to a job.',
    ),
    proxy: text<SshProxy>(
      {expected: SSH_PROXY_FORM, example: 'http://proxy.example.org:3128', convert: parseSshProxy},
      'The proxy on the way to workers; DX_SSH_PROXY and --ssh-proxy go before it.',
    ),
  },
  notifications: {
    done: choices(WAYS, [], 'How you hear that an execution is done.'),
    failed: choices(
      WAYS,
      ['dashboard', 'terminal', 'title'],
      'How you hear that an execution failed; title is the window’s, while you are attached.',
    ),
    held: choices(WAYS, ['dashboard', 'terminal', 'title'], 'How you hear that a job is held for debugging.'),
    holdEnding: choices(
      WAYS,
      ['dashboard', 'terminal', 'bell', 'title'],
      'How you hear that a debug hold is about to end, reckoned from 48 hours.',
    ),
    idle: choices(
      WAYS,
      [],
      'How you hear that a workstation or a held job has had no session from this computer for long.',
    ),
    spending: choices(
      WAYS.filter((way) => way !== 'dashboard'),
      ['terminal', 'title'],
      'How you hear that a spending limit is near or reached; the dashboard shows it in any case.',
    ),
    holdEndingMinutes: amount([1, 1440], 30, 'How long before its end a debug hold is told of.'),
    idleHours: amount(
      [1, 720],
      24,
      'After how many hours without a session a workstation or a held job is idle.',
    ),
    attachedSeconds: amount(
      [5, 3600],
      60,
      'How often the platform is asked for the sake of notifications while you are attached.',
    ),
    protocol: choice(
      ['auto', 'osc9', 'osc99', 'osc777', 'off'],
      'auto',
      'How the terminal is told; auto goes by what the terminal says it is.',
    ),
    command: texts(
      ['/home/me/bin/on-execution-event'],
      'A program that gets each event as one JSON object on standard input; the words are its arguments.',
    ),
  },
  attention: {
    failedHours: amount([0.1, 8760], 24, 'For how many hours a failure needs attention.'),
    waitingHours: amount(
      [0.1, 720],
      2,
      'After how many hours of waiting, in vain or for a worker, a job needs attention.',
    ),
    limitPercent: amount([10, 99], 90, 'From how much of its time or cost limit on a job needs attention.'),
    unusedPercent: amount(
      [0, 50],
      3,
      'Up to how much of its processor a job counts as doing nothing, where its metrics are known.',
    ),
    unusedMinutes: amount([5, 1440], 45, 'After how many minutes of that it needs attention.'),
  },
  views: table<SafeText>(
    {
      expected: 'a table of names and filters',
      example: '"failed today" = "state:failed age<1d"',
      readEntry: (value) => {
        const filter = readText(value);
        return filter === undefined ? undefined : clean(filter);
      },
    },
    'Saved views, a name and a filter each; of the keys 1 to 9 these have the first, those saved in the dashboard the next.',
  ),
  keys: table<ReadonlyMap<string, readonly string[]>>(
    {
      expected: 'tables of actions and lists of keys',
      example: 'executions.attach = ["s", "ctrl-o"]',
      readEntry: readTextLists,
    },
    'Other keys for an action, in place of its own: screen, action, keys, as the help names them.',
  ),
} as const;

/** The value that a setting, or each setting of a section, has. */
type Values<Entry> =
  Entry extends Setting<infer Value> ? Value : {readonly [Name in keyof Entry]: Values<Entry[Name]>};

/** The user's settings; every one of them is there, as the file says or by default. */
export type UserSettings = Values<typeof SETTINGS_TABLE>;

/** Whether an entry of the table is a setting, not a section of several. */
export const isSetting = (entry: object): entry is Setting<unknown> => 'fallback' in entry;

/** How the file writes a name of the table: `timeZone` is `time_zone`. */
export const toTomlName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
