import test from 'ava';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import type {KeySetupControl, KeySetupPhase} from '../../../source/hooks/use-key-setup.ts';
import {clean} from '../../../source/model/safe-text.ts';
import type {FoundKey, KeySituation, PublicKey} from '../../../source/model/ssh-key.ts';
import {SetupView} from '../../../source/screens/setup/setup-view.tsx';
import {KeymapProvider} from '../../../source/screens/use-actions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const texts = Object.values(nastyStrings).map((text) => clean(text, 200));
const ignore = () => undefined;
const toControl = (phase: KeySetupPhase): KeySetupControl => ({
  phase,
  look: ignore,
  choose: ignore,
  open: () => clean('no key'),
  askRevoke: ignore,
  confirm: ignore,
});

const toKey = (number: number, comment = 'alice@laptop'): PublicKey => ({
  type: clean('ssh-ed25519'),
  blob: new Uint8Array(),
  fingerprint: `SHA256:${String(number).padEnd(43, 'x')}`,
  comment: clean(comment),
  line: '',
});
const toPair = (number: number, privatePath: string): FoundKey => ({
  kind: 'pair',
  pair: {
    privatePath,
    publicPath: `${privatePath}.pub`,
    publicKey: toKey(number),
    isEncrypted: number % 2 === 1,
    isInAgent: false,
    obstacle: undefined,
  },
});

const situation: KeySituation = {
  account: {user: 'user-alice', handle: clean('alice'), line: 'x', key: toKey(1)},
  keys: {
    configured: toPair(2, '/home/alice/.dnanexus_config/ssh_id'),
    others: [
      toPair(1, '/home/alice/.ssh/id_ed25519'),
      {kind: 'broken', privatePath: '/home/alice/.ssh/open', problem: clean('It is open to other users.')},
    ],
  },
  agentKeys: [toKey(3, 'a card')],
};
const draw = (phase: KeySetupPhase, columns = 80, rows = 24) => (
  <SetupView
    control={toControl(phase)}
    homeDirectory="/home/alice"
    columns={columns}
    rows={rows}
    isActive
    onClose={ignore}
  />
);

const toHostile = (number: number): KeySetupPhase => {
  const text = texts[number % texts.length] ?? clean('');
  const key = toKey(number, text);
  const result = {publicKey: key, privatePath: text, backups: [text, text]};
  const hostile: KeySituation = {
    account: {user: 'user-alice', handle: text, line: 'x', key: number % 3 === 0 ? undefined : key},
    keys: {
      configured: {kind: 'broken', privatePath: text, problem: text},
      others: Array.from({length: number % 40}, (_, index) => toPair(index, `${text}${String(index)}`)),
    },
    agentKeys: [key],
  };
  const phases: readonly KeySetupPhase[] = [
    {kind: 'looking'},
    {kind: 'choosing', situation: hostile},
    {kind: 'preparing'},
    {kind: 'confirming', replacement: {publicKey: key, replacedAccountKey: key, replacesFiles: true}},
    {kind: 'revoking', situation: hostile},
    {kind: 'applying'},
    {kind: 'done', result},
    {kind: 'failed', sentence: text},
  ];
  return phases[number % phases.length] ?? {kind: 'looking'};
};

testFrames('set-up', ({columns, rows}, number) => draw(toHostile(number), columns, rows));

test('the menu has the pair in use, a new one, the pairs that were found, the agent’s, and the ways out', (t) => {
  const lines = renderLines(draw({kind: 'choosing', situation}), 80).map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line.startsWith(' ❯'));
  t.deepEqual(lines.slice(first, first + 7), [
    ' ❯ Keep ~/.dnanexus_config/ssh_id',
    '   Make a new key pair',
    "   Use ~/.ssh/id_ed25519, the account's, with a passphrase",
    '   Use a card from the SSH agent',
    '   Use the key pair at another path',
    "   Take the account's key off",
    '   Leave everything as it is',
  ]);
  t.is(lines[first + 8], ` ${toKey(2).fingerprint} (ssh-ed25519, alice@laptop)`);
  t.is(lines[first + 9], ' It is open to other users.');
});

test('an account without a key has none to take off', (t) => {
  const account = {...situation.account, line: undefined, key: undefined};
  const text = renderLines(draw({kind: 'choosing', situation: {...situation, account}}), 80).join('\n');
  t.regex(text, /The account of alice has no SSH key\./);
  t.notRegex(text, /Take the account/);
});

test('what is replaced is shown with both fingerprints, and the word that does it', (t) => {
  const replacement = {publicKey: toKey(5), replacedAccountKey: toKey(4), replacesFiles: true};
  const text = renderLines(draw({kind: 'confirming', replacement}, 100), 100).join('\n');
  t.true(text.includes(`Older: ${toKey(4).fingerprint}`));
  t.true(text.includes(`Newer: ${toKey(5).fingerprint}`));
  t.regex(text, /other computers with the older key lose access/);
  t.regex(text, /a backup of them is kept/);
  t.regex(text, /Type replace to do it:/);
});

test('where little fits, the menu does', (t) => {
  const lines = renderLines(draw({kind: 'choosing', situation}, 40, 10), 40);
  t.true(lines.some((line) => line.startsWith(' ❯ Keep')));
  t.regex(lines.at(-1) ?? '', /^Enter choose/);
});

test('without UTF-8 the wizard draws itself with ASCII', (t) => {
  t.regex(renderFrame(draw({kind: 'choosing', situation}), 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});

test('the footer has the user’s own keys, and what a menu has by itself', (t) => {
  const keymap = new Map([['setup', new Map([['next', ['ctrl-o', 'enter']]])]]);
  const draw80 = (phase: KeySetupPhase) =>
    renderLines(<KeymapProvider value={keymap}>{draw(phase)}</KeymapProvider>, 80).at(-1);
  t.is(draw80({kind: 'choosing', situation}), 'Ctrl-o choose  j/k move  Esc leave');
  t.is(draw80({kind: 'failed', sentence: clean('No answer.')}), 'Ctrl-o look again  Esc leave');
  t.is(draw80({kind: 'revoking', situation}), 'Ctrl-o revoke  Esc back');
});
