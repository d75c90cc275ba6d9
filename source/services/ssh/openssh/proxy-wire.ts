import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import {ConfigError} from '../../../model/errors.ts';
import type {Worker} from '../../../model/execution.ts';
import type {SshProxy} from '../../settings/ssh-proxy.ts';
import {openSocketThrough} from '../proxy-socket.ts';

/** Where the user's ssh finds dxtop's way through the SSH proxy. */
export const WIRE_NAME = 'wire';

const CONNECT_TIMEOUT_MS = 10_000;

/** A socket of ours, each connection to which leads through the SSH proxy to one worker. */
export interface ProxyWire {
  /** Why the latest connection was not made: what `openSocketThrough` threw. `undefined` when none has failed. */
  readonly failure: () => Error | undefined;
  /** Ends it, with its connections. Safe to call twice. */
  readonly close: () => void;
}

/**
 * Opens such a socket in a folder that is only ours. The user's ssh knows nothing of dxtop's proxy, and needs not: its
 * ProxyCommand is a wire to this socket, so that neither the proxy's password nor anything from the API is among
 * arguments, variables or files (threat-model S-5, X-2). Rejects when the socket cannot be made,
 * and with `ConfigError` on Windows, where others could open a pipe in its place.
 *
 * @param options.signal ends what is being connected
 */
export const openProxyWire = async (
  directory: string,
  {
    proxy,
    worker: {host, sshPort: port},
    signal,
  }: {
    readonly proxy: SshProxy;
    readonly worker: Pick<Worker, 'host' | 'sshPort'>;
    readonly signal: AbortSignal;
  },
  platform: NodeJS.Platform = process.platform,
): Promise<ProxyWire> => {
  if (platform === 'win32') {
    throw new ConfigError(
      'On Windows your own ssh does not go through dxtop’s SSH proxy.',
      'Connect with --transport ssh2, or with `dxtop ssh-config` and plain ssh, which do.',
    );
  }

  let failure: Error | undefined;
  const ends = new Set<Socket>();
  const own = new AbortController();
  const keep = (socket: Socket): void => {
    ends.add(socket);
    // The other end is told by its close, which follows.
    socket.on('error', () => undefined);
    socket.once('close', () => ends.delete(socket));
  };
  const lead = async (near: Socket): Promise<void> => {
    keep(near);
    const gone = new AbortController();
    near.once('close', () => {
      gone.abort();
    });
    try {
      const far = await openSocketThrough(proxy, {
        host,
        port,
        timeoutMs: CONNECT_TIMEOUT_MS,
        signal: AbortSignal.any([signal, own.signal, gone.signal]),
      });
      keep(far);
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroySoon());
      near.pipe(far).pipe(near);
      if (near.destroyed) far.destroy();
    } catch (error) {
      failure = error as Error;
      near.destroy();
    }
  };
  const server = createServer({allowHalfOpen: true}, (near) => void lead(near));
  server.listen(join(directory, WIRE_NAME));
  await once(server, 'listening');
  return {
    failure: () => failure,
    close: () => {
      own.abort();
      server.close();
      for (const end of ends) end.destroy();
    },
  };
};
