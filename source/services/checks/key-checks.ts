import {isSameKey} from '../../model/ssh-key.ts';
import {parsePublicKey} from '../keys/public-key.ts';
import {type Check, failed, noted, passed} from './check.ts';

const keyPermissions: Check = {
  name: 'key-permissions',
  run: async (facts) => {
    await facts.keyPair();
    return passed(
      process.platform === 'win32'
        ? 'not looked at on Windows: `icacls` shows them'
        : 'nobody else can read the private key',
    );
  },
};

const key: Check = {
  name: 'key',
  run: async (facts) => {
    const {publicKey, isEncrypted, isInAgent, obstacle} = await facts.keyPair();
    const what = `${publicKey.fingerprint} (${publicKey.type})`;
    if (obstacle !== undefined) return noted(`${what}: ${obstacle}.`, 'dxtop uses your own ssh for it.');
    if (isInAgent) return passed(`${what}, held by an SSH agent`);
    return passed(isEncrypted ? `${what}, with a passphrase` : what);
  },
};

const accountKey: Check = {
  name: 'account-key',
  run: async (facts) => {
    const {sshPublicKey} = await facts.user();
    if (sshPublicKey === undefined) {
      return failed(
        'Your account has no SSH key, so no worker lets you in.',
        'Run `dxtop setup`, then start the job again: workers take the key that the account had at their start.',
        'set-up',
      );
    }

    const account = parsePublicKey(sshPublicKey);
    const {publicKey} = await facts.keyPair();
    if (isSameKey(publicKey, account)) return passed('the same');
    return failed(
      account
        ? `The SSH key of your account is another one (${account.fingerprint}) than the one here (${publicKey.fingerprint}).`
        : 'The SSH key of your account is one that dxtop cannot read.',
      'Copy the account’s key pair to this computer; or run `dxtop setup` to make the one here the account’s, and start the job again.',
      'set-up',
    );
  },
};

/** Whether this computer has the key that the account has. */
export const KEY_CHECKS: readonly Check[] = [keyPermissions, key, accountKey];
