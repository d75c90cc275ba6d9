import {createServer, type AddressInfo, type Socket} from 'node:net';
import {once} from 'node:events';
import ssh2, {type Algorithms} from 'ssh2';
import {authenticate} from './authentication.ts';
import {serveForwarding} from './forwarding.ts';
import {createKeyPair} from './key-pair.ts';
import {Link} from './link.ts';
import {serveSessions, type SessionRequest} from './ssh-session.ts';

/** How long a connection may take to authenticate; sshd's LoginGraceTime is 120 s. Footing: assumed. */
const authenticationMs = 60_000;

/** Never: a stalled link stays until it is healed or cut. ssh2's own default would end it after a minute. */
const keepaliveIntervalMs = 2 ** 31 - 1;

/** What OpenSSH 8.2 (Ubuntu 20.04) and dxtop have in common and Node.js does fast. Footing: assumed. */
const algorithms: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
};

/** What one SSH server decides by. */
export interface SshServerOptions {
  readonly authorizedKeys: () => readonly string[];
  /** Whether the firewall lets a new connection through. */
  readonly isAllowed: () => boolean;
  readonly run: (request: SessionRequest) => Promise<void>;
}

/** An SSH server on 127.0.0.1, and the links to it. */
export interface SshServer {
  readonly port: number;
  /** The public host key as OpenSSH writes it, with a final newline. */
  readonly hostKey: string;
  /** Connections from now on see another host key. */
  changeHostKey(): void;
  cutLinks(how: 'reset' | 'close'): void;
  stallLinks(): void;
  healLinks(): void;
  slowLinks(ms: number): void;
  /** Stops listening and cuts the links. Safe to call twice. */
  close(): Promise<void>;
}

/** An ssh2 server with a fresh host key; it listens to nothing itself. */
const createIdentity = (options: Pick<SshServerOptions, 'authorizedKeys' | 'run'>) => {
  const keys = createKeyPair();
  const server = new ssh2.Server({
    hostKeys: [keys.private],
    algorithms,
    ident: 'dxtop-emulator',
    keepaliveInterval: keepaliveIntervalMs,
    keepaliveCountMax: 1,
  });
  server.on('connection', (connection) => {
    // Whatever goes wrong with one connection, ssh2 closes it; the server and its sessions live on.
    connection.on('error', () => undefined);
    const deadline = setTimeout(() => connection.end(), authenticationMs);
    connection.once('ready', () => clearTimeout(deadline));
    connection.once('close', () => clearTimeout(deadline));
    authenticate(connection, options.authorizedKeys);
    serveSessions(connection, options.run);
    serveForwarding(connection);
  });
  return {server, hostKey: `${keys.public} root@ip-10-0-200-1\n`};
};

/**
 * Starts an SSH server with a fresh host key on a free port of 127.0.0.1 (threat model E-1).
 *
 * A peer that the firewall does not allow is closed as soon as TCP has accepted it; the real platform drops
 * its packets, which would look like a time-out (footing: assumed). As with a real firewall, connections that
 * exist stay.
 *
 * Throws: an `Error` when no port can be had. The caller closes the result.
 */
export const createSshServer = async ({
  authorizedKeys,
  isAllowed,
  run,
}: SshServerOptions): Promise<SshServer> => {
  let identity = createIdentity({authorizedKeys, run});
  const links = new Set<Link>();
  let isStalled = false;
  let slowMs = 0;
  const listener = createServer((socket: Socket) => {
    if (!isAllowed()) {
      // A peer that resets a connection which is being closed anyway is no news.
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const link = new Link(socket);
    if (isStalled) link.stall();
    link.slow(slowMs);
    links.add(link);
    link.once('close', () => links.delete(link));
    // ssh2 uses no more of a socket than a stream with the peer's address, which its types do not say.
    identity.server.injectSocket(link as unknown as Socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');

  const cutLinks = (how: 'reset' | 'close'): void => {
    for (const link of [...links]) link.cut(how);
  };
  const closeOnce = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    cutLinks('close');
    await closed;
  };
  let closing: Promise<void> | undefined;
  return {
    port: (listener.address() as AddressInfo).port,
    get hostKey() {
      return identity.hostKey;
    },
    changeHostKey: () => {
      identity = createIdentity({authorizedKeys, run});
    },
    cutLinks,
    stallLinks: () => {
      isStalled = true;
      for (const link of links) link.stall();
    },
    healLinks: () => {
      isStalled = false;
      for (const link of links) link.heal();
    },
    slowLinks: (ms) => {
      slowMs = ms;
      for (const link of links) link.slow(ms);
    },
    close: () => (closing ??= closeOnce()),
  };
};
