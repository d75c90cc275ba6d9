import type {Socket} from 'node:net';
import {SshError} from '../../model/errors.ts';
import {formatSshProxy, type SshProxy} from '../settings/ssh-proxy.ts';

/** More than any proxy says before it connects (threat-model, fault matrix: floods). */
const MAX_REPLY_BYTES = 8 * 1024;

/**
 * The proxy cannot be used now. Whether trying again can help decides the level: `proxy-refusal` says that it cannot, and
 * `proxy-target` that it cannot for this worker.
 */
export const proxyError = (
  proxy: SshProxy,
  phrase: string,
  remedy: string,
  level: 'proxy' | 'proxy-refusal' | 'proxy-target' | 'client-socket' = 'proxy',
): SshError => new SshError(level, `The SSH proxy ${formatSshProxy(proxy)} ${phrase}.`, remedy);

/** What to check where something else than the proxy that was meant seems to answer. */
export const CHECK_PROXY_KIND =
  'Check address and kind of the proxy: http://host:port for an HTTP proxy, https:// for one with TLS, socks5://host:port for SOCKS.';

/**
 * The talk with a proxy on a connected socket, before the worker speaks: what has come is read piece by piece, never more
 * than 8 KiB in all, and what is left belongs to the worker.
 *
 * Reads reject with `SshError` (level `proxy`) when the proxy ends the connection or says too much, and with whatever
 * the socket was destroyed with.
 */
export class ProxyConversation {
  readonly #socket: Socket;
  readonly #proxy: SshProxy;
  #pending: Buffer = Buffer.alloc(0);
  #receivedBytes = 0;

  constructor(socket: Socket, proxy: SshProxy) {
    this.#socket = socket;
    this.#proxy = proxy;
  }

  /** Says something to the proxy. */
  send(bytes: string | Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Waits until so many bytes have come that were not read yet. */
  async waitFor(count: number): Promise<void> {
    while (this.#pending.length < count) await this.#receive();
  }

  /** Exactly so many bytes. */
  async read(count: number): Promise<Buffer> {
    await this.waitFor(count);
    return this.#take(count);
  }

  /** Everything up to and including the empty line that ends an HTTP head. */
  async readHead(): Promise<string> {
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#pending.toString('latin1'));
      if (end) return this.#take(end.index + end[0].length).toString('latin1');
      await this.#receive();
    }
  }

  /** What has come and was not read yet; for a look at something that is no answer. */
  get pending(): Buffer {
    return this.#pending;
  }

  /** Gives back what was not read: the worker's first bytes may have come together with the proxy's last. */
  end(): void {
    if (this.#pending.length > 0) this.#socket.unshift(this.#pending);
    this.#pending = Buffer.alloc(0);
  }

  #take(count: number): Buffer {
    const taken = this.#pending.subarray(0, count);
    this.#pending = this.#pending.subarray(count);
    return taken;
  }

  async #receive(): Promise<void> {
    const bytes = await this.#next();
    this.#receivedBytes += bytes.length;
    this.#pending = Buffer.concat([this.#pending, bytes]);
    if (this.#receivedBytes > MAX_REPLY_BYTES) {
      throw proxyError(
        this.#proxy,
        'said more than 8 KiB before it connected',
        CHECK_PROXY_KIND,
        'proxy-refusal',
      );
    }
  }

  #next(): Promise<Buffer> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        socket.off('readable', handleReadable);
        socket.off('end', handleEnd);
        socket.off('close', handleEnd);
        socket.off('error', handleError);
        finish();
      };
      const handleReadable = () => {
        const bytes = socket.read() as Buffer | null;
        if (bytes !== null) settle(() => resolve(bytes));
      };
      const handleEnd = () => {
        settle(() =>
          reject(proxyError(this.#proxy, 'closed the connection without an answer', CHECK_PROXY_KIND)),
        );
      };
      const handleError = (error: Error) => {
        settle(() => reject(error));
      };
      socket.on('readable', handleReadable);
      socket.once('end', handleEnd);
      socket.once('close', handleEnd);
      socket.once('error', handleError);
      if (socket.destroyed) handleEnd();
    });
  }
}
