import {ConfigError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {DxSettings} from './dx-settings.ts';
import {Secret} from './secret.ts';

/** The proxy on the way to workers. */
export interface SshProxy {
  /** How it is spoken to: HTTP's CONNECT, the same over TLS, or SOCKS version 5. */
  readonly kind: 'http' | 'https' | 'socks5';
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly credentials: Secret<ProxyCredentials> | undefined;
  /** Whom to trust besides the public authorities, where there is TLS; nobody when absent. */
  readonly trust?: Pick<DxSettings, 'caCertPath' | 'usesSystemCa'> | undefined;
}

/** What a proxy may want to know of its user. */
export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** What `parseSshProxy` takes, as a phrase after "is not". */
export const SSH_PROXY_FORM = 'host:port, or an http://, https:// or socks5:// URL';

/** In place of a proxy: connect directly, whatever the settings say. */
const DIRECT = 'direct';
const SCHEMES: Readonly<Record<string, {readonly kind: SshProxy['kind']; readonly defaultPort: number}>> = {
  'http:': {kind: 'http', defaultPort: 80},
  'https:': {kind: 'https', defaultPort: 443},
  'socks5:': {kind: 'socks5', defaultPort: 1080},
  // With either of the two the proxy looks names up, because only it needs to know them.
  'socks5h:': {kind: 'socks5', defaultPort: 1080},
};

/** Each is at most 255 bytes long in SOCKS (RFC 1929). */
const MAX_CREDENTIAL_BYTES = 255;

/** Where a proxy is, without its credentials. */
export const formatSshProxy = ({host, port}: Pick<SshProxy, 'host' | 'port'>): SafeText =>
  clean(`${host.includes(':') ? `[${host}]` : host}:${String(port)}`);

/**
 * Reads a proxy as people write it: `host:port`, as the official client takes it, or a URL, perhaps with credentials.
 *
 * Shape: `undefined` for anything else.
 */
export const parseSshProxy = (text: string): SshProxy | undefined => {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  if (!hasScheme && !/:\d+$/.test(text)) return undefined;
  const full = hasScheme ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  const scheme = SCHEMES[url.protocol];
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? scheme?.defaultPort : Number(url.port);
  const hasPath = !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '';
  if (scheme === undefined || port === undefined || port === 0 || hasPath) return undefined;
  if (!/^[A-Za-z0-9.:][A-Za-z0-9.:_-]{0,252}$/.test(host)) return undefined;
  const credentials = toCredentials(url);
  return credentials === 'unusable' ? undefined : {kind: scheme.kind, host, port, credentials};
};

/**
 * Decides on the proxy: what the command line says, else `DX_SSH_PROXY`, else the setting; `direct` means none.
 *
 * Shape: `undefined` for a direct connection. Throws: `ConfigError` for a value that is unusable, which is not shown,
 * because it may hold a password; and for a password on the command line, where every user of the machine can read it.
 */
export const chooseSshProxy = ({
  argument,
  environment,
  setting,
}: {
  /** `--ssh-proxy`. */
  argument?: string | undefined;
  environment: NodeJS.ProcessEnv;
  setting: SshProxy | undefined;
}): SshProxy | undefined => {
  if (argument !== undefined) {
    const proxy = require(argument, '--ssh-proxy');
    if (!proxy?.credentials) return proxy;
    throw new ConfigError(
      'The user name and password of a proxy do not belong on the command line, where others can read them.',
      'Put the whole URL into DX_SSH_PROXY, or into config.toml as ssh.proxy.',
    );
  }

  const value = environment['DX_SSH_PROXY'];
  return value === undefined || value === '' ? setting : require(value, 'DX_SSH_PROXY');
};

const require = (value: string, source: string): SshProxy | undefined => {
  if (value === DIRECT) return undefined;
  const proxy = parseSshProxy(value);
  if (proxy) return proxy;
  throw new ConfigError(
    `${source} is not ${SSH_PROXY_FORM}.`,
    `Correct it, or say ${DIRECT} to connect without a proxy.`,
  );
};

const toCredentials = ({username, password}: URL): SshProxy['credentials'] | 'unusable' => {
  if (username === '' && password === '') return undefined;
  try {
    const credentials = {user: decodeURIComponent(username), password: decodeURIComponent(password)};
    // A colon ends the user name where HTTP writes both (RFC 7617).
    const isUsable =
      !credentials.user.includes(':') &&
      Object.values(credentials).every((part) => Buffer.byteLength(part) <= MAX_CREDENTIAL_BYTES);
    return isUsable ? new Secret(credentials) : 'unusable';
  } catch {
    // A stray % sign; the error would quote the password.
    return 'unusable';
  }
};
