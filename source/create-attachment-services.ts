import {ConfigError} from './model/errors.ts';
import type {BaseServices, ServicesOptions} from './create-services.ts';
import {isLoopback} from './services/settings/api-server.ts';
import type {Transport} from './services/ssh/choose-transport.ts';
import type {PeekServices} from './services/ssh/peek-session.ts';
import type {PrivateKeyReader} from './services/ssh/private-key.ts';
import type {AttachmentServices} from './services/ssh/to-attach-request.ts';
import type {WorkerWay} from './services/ssh/worker-way.ts';
import type {Terminal} from './services/terminal/terminal.ts';

/** What an attach is told by the command line. */
export interface AttachOptions extends ServicesOptions {
  /** How this program is started: the words of a command line, before its arguments. */
  readonly program: readonly string[];
  /** `--transport`; the setting when absent. */
  readonly transport?: Transport | 'auto' | undefined;
  /** Why no worker can be attached to on this computer, and what to do about it: said at the start, and at each attach. */
  readonly attachObstacle?: {readonly summary: string; readonly remedy: string} | undefined;
}

/**
 * Builds what an attach needs. What reads keys and what opens links is loaded with the first attach: ssh2 takes longer
 * than all else before the first frame.
 */
export const createAttachmentServices = ({
  base: {settings, userSettings, platform, registry, notes, notices},
  terminal,
  way,
  attachObstacle,
  hasSessions,
  transport: wantedTransport,
  environment,
  homeDirectory,
  program,
}: AttachOptions & {
  readonly base: BaseServices;
  readonly terminal: Terminal;
  readonly way: WorkerWay;
  /** Whether there is a screen of the sessions. */
  readonly hasSessions: boolean;
}): AttachmentServices & Pick<PeekServices, 'readPrivateKey' | 'findTransport'> => {
  let readKey: PrivateKeyReader | undefined;
  const {confDirectory, agentPath} = settings;
  const chooseTransportNow = async (signal: AbortSignal) => {
    const {chooseTransport} = await import('./services/ssh/choose-transport.ts');
    return await chooseTransport({
      wanted: wantedTransport ?? userSettings.ssh.transport,
      confDirectory,
      hasAgent: Boolean(environment['SSH_AUTH_SOCK']),
      platform,
      signal,
    });
  };
  return {
    platform,
    notes,
    registry,
    terminal,
    now: Date.now,
    term: environment['TERM'] ?? 'xterm-256color',
    escapeCharacter: userSettings.ssh.escapeCharacter,
    hasSessions,
    isPlatformLocal: isLoopback(settings.apiServer.host),
    readPrivateKey: async (askPassphrase) => {
      readKey ??= (await import('./services/ssh/private-key.ts')).createPrivateKeyReader(
        confDirectory,
        agentPath,
      );
      return await readKey(askPassphrase);
    },
    connect: async (request) => {
      if (attachObstacle) throw new ConfigError(attachObstacle.summary, attachObstacle.remedy);
      const {transport, reason} = await chooseTransportNow(request.signal);
      if (transport === 'ssh2')
        return (await import('./services/ssh/connect-to-worker.ts')).connectToWorker({...request, ...way});
      if (reason !== undefined) notices.post(reason);
      const {connectThroughOpenSsh} = await import('./services/ssh/openssh/connect-through-openssh.ts');
      return connectThroughOpenSsh(
        {...request, ...way},
        {environment, homeDirectory, program, confDirectory},
      );
    },
    findTransport: async (signal) => (await chooseTransportNow(signal)).transport,
    hasLivingSession: async ({connection, session}) =>
      (await import('./services/ssh/shell-session.ts')).hasLivingSession(connection, session.persistence),
    persistences: new Map(),
    parked: new Map(),
  };
};
