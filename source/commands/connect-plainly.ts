import type {BaseServices} from '../create-services.ts';
import {CancelError, DxtopError, KeyError, SshError, toSentence} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import {formatConnectionNote} from '../format/connection-note.ts';
import {formatOutcome} from '../format/outcome.ts';
import {isLoopback} from '../services/settings/api-server.ts';
import type {LoginKey} from '../services/ssh/agent-key.ts';
import {ConnectSteps} from '../services/ssh/connect-steps.ts';
import {JobOverError} from '../services/ssh/job-over-error.ts';
import type {LogInOptions} from '../services/ssh/log-in-to-worker.ts';
import type {PrepareOptions} from '../services/ssh/prepare-worker.ts';
import {createPrivateKeyReader} from '../services/ssh/private-key.ts';
import {toOutcome} from '../services/ssh/to-outcome.ts';
import {toNarrated} from '../services/ssh/worker-platform.ts';
import type {WorkerWay} from '../services/ssh/worker-way.ts';
import {askOnDevice} from './ask-on-device.ts';
import {isYes} from './prompt.ts';

/** There was no connection, or it was lost; as with `ssh`. */
export const EXIT_NO_CONNECTION = 255;
const FIRST_REACH_LIMIT_MS = 60_000;
/** What takes less is not worth a line. */
const PATIENCE_MS = 2000;

/**
 * What a command without a dashboard connects with. The firewall is opened where the user has agreed before, in a
 * dashboard or by a setting, or agrees now on the terminal; without a terminal nobody is asked and nothing opened. Who
 * names an address, and no range, with --allow-ssh has agreed.
 */
export const toPlainOptions = (
  services: BaseServices,
  {jobId, workerNumber}: WorkerTarget,
  {proxy, firewall}: WorkerWay,
): PrepareOptions & LogInOptions => {
  const {platform, registry, settings} = services;
  const steps = createNarratedSteps();
  return {
    jobId,
    workerNumber,
    platform: toNarrated(platform, steps, Date.now),
    proxy,
    firewall,
    steps,
    signal: new AbortController().signal,
    reachLimitMs: FIRST_REACH_LIMIT_MS,
    isPlatformLocal: isLoopback(settings.apiServer.host),
    onDescribed: (job) => {
      const note = process.stderr.isTTY ? services.notes.claimNote(job) : undefined;
      if (note) {
        for (const line of formatConnectionNote(note.networkAccess)) process.stderr.write(`dxtop: ${line}\n`);
      }
      return Promise.resolve();
    },
    askFirewall: async ({address, isRange, allowSSH}) => {
      const isNamed = firewall.addresses.length > 0;
      if (!isRange && (isNamed || registry.hasConsentedToFirewall(jobId, address))) return true;
      const list = allowSSH.length > 0 ? allowSSH.join(', ') : 'closed';
      const answer = await askOnDevice(
        `${address} is not in this job's firewall (allowSSH: ${list}).\nLet ${address}, and nothing else, connect to it? y/N `,
        {isHidden: false},
      );
      if (answer === undefined) {
        throw new SshError(
          'firewall',
          `${address} is not in this job's firewall, and there is no terminal to ask you on.`,
          'Attach to the job once in a terminal and say yes, name the address with --allow-ssh, or set ssh.firewall to "always".',
        );
      }

      if (!isYes(answer)) throw new CancelError();
      if (!isRange) registry.consentToFirewall(jobId, address, Date.now());
      return true;
    },
    onFirewallAdded: (address) => {
      registry.addFirewallEntry(jobId, address, Date.now());
    },
  };
};

/**
 * Reads the user's private key, and asks for its passphrase on the terminal. Throws `ConfigError`, also where there is no
 * terminal, and `CancelError`.
 */
export const readKeyPlainly = ({settings}: BaseServices): Promise<LoginKey> =>
  createPrivateKeyReader(
    settings.confDirectory,
    settings.agentPath,
  )(async (path, wasWrong) => {
    const again = wasWrong ? 'That passphrase is wrong.\n' : '';
    const passphrase = await askOnDevice(`${again}Passphrase of ${path}: `, {isHidden: true});
    if (passphrase !== undefined) return passphrase;
    throw new KeyError(
      `The SSH key ${path} has a passphrase, and there is no terminal to ask you on.`,
      'Run it in a terminal; or unlock the key with `ssh-add` before, and say --transport openssh.',
    );
  });

/** Says on standard error why there is no connection, and answers the exit status. Throws what is none of our errors. */
export const tellNoConnection = (error: unknown, name: string): number => {
  if (!(error instanceof DxtopError) && !(error instanceof JobOverError)) throw error;
  const text =
    error instanceof JobOverError ? formatOutcome(name, toOutcome(error)).text : clean(toSentence(error));
  process.stderr.write(`dxtop: ${text}\n`);
  return EXIT_NO_CONNECTION;
};

/** Steps that tell on a terminal what a long wait waits for, each thing once; a program that reads along hears nothing. */
const createNarratedSteps = (): ConnectSteps => {
  const startedMs = Date.now();
  let told = '';
  const steps = new ConnectSteps(Date.now, () => {
    const running = steps.list.find(({state}) => state === 'running');
    if (!running || running.detail === '' || running.detail === told) return;
    if (!process.stderr.isTTY || Date.now() - startedMs < PATIENCE_MS) return;
    told = running.detail;
    process.stderr.write(`dxtop: ${running.detail}\n`);
  });
  return steps;
};
