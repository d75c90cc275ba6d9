import {CancelError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {Persistence, WorkerTarget} from '../../model/session.ts';
import type {SessionRegistry} from '../storage/session-registry.ts';
import type {Terminal} from '../terminal/terminal.ts';
import type {LoginKey} from './agent-key.ts';
import type {OpenQuestion} from './attach-question.ts';
import type {ConnectionNotes} from './connection-note.ts';
import type {ConnectedWorker, ConnectRequest} from './connect-to-worker.ts';
import type {ConnectSteps} from './connect-steps.ts';
import {toImpatient, toNarrated, type WorkerPlatform} from './worker-platform.ts';

const NOTE_MS = 5000;

/** What an attach needs from outside. */
export interface AttachmentServices {
  readonly platform: WorkerPlatform;
  readonly registry: SessionRegistry;
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly term: string;
  readonly escapeCharacter: string;
  /** Whether a dashboard is around the attach, with a screen of the sessions; there is none unless it says so. */
  readonly hasSessions?: boolean;
  readonly isPlatformLocal: boolean;
  /** The user's private key; calls `askPassphrase` as often as it needs to. */
  readonly readPrivateKey: (
    askPassphrase: (path: SafeText, wasWrong: boolean) => Promise<string>,
  ) => Promise<LoginKey>;
  /** Whether something is to be said before the first connection; nothing ever is when absent. */
  readonly notes?: ConnectionNotes;
  /** `connectToWorker`, loaded when it is first needed: ssh2 takes a while. */
  readonly connect: (request: ConnectRequest) => Promise<ConnectedWorker>;
  /** Whether a worker's shell lives on after its channel has ended. */
  readonly hasLivingSession: (worker: ConnectedWorker) => Promise<boolean>;
  /** What was found out about workers, by fingerprint, for as long as dxtop runs. */
  readonly persistences: Map<string, Persistence>;
  /**
   * Shells that nothing keeps alive on their worker, and that were detached from: held open for as long as dxtop runs.
   * By the key of their worker.
   */
  readonly parked: Map<string, ConnectedWorker>;
}

/**
 * What one connect of an attach asks for: what only the user can answer goes through `question`, and what the user has
 * agreed to is remembered in the registry.
 */
export const toAttachRequest = (
  services: AttachmentServices,
  {
    target,
    question,
    steps,
    signal,
    reachLimitMs,
    isFirst,
    onDescribed,
  }: {
    target: WorkerTarget;
    question: OpenQuestion;
    steps: ConnectSteps;
    signal: AbortSignal;
    /** 0 on the way back, whose tries must not wait. */
    reachLimitMs: number;
    /** Whether this is the attach's first connect, before which a note may be shown. */
    isFirst: boolean;
    /** Told of the job before the user is asked anything about it. */
    onDescribed: (job: Job) => void;
  },
): ConnectRequest => ({
  ...target,
  platform:
    reachLimitMs === 0 ? toImpatient(services.platform) : toNarrated(services.platform, steps, services.now),
  steps,
  signal,
  size: () => services.terminal.size,
  term: services.term,
  reachLimitMs,
  isPlatformLocal: services.isPlatformLocal,
  readPrivateKey: () =>
    services.readPrivateKey(async (path, wasWrong) => {
      const passphrase = await question.ask({kind: 'passphrase', path, wasWrong}, signal);
      if (passphrase === undefined) throw new CancelError('no passphrase');
      return passphrase;
    }),
  onDescribed: async (job) => {
    onDescribed(job);
    if (isFirst) await showNote(job, services.notes, question, signal);
  },
  askForSsh: async (text) => {
    const answer = await question.ask({kind: 'ssh', text}, signal);
    if (answer === undefined) throw new CancelError('no answer for ssh');
    return answer;
  },
  askFirewall: async (asked) => {
    const {address, isRange} = asked;
    if (!isRange && services.registry.hasConsentedToFirewall(target.jobId, address)) return true;
    const isAllowed = (await question.ask({kind: 'firewall', ...asked}, signal)) !== undefined;
    if (isAllowed && !isRange) services.registry.consentToFirewall(target.jobId, address, services.now());
    return isAllowed;
  },
  onFirewallAdded: (address) => {
    services.registry.addFirewallEntry(target.jobId, address, services.now());
  },
  knownPersistence: (fingerprint) => services.persistences.get(fingerprint),
});

/** Shown long enough to be read; the user may go on at once, or not at all. */
const showNote = async (
  job: Job,
  notes: ConnectionNotes | undefined,
  question: OpenQuestion,
  signal: AbortSignal,
): Promise<void> => {
  const note = notes?.claimNote(job);
  if (!note) return;
  const timer = setTimeout(() => {
    question.answer('yes');
  }, NOTE_MS);
  try {
    const answer = await question.ask({kind: 'note', ...note}, signal);
    if (answer === undefined) throw new CancelError();
  } finally {
    clearTimeout(timer);
  }
};
