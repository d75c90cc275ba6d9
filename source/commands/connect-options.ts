import {type Command, Option} from 'commander';
import {ConfigError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {EXIT_USAGE, fail} from './command-context.ts';

/** Adds what every command takes that connects to a worker: `WayWishes`. The names are the official client's. */
export const addConnectOptions = (command: Command): Command =>
  command
    .option(
      '--ssh-proxy <host:port>',
      'go to the worker through this HTTP proxy, or through https:// or socks5://host:port',
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

/** Which machine of a cluster; for every command that goes to one. */
export const toWorkerOption = () =>
  new Option('--worker <number>', 'a worker of a cluster; 0 is the driver').argParser(toWorkerNumber);

const toWorkerNumber = (text: string): number => {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  return fail(
    new ConfigError(
      `${clean(text).slice(0, 20)} is no number of a worker.`,
      'Give 0 for the driver, 1 for the first worker, and so on.',
    ),
    EXIT_USAGE,
  );
};
