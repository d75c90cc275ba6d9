import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {type ApiServer, isLoopback, toApiServer} from './api-server.ts';

/** Which server keeps the tokens of which API. Source: the official client, `get_auth_server_name`. */
const AUTH_SERVERS: Readonly<Record<string, {readonly host: string; readonly port: number}>> = {
  'api.dnanexus.com': {host: 'auth.dnanexus.com', port: 443},
  'stagingapi.dnanexus.com': {host: 'stagingauth.dnanexus.com', port: 443},
  'api.cn.dnanexus.com': {host: 'auth.cn.dnanexus.com', port: 8001},
  'stagingapi.cn.dnanexus.com': {host: 'stagingauth.cn.dnanexus.com', port: 7001},
};

/** `DX_AUTHSERVER_HOST` carries its own protocol: the official client joins it to the port with a colon. */
const readVariables = (environment: NodeJS.ProcessEnv): ApiServer | undefined => {
  const {DX_AUTHSERVER_HOST: host = '', DX_AUTHSERVER_PORT: port = ''} = environment;
  const {protocol, name} = /^(?<protocol>https?):\/\/(?<name>[^/:]+)$/.exec(host)?.groups ?? {};
  if (protocol === undefined || name === undefined || !isLoopback(name)) return undefined;
  const values = new Map([
    ['DX_APISERVER_PROTOCOL', protocol],
    ['DX_APISERVER_HOST', name],
    ['DX_APISERVER_PORT', port],
  ]);
  return toApiServer(values, new Map());
};

/**
 * The server that revokes tokens. Besides the API it is the only one that a token may be sent to: a fixed name over TLS,
 * or this computer when the API is on this computer too (threat-model X-1).
 *
 * Throws: `ConfigError` when the API server is none of those that the official client knows.
 */
export const toAuthServer = ({host}: ApiServer, environment: NodeJS.ProcessEnv): ApiServer => {
  const known = Object.hasOwn(AUTH_SERVERS, host) ? AUTH_SERVERS[host] : undefined;
  if (known) return {protocol: 'https', ...known};
  const local = isLoopback(host) ? readVariables(environment) : undefined;
  if (local) return local;
  throw new ConfigError(
    `Nobody knows which server keeps the tokens of ${clean(host)}.`,
    'Revoke the token on the website, and give --local to forget it on this computer.',
  );
};
