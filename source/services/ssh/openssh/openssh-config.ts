import {join} from 'node:path';
import type {Worker} from '../../../model/execution.ts';
import {WORKER_ALIAS} from '../known-hosts.ts';
import {toShellWord} from '../ssh-include.ts';
import {WIRE_NAME} from './proxy-wire.ts';

/** What the configuration is made from. */
export interface OpenSshConfigOptions {
  readonly worker: Pick<Worker, 'host' | 'sshPort'>;
  /** A folder of ours, with a plain path; the known-hosts file is in it. */
  readonly directory: string;
  /** The user's key pair: the private half may be missing, where an agent or a hardware key has it. */
  readonly keyPath: string;
  readonly homeDirectory: string;
  readonly userName: string;
  /** dxtop itself, to be ssh's way through the SSH proxy; `undefined` to connect directly, or as the user's file says. */
  readonly program: readonly string[] | undefined;
}

/** Where the master's socket is. */
export const toControlPath = (directory: string): string => join(directory, CONTROL_NAME);

/** The configuration's file. */
export const CONFIG_NAME = 'config';
/** The master's socket. */
export const CONTROL_NAME = 'control';
/** The worker's one key. */
export const KNOWN_HOSTS_NAME = 'known-hosts';

/**
 * A configuration for one connection: what dxtop insists on first, then the user's own and the system's, for agents,
 * hardware keys, certificates and jumps. ssh takes the first value that it finds.
 *
 * The worker's address is a value in this file and never an argument, and the connection's name is always the same
 * (threat-model S-5). `Match final` has ssh read everything again with the worker's real name, so that the user's blocks
 * for `*.compute.amazonaws.com` and their like count. Only the published key is accepted, wherever else keys may be
 * known (S-2); no agent, display or port is lent (S-6), also where the user's own file lends them to all hosts. Source: ssh_config(5).
 */
export const toOpenSshConfig = (
  options: OpenSshConfigOptions,
  platform: NodeJS.Platform = process.platform,
): string => {
  const {worker, directory, keyPath, homeDirectory, userName, program} = options;
  const none = platform === 'win32' ? 'NUL' : '/dev/null';
  return `Host ${WORKER_ALIAS}
  HostName ${worker.host}
  Port ${String(worker.sshPort)}
  User ${userName}
  HostKeyAlias ${WORKER_ALIAS}
  UserKnownHostsFile ${quote(join(directory, KNOWN_HOSTS_NAME))}
  GlobalKnownHostsFile ${none}
  KnownHostsCommand none
  StrictHostKeyChecking yes
  UpdateHostKeys no
  VerifyHostKeyDNS no
  CheckHostIP no
  CanonicalizeHostname no
  IdentityFile ${quote(keyPath)}
  IdentitiesOnly yes
  PreferredAuthentications publickey
  ControlMaster no
  ControlPath ${quote(toControlPath(directory))}
  ControlPersist no
  ForwardAgent no
  ForwardX11 no
  ClearAllForwardings yes
  PermitLocalCommand no
  RemoteCommand none
  RequestTTY auto
  EscapeChar none
  ServerAliveInterval 1
  ServerAliveCountMax 14
${program === undefined ? '  ConnectTimeout 10' : toWireLines(program, directory)}
  ConnectionAttempts 1
  BatchMode no
  LogLevel INFO
Match final all
Match all
Include ${quote(join(homeDirectory, '.ssh', 'config'), false)}
Include /etc/ssh/ssh_config
`;
};

/** ssh takes this rather than a jump or a command of the user's. The proxy has 10 s of its own, the worker the rest. */
const toWireLines = (program: readonly string[], directory: string): string => {
  const words = [...program, 'wire', join(directory, WIRE_NAME)];
  return `  ProxyCommand ${words.map((word) => toShellWord(word, 'linux')).join(' ')}\n  ConnectTimeout 25`;
};

/** A path as one word. `%` begins a token where tokens are known. */
const quote = (path: string, hasTokens = true): string =>
  `"${hasTokens ? path.replaceAll('%', '%%') : path}"`;
