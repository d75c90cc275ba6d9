import {existsSync} from 'node:fs';
import type {Connection, ServerChannel, Session} from 'ssh2';
import {isSshSignal} from './channel-output.ts';
import {isAcceptedVariable} from './launch.ts';
import {toTerminalSize, type TerminalSize} from './pseudo-terminal.ts';

/** The terminal that a client asked for. */
export interface TerminalRequest {
  /** The terminal type, `TERM`. */
  readonly type: string;
  /** The latest size. */
  readonly size: TerminalSize;
  /** Calls the listener at each new size. */
  readonly onSize: (listener: (size: TerminalSize) => void) => void;
}

/** What a client asked to run in one SSH session. */
export interface SessionRequest {
  readonly channel: ServerChannel;
  /** The command, `undefined` for a login shell. */
  readonly command: string | undefined;
  readonly terminal: TerminalRequest | undefined;
  /** Variables that the client set: LANG, LC_*, and without a terminal TERM. */
  readonly accepted: Readonly<Record<string, string>>;
  /** Settles when the channel or its connection is closed. */
  readonly gone: Promise<void>;
  /**
   * Calls the listener at each signal that the client sends; ssh2 hands them on only until the client has
   * ended its input.
   */
  readonly onSignal: (listener: (signal: NodeJS.Signals) => void) => void;
}

/** Where OpenSSH's packages put the program behind the subsystem sftp. */
const sftpPaths = [
  '/usr/lib/openssh/sftp-server',
  '/usr/libexec/openssh/sftp-server',
  '/usr/lib/ssh/sftp-server',
  '/usr/libexec/sftp-server',
];

/** TERM as programs look it up; anything else becomes a type that every terminal understands. */
const toTerminalType = (type: string | undefined): string =>
  type !== undefined && /^[\w.+-]{1,64}$/.test(type) ? type : 'xterm';

/**
 * Serves the session channels of one authenticated connection: shells and commands, with or without a
 * terminal.
 *
 * The subsystem sftp is the program of OpenSSH, where that is installed. Everything else is refused by ssh2, because
 * nobody listens for it: X11, socket and agent forwarding, and ports that the worker would have to open. Global requests such as keepalive@openssh.com get the answer
 * "failure" from it, which is all that a client needs to know that the link lives. Footing: documented in RFC
 * 4254, section 4.
 *
 * @param run runs one request and ends its channel; when it throws, the client gets the message and status
 * 255
 */
export const serveSessions = (
  connection: Connection,
  run: (request: SessionRequest) => Promise<void>,
): void => {
  const lost = new Promise<void>((resolve) => {
    connection.once('end', resolve);
    connection.once('close', resolve);
  });
  connection.on('session', (accept) => serveSession(accept(), lost, run));
};

const serveSession = (
  session: Session,
  lost: Promise<void>,
  run: (request: SessionRequest) => Promise<void>,
): void => {
  const accepted: Record<string, string> = {};
  const listeners: ((size: TerminalSize) => void)[] = [];
  let terminal: {type: string; size: TerminalSize; onSize: TerminalRequest['onSize']} | undefined;
  const closed = new Promise<void>((resolve) => session.once('close', resolve));
  const gone = Promise.race([lost, closed]);

  session.on('env', (accept, reject, info) => {
    const isAccepted = isAcceptedVariable(info.key, info.val);
    if (isAccepted) accepted[info.key] = info.val;
    reply(isAccepted ? accept : reject);
  });
  session.on('pty', (accept, _reject, info) => {
    terminal = {
      type: toTerminalType(info.term),
      size: toTerminalSize(info.cols, info.rows),
      onSize: (listener) => void listeners.push(listener),
    };
    reply(accept);
  });
  session.on('window-change', (accept, _reject, info) => {
    const size = toTerminalSize(info.cols, info.rows);
    if (terminal) terminal.size = size;
    for (const listener of listeners) listener(size);
    reply(accept);
  });
  const signalListeners: ((signal: NodeJS.Signals) => void)[] = [];
  session.on('signal', (accept, reject, info) => {
    const name = info.name.replace(/^SIG/, '');
    const isKnown = isSshSignal(name);
    if (isKnown) for (const listener of signalListeners) listener(`SIG${name}` as NodeJS.Signals);
    reply(isKnown ? accept : reject);
  });
  const onSignal = (listener: (signal: NodeJS.Signals) => void): void => void signalListeners.push(listener);
  // A session that has its one program, or is over, accepts no more; the types do not say so.
  const start = (channel: ServerChannel | undefined, command: string | undefined): void => {
    if (channel === undefined) return;
    // A channel fails with its connection, which `gone` tells already.
    channel.on('error', () => undefined);
    channel.stderr.on('error', () => undefined);
    // A terminal's own type counts more.
    if (terminal) delete accepted['TERM'];
    run({channel, command, terminal, accepted, gone, onSignal}).catch((error: unknown) => {
      channel.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      channel.exit(255);
      channel.end();
    });
  };
  session.on('shell', (accept) => start(accept(), undefined));
  session.on('exec', (accept, _reject, {command}) => start(accept(), command));
  session.on('subsystem', (accept, reject, {name}) => {
    const program = name === 'sftp' ? sftpPaths.find((path) => existsSync(path)) : undefined;
    if (program === undefined) reply(reject);
    else start(accept(), `exec ${program}`);
  });
};

/**
 * Answers a request, if the client wants an answer: ssh2 leaves the function out otherwise, which its types
 * do not say.
 */
const reply = (answer: (() => void) | undefined): void => answer?.();
