import type {Agent, RequestOptions} from 'node:http';
import type {Socket} from 'node:net';
import type {request as httpRequest} from 'node:http';
import type {SecureContext} from 'node:tls';
import type {DxSettings} from '../settings/dx-settings.ts';
import {MAX_KEPT_CONNECTIONS} from './http-exchange.ts';
import type {Proxy} from './proxy.ts';
import {createTrust, startTls} from './secure-connection.ts';

/** How requests to the one server are made: pooled connections, and what to trust. */
export interface Transport {
  readonly request: typeof httpRequest;
  readonly agent: Agent;
  readonly tlsOptions: RequestOptions & {
    readonly secureContext?: SecureContext;
    readonly rejectUnauthorized?: true;
  };
}

/** Six at a time is what browsers use; the rate gate keeps us far below. */
const AGENT_OPTIONS = {keepAlive: true, maxSockets: 6, maxFreeSockets: MAX_KEPT_CONNECTIONS};

/** Opens a connection to a server, the API's host, on a way of its own; TLS, where there is any, begins in it. */
export type OpenTunnel = (target: {readonly host: string; readonly port: number}) => Promise<Socket>;

type Connected = (error: Error | null, socket?: Socket) => void;

/** Lets an agent connect through a tunnel; what goes wrong there reaches the request as it was thrown. */
const goThroughTunnel = (
  agent: Agent,
  openTunnel: OpenTunnel,
  wrap: (socket: Socket) => Socket | Promise<Socket>,
): void => {
  Object.assign(agent, {
    createConnection: (target: {host: string; port: number}, onConnected: Connected) => {
      openTunnel(target)
        .then(wrap)
        .then(
          (socket) => onConnected(null, socket),
          (error: unknown) => onConnected(error instanceof Error ? error : new Error('no tunnel')),
        );
    },
  });
};

/**
 * Prepares connections to the API server. Node's own HTTP is loaded here and not before, and `fetch` not at all,
 * because each would delay the first frame.
 *
 * Throws: `ConfigError` when the file in `DX_CA_CERT` cannot be used. The caller destroys `agent`.
 *
 * @param ownTunnel the way to the server, in place of a direct one or the proxy's
 */
export const createTransport = async (
  settings: Pick<DxSettings, 'apiServer' | 'caCertPath' | 'usesSystemCa'>,
  proxy: Proxy | undefined,
  ownTunnel?: OpenTunnel,
): Promise<Transport> => {
  if (settings.apiServer.protocol === 'http') {
    const http = await import('node:http');
    const agent = new http.Agent(AGENT_OPTIONS);
    if (ownTunnel) goThroughTunnel(agent, ownTunnel, (socket) => socket);
    return {request: http.request, agent, tlsOptions: {}};
  }
  const https = await import('node:https');
  const secureContext = await createTrust(settings);
  const openTunnel =
    ownTunnel ??
    (proxy?.isSecure
      ? async (target) =>
          (await import('./secure-proxy.ts')).openSecureProxyTunnel(proxy, target, secureContext)
      : undefined);
  const agent = new https.Agent({
    ...AGENT_OPTIONS,
    ...(proxy && !openTunnel && {proxyEnv: proxy.environment.reveal()}),
  });
  if (openTunnel) {
    goThroughTunnel(agent, openTunnel, (socket) =>
      startTls(settings.apiServer.host, secureContext, {socket}),
    );
  }
  return {
    request: https.request,
    agent,
    // Said out loud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off (threat-model X-1).
    tlsOptions: {rejectUnauthorized: true, ...(secureContext && {secureContext})},
  };
};
