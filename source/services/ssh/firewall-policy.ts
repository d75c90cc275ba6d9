import {isIP} from 'node:net';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {HttpSettings} from '../platform/http-client.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';

/** Who is let through the firewalls of jobs, and whether the user is asked. */
export interface FirewallPolicy {
  /** `never` leaves every list as it is. A range is asked about even with `always`. */
  readonly mode: 'ask' | 'always' | 'never';
  /** What the user named, each a literal address or an IPv4 range; `[]` for the address that the worker sees. */
  readonly addresses: readonly string[];
  /** Asks which address workers see behind the SSH proxy; `undefined` for a direct connection. */
  readonly findProxyAddress: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** What the user has said about firewalls. */
export interface FirewallWishes {
  /** `--allow-ssh`, each value; `true` when it was given without any, which is what happens anyway. */
  readonly allowSsh?: readonly string[] | true | undefined;
  /** False with `--no-firewall-update`. */
  readonly firewallUpdate?: boolean | undefined;
}

/** Whether an entry lets in more than one address. */
export const isRange = (entry: string): boolean => entry.includes('/');

/**
 * Makes the policy out of what was typed and what is set.
 *
 * Throws: `ConfigError` for an address that is none, and for what would let everybody in (threat-model F-1).
 */
export const toFirewallPolicy = (
  {allowSsh, firewallUpdate = true}: FirewallWishes,
  setting: FirewallPolicy['mode'],
  {settings, proxy}: {settings: HttpSettings; proxy: SshProxy | undefined},
): FirewallPolicy => {
  const addresses = Array.isArray(allowSsh) ? (allowSsh as readonly string[]) : [];
  for (const address of addresses) checkAddress(address);
  return {
    mode: firewallUpdate ? setting : 'never',
    addresses: [...new Set(addresses)],
    findProxyAddress:
      proxy &&
      // Loaded when it is needed: the dashboard's first frame does not wait for it.
      (async (signal) => (await import('./proxy-address.ts')).findProxyAddress({settings, proxy, signal})),
  };
};

/**
 * Throws `ConfigError` unless a value of `--allow-ssh` is a literal address or an IPv4 range that does not let everybody
 * in.
 */
export const checkAddress = (text: string): void => {
  const [address = '', bits, ...rest] = text.split('/');
  const width = bits === undefined ? undefined : /^\d{1,2}$/.test(bits) ? Number(bits) : Number.NaN;
  if (text === '*' || width === 0) {
    throw new ConfigError(
      `${clean(text, 50)} would let everybody in.`,
      'Name addresses, or a range such as 203.0.113.0/24.',
    );
  }

  const isUsable = width === undefined ? isIP(address) !== 0 : isIP(address) === 4 && width <= 32;
  if (isUsable && rest.length === 0) return;
  throw new ConfigError(
    `${clean(text, 50)} is no address.`,
    'Name an address, or an IPv4 range such as 203.0.113.0/24; on the command line, options go before the job.',
  );
};
