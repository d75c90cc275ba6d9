import {resolve} from 'node:path';
import {type Command, Option} from 'commander';
import {ConfigError} from '../model/errors.ts';
import type {Job} from '../model/execution.ts';
import {clean} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import {toCloseCommand} from '../model/ssh-key.ts';
import {formatWorkerName} from '../model/worker-name.ts';
import type {PpkVersion} from '../services/putty/ppk.ts';
import {decryptSshKey} from '../services/settings/decrypt-ssh-key.ts';
import {Secret} from '../services/settings/secret.ts';
import {readSshKeyFile, type SshKeyFile} from '../services/settings/ssh-key-file.ts';
import {type CommandContext, toJobId} from './command-context.ts';
import {toWorkerOption} from './connect-options.ts';
import {openServices} from './open-services.ts';
import {printLines, runPlain} from './plain-command.ts';
import {askSecret, canAsk, readPipedLine} from './prompt.ts';

/** What `dxtop putty` takes, as the command line names it. */
interface PuttyFlags {
  out?: string;
  worker?: number;
  ppk: '2' | '3';
}

/** `dxtop putty JOB`. */
export const addPuttyCommand = (program: Command, context: CommandContext): void => {
  program
    .command('putty <job>')
    .description('write the SSH key and a saved session for PuTTY, and print the plink command')
    .option('--out <folder>', 'where to write them; the config folder if left out')
    .addOption(toWorkerOption())
    .addOption(new Option('--ppk <version>', '2 for PuTTY before 0.75').choices(['2', '3']).default('3'))
    .action((job: string, flags: PuttyFlags) => {
      const target = {jobId: toJobId(job), workerNumber: flags.worker ?? 0};
      return runPlain(() => runPutty(context, target, flags));
    });
};

const runPutty = async (
  context: CommandContext,
  target: WorkerTarget,
  flags: PuttyFlags,
): Promise<number> => {
  const {settings, platform} = await openServices(context);
  const {describeJob, isAllowed} = await import('../services/ssh/firewall.ts');
  const {parseHostKey} = await import('../services/ssh/host-key.ts');
  const {toReadyWorker} = await import('../services/ssh/prepare-worker.ts');
  const {formatPlink} = await import('../services/putty/putty-session.ts');
  const {toPpkKey} = await import('../services/putty/to-ppk-key.ts');
  const {toPpkPath, writePuttyFiles} = await import('../services/putty/write-putty-files.ts');

  const file = readSshKeyFile(settings.confDirectory);
  const {signal} = new AbortController();
  const [job, {clientIp}] = await Promise.all([
    describeJob(platform, target.jobId, signal),
    platform.whoami({clientIp: true}),
  ]);
  const {worker} = toReadyWorker(job, target.workerNumber) ?? refuse(job);
  const {host, sshPort, sshHostKey} = worker;
  const pin = parseHostKey(sshHostKey);
  const version: PpkVersion = flags.ppk === '2' ? 2 : 3;
  const passphrase = file.isEncrypted ? await readPassphrase(file) : new Secret('');
  const directory = resolve(flags.out ?? settings.confDirectory);
  const session = {
    name: formatWorkerName(target),
    host,
    port: sshPort,
    keyPath: toPpkPath(directory),
    // PuTTY knows these fingerprints from the version on that has the newer key files.
    hostKey: version === 2 ? pin.blob.toString('base64') : pin.fingerprint,
  };
  const key = toPpkKey(await decryptSshKey(file, passphrase));
  const registryPath = await writePuttyFiles(directory, session, {key, version, passphrase});
  const isLetIn = clientIp !== undefined && isAllowed(job.allowSSH, clientIp);
  printLines([
    `Key: ${clean(session.keyPath)}`,
    `Saved session: ${clean(registryPath)}; double-click it in Windows, or \`reg import\` it, and load ${session.name} in PuTTY.`,
    '',
    formatPlink(session),
    '',
    'Before it can connect:',
    `1. Your address is ${clean(clientIp ?? 'unknown')}, as the platform sees it. Through an SSH proxy it is the proxy's that counts.`,
    `2. The job's allowSSH is ${job.allowSSH.length > 0 ? job.allowSSH.join(', ') : 'empty'}: ${
      isLetIn
        ? 'your address is let in.'
        : `your address is not let in. \`dxtop ssh ${job.id}\` asks, and adds it.`
    }`,
    ...(process.platform === 'win32'
      ? ['', `Close the key to other users: ${toCloseCommand(session.keyPath, 'win32')}`]
      : []),
  ]);
  return 0;
};

const refuse = (job: Job): never => {
  throw new ConfigError(
    `${job.name ?? job.id} has no worker to connect to: it is ${job.state}.`,
    'Try again when it is running, and has a host.',
  );
};

/** The same passphrase opens the key and encrypts the copy. */
const readPassphrase = async ({path}: SshKeyFile): Promise<Secret> =>
  canAsk()
    ? await askSecret(`Passphrase of ${clean(path)} (not shown): `)
    : await readPipedLine('passphrase');
