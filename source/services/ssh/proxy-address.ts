import {CancelError, SshError} from '../../model/errors.ts';
import {createHttpClient, type HttpSettings} from '../platform/http-client.ts';
import {createPlatformClient} from '../platform/create-platform-client.ts';
import {isLoopback} from '../settings/api-server.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import {openSocketThrough} from './proxy-socket.ts';

const LIMIT_MS = 5000;

/**
 * Asks the platform, through the SSH proxy, which address it sees: that is the one which workers see, too, and which their
 * firewall must let in. The token travels in the same encrypted connection to the API as always.
 *
 * Shape: `undefined` when nobody can tell: the proxy does not connect to the API, or the platform is on this computer and
 * the proxy is not. Throws `CancelError`, and `SshError` (level `proxy` or `proxy-refusal`) when the proxy is what fails.
 */
export const findProxyAddress = async ({
  settings,
  proxy,
  signal,
}: {
  settings: HttpSettings;
  proxy: SshProxy;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  const {apiServer} = settings;
  if (isLoopback(apiServer.host) && !isLoopback(proxy.host)) return undefined;
  const http = createHttpClient(settings, {
    openTunnel: () =>
      openSocketThrough(
        proxy,
        {host: apiServer.host, port: apiServer.port, timeoutMs: LIMIT_MS, signal},
        LIMIT_MS,
      ),
  });
  try {
    const platform = createPlatformClient({http, settings});
    return (await platform.whoami({clientIp: true, tries: 1, deadlineMs: LIMIT_MS, signal})).clientIp;
  } catch (error) {
    if (error instanceof CancelError) throw error;
    // A proxy for SSH alone may let nothing else through: then the user has to name its address.
    const isOfProxy = error instanceof SshError && ['proxy', 'proxy-refusal'].includes(error.level);
    if (isOfProxy) throw error;
    return undefined;
  } finally {
    http.close();
  }
};
