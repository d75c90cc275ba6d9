import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

/** Where the platform answers. */
export interface ApiServer {
  readonly protocol: 'http' | 'https';
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The variables that make up the API server's address. */
export const API_VARIABLES = ['DX_APISERVER_PROTOCOL', 'DX_APISERVER_HOST', 'DX_APISERVER_PORT'] as const;

/** The platform itself. Source: https://github.com/dnanexus/dx-toolkit/blob/master/src/python/dxpy/__init__.py */
export const DEFAULT_API_SERVER: Readonly<Record<(typeof API_VARIABLES)[number], string>> = {
  DX_APISERVER_PROTOCOL: 'https',
  DX_APISERVER_HOST: 'api.dnanexus.com',
  DX_APISERVER_PORT: '443',
};

/** Whether a host is this computer, by its name or literal address alone. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** A variable that is set to nothing counts as one that is not set. */
export const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** The text as a port, 1 to 65535; `undefined` for anything else. */
export const toPort = (text: string): number | undefined => {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
};

const refuse = (variable: string, value: string, source: string, expected: string): never => {
  throw new ConfigError(
    `${variable} from ${clean(source)} is "${clean(value, 80)}", which is not ${expected}.`,
    'Correct it, or remove it to use the default.',
  );
};

/**
 * Reads the address out of the variables.
 *
 * Throws: `ConfigError` for anything that is not an address, and for plain HTTP to another computer, because the token
 * would travel readable for everyone on the way (threat-model X-1).
 *
 * @param sources where each variable came from, for the sentence
 */
export const toApiServer = (
  values: ReadonlyMap<string, string>,
  sources: ReadonlyMap<string, string>,
): ApiServer => {
  const read = (name: (typeof API_VARIABLES)[number]) => ({
    value: nonEmpty(values.get(name)) ?? DEFAULT_API_SERVER[name],
    source: sources.get(name) ?? 'the defaults',
  });
  const protocol = read('DX_APISERVER_PROTOCOL');
  if (protocol.value !== 'http' && protocol.value !== 'https') {
    return refuse('DX_APISERVER_PROTOCOL', protocol.value, protocol.source, '`https` or `http`');
  }
  const {value: bracketed, source: hostSource} = read('DX_APISERVER_HOST');
  const host = bracketed.replace(/^\[(?<address>[0-9A-Fa-f:.]+)\]$/, '$<address>');
  if (!/^[A-Za-z0-9.:][A-Za-z0-9.:-]{0,252}$/.test(host)) {
    return refuse('DX_APISERVER_HOST', bracketed, hostSource, 'a host name');
  }
  const {value: portText, source: portSource} = read('DX_APISERVER_PORT');
  const port = toPort(portText);
  if (port === undefined) {
    return refuse('DX_APISERVER_PORT', portText, portSource, 'a port between 1 and 65535');
  }
  if (protocol.value === 'http' && !isLoopback(host)) {
    throw new ConfigError(
      `DX_APISERVER_PROTOCOL from ${clean(protocol.source)} is http, which would send your token unencrypted to ${clean(host)}.`,
      'Set it to https.',
    );
  }
  return {protocol: protocol.value, host, port};
};
