import {clean, type SafeText} from '../model/safe-text.ts';
import {
  type FoundKey,
  isSameKey,
  type KeyReplacement,
  type KeySetupResult,
  type KeySituation,
  type PublicKey,
} from '../model/ssh-key.ts';

/** A key in a few words: fingerprint, type, comment. */
export const formatKey = ({type, fingerprint, comment}: PublicKey): SafeText =>
  clean(`${fingerprint} (${type}${comment === '' ? '' : `, ${comment}`})`);

/** Whose account it is. */
export const formatAccount = ({account}: KeySituation): SafeText => account.handle ?? clean(account.user);

/** The home folder as `~`, so that paths stay short. */
export const shortenHome = (path: string, homeDirectory: string): SafeText =>
  clean(
    homeDirectory !== '' && path.startsWith(`${homeDirectory}/`)
      ? `~${path.slice(homeDirectory.length)}`
      : path,
  );

/** A pair in one line: where it is, what it is, what is special about it. */
export const formatFoundKey = (found: FoundKey, {account}: KeySituation, homeDirectory: string): SafeText => {
  if (found.kind === 'broken') {
    return clean(`${shortenHome(found.privatePath, homeDirectory)}: ${found.problem}`);
  }
  const {privatePath, publicKey, isEncrypted, isInAgent, obstacle} = found.pair;
  const remarks = [
    isSameKey(publicKey, account.key) ? "the account's" : '',
    isEncrypted ? 'with a passphrase' : '',
    isInAgent ? 'held by an agent' : '',
    obstacle ?? '',
  ].filter((remark) => remark !== '');
  const where = shortenHome(privatePath, homeDirectory);
  return clean(`${where}  ${formatKey(publicKey)}${remarks.length > 0 ? `, ${remarks.join(', ')}` : ''}`);
};

/** What the account has now, as a sentence. */
export const formatAccountKey = (situation: KeySituation): SafeText => {
  const {line, key} = situation.account;
  const owner = formatAccount(situation);
  if (line === undefined) return clean(`The account of ${owner} has no SSH key.`);
  return clean(
    key
      ? `The account of ${owner} has the SSH key ${formatKey(key)}.`
      : `The account of ${owner} has an SSH key that dxtop cannot read.`,
  );
};

/** What has to be known before something is replaced; `[]` when nothing would be. */
export const formatReplacement = ({
  publicKey,
  replacedAccountKey,
  replacesFiles,
}: KeyReplacement): readonly SafeText[] => {
  const files = 'ssh_id and ssh_id.pub on this computer are replaced; a backup of them is kept.';
  if (replacedAccountKey === undefined) return replacesFiles ? [clean(files)] : [];
  const older =
    replacedAccountKey === 'unreadable' ? 'one that dxtop cannot read' : formatKey(replacedAccountKey);
  return [
    clean("The account's SSH key is replaced: other computers with the older key lose access to your jobs."),
    clean(`Older: ${older}`),
    clean(`Newer: ${formatKey(publicKey)}`),
    clean('Jobs that have started may know the older key only.'),
    ...(replacesFiles ? [clean(files)] : []),
  ];
};

/** What was done, line by line. */
export const formatSetupResult = ({publicKey, privatePath, backups}: KeySetupResult): readonly SafeText[] => [
  clean(`Your account has the SSH key ${formatKey(publicKey)}.`),
  clean(`Its private half is used from ${privatePath}.`),
  ...backups.map((path) => clean(`The older file is kept as ${path}.`)),
];
