import type {Server} from 'node:http';
import type {Socket} from 'node:net';

/** A socket that has not shown a token by then is closed. Footing: ours (E-2). */
const standardDeadlineMs = 2_000;

/** Closes every connection to a server that is not admitted in time. */
export class Strangers {
  readonly #sockets = new Set<Socket>();

  constructor(server: Server, deadlineMs = standardDeadlineMs) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      // What has arrived by then is still read: a busy process must not cut off its own client.
      const close = () => setImmediate(() => this.#sockets.has(socket) && socket.destroy());
      const timer = setTimeout(close, deadlineMs);
      socket.once('close', () => {
        clearTimeout(timer);
        this.#sockets.delete(socket);
      });
    });
  }

  /** The one behind this socket has shown a token. */
  admit(socket: Socket): void {
    this.#sockets.delete(socket);
  }
}
