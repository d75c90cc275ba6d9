import {createServer, type Server} from 'node:net';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {Connection} from './connection.ts';

/** A port of this computer that leads to one that the worker reaches, as `ssh -L` has it. */
export interface LocalForward {
  /** The address to listen on; `undefined` for every one. */
  readonly bindHost: string | undefined;
  /** 0 for a free one. */
  readonly bindPort: number;
  readonly host: string;
  readonly port: number;
}

/** Host names in brackets may have colons. */
const WORD = String.raw`(?:\[([^\]]*)\]|([^:\[\]]*))`;
const FORWARD = new RegExp(`^(?:${WORD}:)?(\\d{1,5}):${WORD}:(\\d{1,5})$`);

/**
 * Reads what follows `-L`: `[bind_address:]port:host:hostport`. Without an address only this computer may connect;
 * an empty one or `*` lets everybody. Throws `ConfigError` for anything else.
 *
 * Source: ssh(1), option -L; its forms with socket paths are not among what dxtop knows.
 */
export const parseLocalForward = (text: string): LocalForward => {
  const [, bracketed, bare, bindPort, hostBracketed, hostBare, port] = FORWARD.exec(text) ?? [];
  const bindHost = bracketed ?? bare;
  const forward = {
    bindHost:
      bindHost === undefined ? '127.0.0.1' : bindHost === '' || bindHost === '*' ? undefined : bindHost,
    bindPort: Number(bindPort),
    host: hostBracketed ?? hostBare ?? '',
    port: Number(port),
  };
  if (forward.host !== '' && forward.port >= 1 && forward.port <= 65_535 && forward.bindPort <= 65_535) {
    return forward;
  }

  throw new ConfigError(
    `${clean(text).slice(0, 80)} is not a port to forward.`,
    'Write port:host:hostport, as in -L 8888:localhost:8888.',
  );
};

/**
 * Listens on this computer, and leads each connection to the worker's side. Ready when fulfilled; the caller closes
 * the server, and the connection ends what passes through it.
 *
 * Throws `ConfigError` when the port cannot be had. A destination that the worker cannot reach closes the connection
 * that asked for it, and `onRefused` hears why.
 */
export const openLocalForward = (
  connection: Connection,
  forward: LocalForward,
  onRefused: (error: unknown) => void,
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({allowHalfOpen: true}, (socket) => {
      // A peer that resets its connection has seen enough; the channel's end follows.
      socket.on('error', () => undefined);
      connection.forward(forward.host, forward.port).then(
        (channel) => {
          channel.on('error', () => undefined);
          socket.pipe(channel).pipe(socket);
          socket.once('close', () => {
            channel.close();
          });
          channel.once('close', () => socket.destroySoon());
        },
        (error: unknown) => {
          onRefused(error);
          socket.destroy();
        },
      );
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new ConfigError(
          `Port ${String(forward.bindPort)} of this computer cannot be used (${clean(error.code ?? error.message)}).`,
          'Take another one.',
          {cause: error},
        ),
      );
    });
    server.listen({host: forward.bindHost, port: forward.bindPort}, () => {
      resolve(server);
    });
  });
