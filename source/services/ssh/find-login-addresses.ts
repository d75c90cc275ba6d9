import {ConfigError, KeyError} from '../../model/errors.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {checkAddress} from './firewall-policy.ts';

/**
 * From where one may log in to an execution that is to be started: the addresses that were named, or else our own.
 *
 * Throws `ConfigError` for what is no address or would let everybody in, or when the platform does not know ours, and
 * `KeyError` for an account without a key, which no worker would let in.
 */
export const findLoginAddresses = async (
  platform: Pick<PlatformClient, 'whoami' | 'describeUser'>,
  named: readonly string[],
): Promise<readonly string[]> => {
  for (const address of named) checkAddress(address);
  const {id, clientIp} = await platform.whoami({clientIp: true});
  const {sshPublicKey} = await platform.describeUser(id);
  if (sshPublicKey === undefined || sshPublicKey === '')
    throw new KeyError(
      'Your account has no SSH key, so that nobody could log in to the job.',
      'Run `dxtop setup`, and repeat it.',
    );
  if (named.length > 0) return named;
  if (clientIp !== undefined) return [clientIp];
  throw new ConfigError(
    'The platform does not say from which address you come.',
    'Name yours; on the command line with --allow-ssh ADDRESS.',
  );
};
