import {once} from 'node:events';
import type {Socket} from 'node:net';
import {SshError} from '../model/errors.ts';
import {clean, type SafeText} from '../model/safe-text.ts';

/**
 * Passes bytes between our standard streams and a socket until its other side is closed, as ssh's ProxyCommand. Rejects
 * with `SshError` when the network fails.
 *
 * @param name what is at the other end
 */
export const carryBytes = async (socket: Socket, name: SafeText): Promise<void> => {
  // ssh has gone: nobody is left to carry for, and a worker that is silent would be waited for in vain.
  process.stdout.once('error', () => socket.destroy());
  process.stdin.once('end', () => socket.destroySoon());
  process.stdin.pipe(socket, {end: false});
  socket.pipe(process.stdout, {end: false});
  try {
    await once(socket, 'close');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? clean(String(error.code)) : 'unknown error';
    throw new SshError('client-socket', `The connection to ${name} was lost (${code}).`, 'Try again.', {
      cause: error,
    });
  }
};
