import {connect, type Socket} from 'node:net';
import {CancelError, SshError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

/** Where to connect, and for how long to try. */
export interface SocketOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

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

    const socket = connect({host, port, noDelay: true});
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
      "The worker's SSH server may still be starting: dxtop tries again.",
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
