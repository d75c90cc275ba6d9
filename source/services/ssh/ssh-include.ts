import {join} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {WORKER_ALIAS} from './known-hosts.ts';

/** Where things are that the block names. */
export interface SshIncludePlaces {
  /** The program and its first arguments, as an absolute path each. */
  readonly command: readonly string[];
  readonly confDirectory: string;
  readonly knownHostsDirectory: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The lines that lead OpenSSH's programs to workers by their job's ID, for a file of their own.
 *
 * ssh lowers the letters of `%h`, and a job's ID is another one then, so `%n` is what goes to `dxtop proxy`. That writes
 * the worker's published key before it passes the first byte, and ssh reads it after that. Nobody else's key counts, and
 * nothing of ours goes to the worker: no agent, no display. Throws `ConfigError` for a path that such a file cannot hold.
 *
 * Source: ssh_config(5); the tokens need OpenSSH 8.5 or later.
 */
export const toSshInclude = (places: SshIncludePlaces): string => {
  const {command, confDirectory, knownHostsDirectory, platform} = places;
  const none = platform === 'win32' ? 'NUL' : '/dev/null';
  const proxy = [...command, 'proxy'].map((word) => toShellWord(word, platform)).join(' ');
  return `# Written by \`dxtop ssh-config\`, and anew each time: put lines of your own elsewhere.
Host job-*
  User dnanexus
  ProxyCommand ${proxy} ${platform === 'win32' ? '"%n"' : "'%n'"}
  IdentityFile ${toPathWord(join(confDirectory, 'ssh_id'))}
  IdentitiesOnly yes
  HostKeyAlias ${WORKER_ALIAS}
  UserKnownHostsFile ${toPathWord(knownHostsDirectory, '/%n')}
  GlobalKnownHostsFile ${none}
  KnownHostsCommand none
  StrictHostKeyChecking yes
  UpdateHostKeys no
  VerifyHostKeyDNS no
  CheckHostIP no
  CanonicalizeHostname no
  ConnectTimeout none
  ForwardAgent no
  ForwardX11 no
  ServerAliveInterval 5
  ServerAliveCountMax 2
`;
};

/** The one line for the user's own configuration. */
export const toIncludeLine = (path: string): string => `Include ${toPathWord(path).replaceAll('%%', '%')}`;

/** A path as an argument in the file. ssh would expand `${…}`, and has no way to say that it should not. */
const toPathWord = (path: string, tokens = ''): string => {
  if (/["\n\r]|\$\{/.test(path)) {
    throw new ConfigError(
      `The path ${clean(path)} cannot be written into OpenSSH's configuration.`,
      'Take one without quotes, line ends and ${.',
    );
  }

  return `"${path.replaceAll('%', '%%')}${tokens}"`;
};

/** A word of a ProxyCommand, for the shell that ssh starts, with its tokens left alone. */
export const toShellWord = (word: string, platform: NodeJS.Platform): string => {
  const quoted = platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return quoted.replaceAll('%', '%%');
};
