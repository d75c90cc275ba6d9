import {connect, type Socket} from 'node:net';
import {CancelError, SshError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {writeEagerly} from './eager-writes.ts';

/** One call of the system takes this much of a flood, in place of the 64 KiB that Node has for itself. */
const READ_BYTES = 512 * 1024;
/** As much as this at once is no typing and no screen being drawn: a flood. */
const FLOOD_BYTES = 24 * 1024;
/** How long to let a flood gather before the next read. Nobody sees it, and it saves most of the wake-ups. */
const GATHER_MS = 2;

/** Where to connect, and for how long to try. */
export interface SocketOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Sockets whose listeners keep nothing of a chunk once they have been told of it. */
const lending = new WeakSet<Socket>();

/**
 * From now on tells a socket's listeners of every chunk in the same memory, which is written anew once they return, and
 * lets a flood gather a little between two reads. In a flood, new memory for each chunk costs more than reading it, and
 * sshd sends 4 KiB at a time. For a socket that `openSocket` did not make, this changes nothing.
 */
export const lendReadMemory = (socket: Socket): void => {
  lending.add(socket);
};

/** False when the stream is full: Node then stops reading until it is not. */
const handOver = (socket: Socket, chunk: Buffer): boolean => {
  if (!lending.has(socket) || !socket.readableFlowing || socket.readableLength > 0)
    return socket.push(Buffer.from(chunk));
  socket.emit('data', chunk);
  if (chunk.length >= FLOOD_BYTES) gather(socket);
  return true;
};

/** Reads nothing for a moment. A socket that was closed meanwhile stays closed. */
const gather = (socket: Socket) => {
  socket.pause();
  setTimeout(() => {
    socket.resume();
  }, GATHER_MS);
};

/**
 * Opens a TCP connection to a worker.
 *
 * Throws `SshError` (level `client-socket`) with cause and remedy after at most `timeoutMs`, or `CancelError` when the
 * signal is aborted. The caller owns the socket.
 */
export const openSocket = ({host, port, timeoutMs, signal}: SocketOptions): Promise<Socket> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new CancelError());
      return;
    }

    let view: Buffer = Buffer.alloc(0);
    const socket: Socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback(length, memory) {
          // Echoes are of one length, and the memory is always this one.
          if (view.length !== length) view = Buffer.from(memory.buffer, memory.byteOffset, length);
          return handOver(socket, view);
        },
      },
    });
    writeEagerly(socket);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', handleAbort);
      socket.off('error', handleError);
      socket.off('connect', handleConnect);
      finish();
    };
    const fail = (error: Error) => {
      settle(() => {
        socket.once('error', () => undefined);
        socket.destroy();
        reject(error);
      });
    };
    const handleAbort = () => {
      fail(new CancelError());
    };
    const handleError = (error: NodeJS.ErrnoException) => {
      fail(toSocketError(error, host, port));
    };
    const handleConnect = () => {
      settle(() => {
        resolve(socket);
      });
    };
    const timer = setTimeout(() => {
      fail(
        new SshError(
          'client-socket',
          `${clean(host)} port ${port} did not answer within ${Math.round(timeoutMs / 1000)} s.`,
          "Check that your address is in the job's allowSSH, and that your network lets this port out.",
        ),
      );
    }, timeoutMs);
    signal.addEventListener('abort', handleAbort, {once: true});
    socket.on('error', handleError);
    socket.on('connect', handleConnect);
  });

/** Says in plain words why a connection could not be made. */
export const toSocketError = (error: NodeJS.ErrnoException, host: string, port: number): SshError => {
  const where = `${clean(host)} port ${port}`;
  const sentences: Readonly<Record<string, readonly [string, string]>> = {
    ECONNREFUSED: [
      `${where} refused the connection.`,
      "The worker's SSH server may still be starting: give it a minute.",
    ],
    ENOTFOUND: [`The name ${clean(host)} does not resolve.`, 'Check your network and its name server.'],
    EAI_AGAIN: [
      `The name server did not answer for ${clean(host)}.`,
      'Check your network and its name server.',
    ],
    ENETUNREACH: [`There is no route to ${where}.`, 'Check your network.'],
    EHOSTUNREACH: [`There is no route to ${where}.`, 'Check your network.'],
    ECONNRESET: [
      `${where} closed the connection at once.`,
      "Check that your address is in the job's allowSSH (dxtop offers to add it).",
    ],
    ETIMEDOUT: [
      `${where} did not answer.`,
      "Check that your address is in the job's allowSSH, and that your network lets this port out.",
    ],
  };
  const [summary, remedy] = sentences[error.code ?? ''] ?? [
    `The connection to ${where} failed (${clean(error.code ?? error.message)}).`,
    'Check your network.',
  ];
  return new SshError('client-socket', summary, remedy, {cause: error});
};
