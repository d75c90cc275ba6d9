import {connect} from 'node:net';
import type {Connection} from 'ssh2';

/** The worker's own names for itself; it is this computer, so nobody gets further through it than without it. */
const ownNames = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Lets a client reach ports of its worker through its connection, as `ssh -L` does. Everything beyond is refused: a real
 * worker may reach more (footing: documented, network access permissions), an emulated one is no way to elsewhere.
 */
export const serveForwarding = (connection: Connection): void => {
  connection.on('tcpip', (accept, reject, {destIP, destPort}) => {
    if (!ownNames.has(destIP)) {
      reject();
      return;
    }
    const socket = connect({host: '127.0.0.1', port: destPort, allowHalfOpen: true});
    const close = (): void => void socket.destroy();
    connection.once('close', close);
    socket.once('close', () => connection.off('close', close));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // What goes wrong with one end closes both.
      socket.on('error', () => channel.close());
      const channel = accept();
      channel.on('error', close);
      channel.once('close', () => socket.destroySoon());
      socket.pipe(channel).pipe(socket);
    });
  });
};
