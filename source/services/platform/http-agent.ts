import type {Agent, RequestOptions} from 'node:http';
import {isIP, type Socket} from 'node:net';
import type {request as httpRequest} from 'node:http';
import type {SecureContext} from 'node:tls';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {DxSettings} from '../settings/dx-settings.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import type {Proxy} from './proxy.ts';

/** How requests to the one server are made: pooled connections, and what to trust. */
export interface Transport {
  readonly request: typeof httpRequest;
  readonly agent: Agent;
  readonly tlsOptions: RequestOptions & {
    readonly secureContext?: SecureContext;
    readonly rejectUnauthorized?: true;
  };
}

/** A bundle of all public authorities takes 0.3 MB. */
const MAX_CA_BYTES = 8 * 1024 * 1024;

/** Six at a time is what browsers use; the rate gate keeps us far below. */
const AGENT_OPTIONS = {keepAlive: true, maxSockets: 6, maxFreeSockets: 2};

const noCertificates = (path: string, cause?: unknown): ConfigError =>
  new ConfigError(
    `The file ${clean(path)} that DX_CA_CERT names holds no certificates in PEM form.`,
    'Correct DX_CA_CERT, or remove it.',
    {cause},
  );

/** Takes some 60 ms, once, because all public authorities are read anew; `undefined` takes Node's own, which does not. */
const createTrust = async (
  caCertPath: string | undefined,
  usesSystemCa: boolean,
): Promise<SecureContext | undefined> => {
  if (caCertPath === undefined && !usesSystemCa) return undefined;
  const tls = await import('node:tls');
  const ca = [...tls.getCACertificates('default')];
  if (usesSystemCa) ca.push(...tls.getCACertificates('system'));
  if (caCertPath !== undefined) {
    const file = readRegularFile(caCertPath, MAX_CA_BYTES);
    if (file.kind !== 'read') {
      const problem = file.kind === 'missing' ? 'does not exist' : clean(file.problem);
      throw new ConfigError(
        `The file ${clean(caCertPath)} that DX_CA_CERT names ${problem}.`,
        'Correct DX_CA_CERT, or remove it.',
      );
    }
    const text = file.content.toString('latin1');
    // Whatever is not a certificate would be skipped without a word, and the user left with "signed by itself".
    if (!/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(text)) throw noCertificates(caCertPath);
    ca.push(text);
  }
  try {
    return tls.createSecureContext({ca});
  } catch (error) {
    throw noCertificates(caCertPath ?? '', error);
  }
};

/** Opens a connection to the API server on a way of its own; TLS, where there is any, begins in it. */
export type OpenTunnel = () => Promise<Socket>;

type Connected = (error: Error | null, socket?: Socket) => void;

/** Lets an agent connect through a tunnel; what goes wrong there reaches the request as it was thrown. */
const goThroughTunnel = (agent: Agent, openTunnel: OpenTunnel, wrap: (socket: Socket) => Socket): void => {
  Object.assign(agent, {
    createConnection: (_options: object, onConnected: Connected) => {
      openTunnel().then(
        (socket) => onConnected(null, wrap(socket)),
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
 * @param openTunnel the way to the server, in place of a direct one or the proxy's
 */
export const createTransport = async (
  settings: Pick<DxSettings, 'apiServer' | 'caCertPath' | 'usesSystemCa'>,
  proxy: Proxy | undefined,
  openTunnel?: OpenTunnel,
): Promise<Transport> => {
  if (settings.apiServer.protocol === 'http') {
    const http = await import('node:http');
    const agent = new http.Agent(AGENT_OPTIONS);
    if (openTunnel) goThroughTunnel(agent, openTunnel, (socket) => socket);
    return {request: http.request, agent, tlsOptions: {}};
  }
  const https = await import('node:https');
  const secureContext = await createTrust(settings.caCertPath, settings.usesSystemCa);
  const agent = new https.Agent({
    ...AGENT_OPTIONS,
    ...(proxy && !openTunnel && {proxyEnv: proxy.environment.reveal()}),
  });
  if (openTunnel) {
    const {connect} = await import('node:tls');
    const {host} = settings.apiServer;
    goThroughTunnel(agent, openTunnel, (socket) =>
      connect({
        socket,
        host,
        ...(isIP(host) === 0 && {servername: host}),
        rejectUnauthorized: true,
        ...(secureContext && {secureContext}),
      }),
    );
  }
  return {
    request: https.request,
    agent,
    // Said out loud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off (threat-model X-1).
    tlsOptions: {rejectUnauthorized: true, ...(secureContext && {secureContext})},
  };
};
