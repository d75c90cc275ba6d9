import {ConfigError} from '../../model/errors.ts';
import {type ApiServer, isLoopback} from '../settings/api-server.ts';
import {Secret} from '../settings/secret.ts';

/** What Node's agents need to use the proxy, and what may be shown of it. */
export interface Proxy {
  /** Only the variables for this one server. Holds the password. */
  readonly environment: Secret<Readonly<Record<string, string>>>;
  /** `host:port`. */
  readonly host: string;
  /** Whether it is spoken to over TLS. */
  readonly isSecure: boolean;
}

/**
 * Whether `no_proxy` names this server: `*`, a name, or a name's end, each with or without a port.
 * Address ranges are left to Node, which then connects directly; only the wording of an error depends on this.
 */
const isExempt = ({host, port}: ApiServer, noProxy: string): boolean =>
  noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const {name, entryPort} = /^(?<name>.*?)(?::(?<entryPort>\d+))?$/.exec(entry)?.groups ?? {};
      if (!name || (entryPort !== undefined && Number(entryPort) !== port)) return false;
      const suffix = name.replace(/^\*?\.?/, '');
      return name === '*' || host.toLowerCase() === suffix || host.toLowerCase().endsWith(`.${suffix}`);
    });

/**
 * Decides which proxy the API is asked through: `https_proxy`'s, unless `no_proxy` names the server.
 *
 * Shape: `undefined` for a direct connection. That is always so for this computer itself, where the emulator listens: a
 * proxy elsewhere cannot reach it, and would read the token. Plain HTTP goes nowhere else, so `http_proxy` is never used.
 * Throws: `ConfigError` when the variable holds no usable URL; the value is not shown, it may hold a password.
 */
export const toProxy = (
  apiServer: ApiServer,
  proxyEnvironment: Secret<Readonly<Record<string, string>>>,
): Proxy | undefined => {
  const {https_proxy: value, no_proxy: noProxy = ''} = proxyEnvironment.reveal();
  if (value === undefined || isLoopback(apiServer.host) || isExempt(apiServer, noProxy)) return undefined;
  // curl and the official client take `host:port` for a URL without its scheme.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigError(
      'HTTPS_PROXY is not an http:// or https:// URL.',
      'Correct it, or remove it to connect directly.',
    );
  }
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return {
    environment: new Secret({https_proxy: url.href, no_proxy: noProxy}),
    host: `${url.hostname}:${port}`,
    isSecure: url.protocol === 'https:',
  };
};
