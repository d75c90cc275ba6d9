import type {MenuItem} from '../../components/menu.tsx';
import {formatKey, shortenHome} from '../../format/ssh-key.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {
  type FoundKey,
  isSameKey,
  type KeyPair,
  type KeySituation,
  type PublicKey,
} from '../../model/ssh-key.ts';

/** What a line of the menu leads to. */
export type SetupTarget =
  | {readonly kind: 'pair'; readonly pair: KeyPair}
  | {readonly kind: 'new'}
  | {readonly kind: 'agent'; readonly key: PublicKey}
  | {readonly kind: 'path'}
  | {readonly kind: 'revoke'}
  | {readonly kind: 'leave'};

/** A line of the menu, with a longer word about what it leads to. */
export interface SetupItem extends MenuItem {
  readonly target: SetupTarget;
  /** Shown while the cursor is on the line. */
  readonly note: SafeText;
}

const toRemarks = ({publicKey, isEncrypted, isInAgent, obstacle}: KeyPair, situation: KeySituation): string =>
  [
    isSameKey(publicKey, situation.account.key) ? "the account's" : '',
    isEncrypted ? 'with a passphrase' : '',
    isInAgent ? 'held by an agent' : '',
    obstacle ?? '',
  ]
    .filter((remark) => remark !== '')
    .map((remark) => `, ${remark}`)
    .join('');

const toPairItem = (
  found: FoundKey,
  verb: string,
  situation: KeySituation,
  homeDirectory: string,
): SetupItem[] => {
  if (found.kind === 'broken') return [];
  const {pair} = found;
  const where = shortenHome(pair.privatePath, homeDirectory);
  return [
    {
      value: pair.privatePath,
      label: `${verb} ${where}${toRemarks(pair, situation)}`,
      note: formatKey(pair.publicKey),
      target: {kind: 'pair', pair},
    },
  ];
};

const toItem = (kind: 'new' | 'path' | 'revoke' | 'leave', label: string, note = ''): SetupItem => ({
  value: kind,
  label,
  note: clean(note),
  target: {kind},
});

/** The menu of a situation, the likeliest line first. */
export const toSetupItems = (situation: KeySituation, homeDirectory: string): readonly SetupItem[] => {
  const {account, keys, agentKeys} = situation;
  return [
    ...(keys.configured ? toPairItem(keys.configured, 'Keep', situation, homeDirectory) : []),
    toItem('new', 'Make a new key pair', 'Ed25519 or RSA, with or without a passphrase.'),
    ...keys.others.flatMap((found) => toPairItem(found, 'Use', situation, homeDirectory)),
    ...agentKeys.map((key): SetupItem => ({
      value: key.fingerprint,
      label: `Use ${key.comment === '' ? 'a key' : key.comment} from the SSH agent`,
      note: formatKey(key),
      target: {kind: 'agent', key},
    })),
    toItem('path', 'Use the key pair at another path'),
    ...(account.line === undefined
      ? []
      : [toItem('revoke', "Take the account's key off", 'Then no computer can connect to your jobs.')]),
    toItem('leave', 'Leave everything as it is'),
  ];
};

/** What is wrong with keys that were found and cannot be used. */
export const toSetupProblems = ({keys}: KeySituation): readonly SafeText[] =>
  [keys.configured, ...keys.others].flatMap((found) => (found?.kind === 'broken' ? [found.problem] : []));
