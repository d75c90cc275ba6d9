import {type Command, Option} from 'commander';

/** Adds what every command takes that connects to a worker: `WayWishes`. The names are the official client's. */
export const addConnectOptions = (command: Command): Command =>
  command
    .option(
      '--ssh-proxy <host:port>',
      'go to the worker through this HTTP proxy, or through socks5://host:port',
    )
    .option(
      '--allow-ssh [address]',
      "let this address, or IPv4 range, through the job's firewall instead of the one the platform sees; repeatable",
      (address: string, former: readonly string[] | true | undefined) => [
        ...(Array.isArray(former) ? (former as readonly string[]) : []),
        address,
      ],
    )
    .option('--no-firewall-update', "leave the job's firewall as it is");

/** Which SSH client connects; for every command that attaches. */
export const toTransportOption = () =>
  new Option('--transport <name>', 'connect with ssh2, or with your own openssh').choices([
    'auto',
    'ssh2',
    'openssh',
  ]);
