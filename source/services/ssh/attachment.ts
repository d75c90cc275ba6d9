import {CancelError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {
  type Persistence,
  type SessionOutcome,
  toSessionName,
  toTargetKey,
  type WorkerTarget,
} from '../../model/session.ts';
import type {SessionRegistry} from '../storage/session-registry.ts';
import {lendTerminal, type LendingEnd} from '../terminal/lend-terminal.ts';
import type {Terminal} from '../terminal/terminal.ts';
import type {LoginKey} from './agent-key.ts';
import type {ConnectionNote, ConnectionNotes} from './connection-note.ts';
import type {ConnectedWorker, ConnectRequest} from './connect-to-worker.ts';
import {type ConnectStep, ConnectSteps} from './connect-steps.ts';
import type {FirewallQuestion} from './firewall.ts';
import {Reconnect, type ReconnectProgress} from './reconnect.ts';
import {findShellOutcome} from './shell-end.ts';
import {toOutcome} from './to-outcome.ts';
import {toImpatient, type WorkerPlatform} from './worker-platform.ts';

const FIRST_REACH_LIMIT_MS = 60_000;
const NOTE_MS = 5000;

/** Something only the user can answer. */
export type AttachQuestion =
  | ({readonly kind: 'firewall'} & FirewallQuestion)
  | {readonly kind: 'new-worker'; readonly tryNumber: number | undefined}
  /** Answers itself with yes after a few seconds. */
  | ({readonly kind: 'note'} & ConnectionNote)
  | {readonly kind: 'passphrase'; readonly path: SafeText; readonly wasWrong: boolean}
  /** What the user's own ssh asks, in its words. */
  | {readonly kind: 'ssh'; readonly text: SafeText};

/** A link that was lost, as the notice shows it. Times are milliseconds since the Unix epoch. */
export interface LostLink extends ReconnectProgress {
  readonly sinceMs: number;
  readonly reason: SafeText;
  /** Keys typed since then; they are dropped, never sent. */
  readonly keysDropped: number;
}

/** What the screen shows of an attach. A new object after each change. */
export interface AttachmentSnapshot extends WorkerTarget {
  readonly jobName: SafeText;
  readonly phase: 'connecting' | 'ready' | 'attached' | 'lost' | 'over';
  readonly steps: readonly ConnectStep[];
  readonly question: AttachQuestion | undefined;
  readonly lost: LostLink | undefined;
  readonly outcome: SessionOutcome | undefined;
}

/** What an attach needs from outside. */
export interface AttachmentServices {
  readonly platform: WorkerPlatform;
  readonly registry: SessionRegistry;
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly term: string;
  readonly escapeCharacter: string;
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
 * One attach to one worker of a job, from the key press to the outcome, with every reconnect in between.
 *
 * A state machine without React: a screen shows its snapshots (`subscribe`, `getSnapshot`), answers its questions, and
 * calls `lend` inside a suspended dashboard whenever the phase is `ready`. Source of the rules: design.md, part 3.
 */
export class Attachment {
  readonly #services: AttachmentServices;
  readonly #target: WorkerTarget;
  readonly #listeners = new Set<() => void>();
  readonly #startedMs: number;
  #snapshot: AttachmentSnapshot;
  #steps: ConnectSteps;
  #worker: ConnectedWorker | undefined;
  #needsRedraw = false;
  #abort = new AbortController();
  #answer: ((answer: string | undefined) => void) | undefined;
  #reconnect: Reconnect | undefined;

  constructor({jobId, workerNumber}: WorkerTarget, jobName: SafeText, services: AttachmentServices) {
    this.#services = services;
    this.#target = {jobId, workerNumber};
    this.#startedMs = services.now();
    this.#steps = this.#newSteps();
    this.#snapshot = {
      jobId,
      workerNumber,
      jobName,
      phase: 'connecting',
      steps: this.#steps.list,
      question: undefined,
      lost: undefined,
      outcome: undefined,
    };
  }

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The state now. */
  readonly getSnapshot = (): AttachmentSnapshot => this.#snapshot;

  /** Begins to connect. Never throws: what goes wrong becomes the outcome. */
  async start(): Promise<void> {
    const key = toTargetKey(this.#target);
    const parked = this.#services.parked.get(key);
    this.#services.parked.delete(key);
    if (parked && !parked.connection.isDown && !parked.session.channel.isEnded) {
      this.#needsRedraw = true;
      this.#take(parked);
      return;
    }

    try {
      this.#take(await this.#connect(FIRST_REACH_LIMIT_MS));
    } catch (error) {
      this.#end(toOutcome(error));
    }
  }

  /** Answers the open question: `yes` or a passphrase; `undefined` for no. */
  answer(answer: string | undefined): void {
    this.#answer?.(answer);
  }

  /** Stops whatever runs and ends the attach, before or between two sessions; the remote side lives on. */
  cancel(): void {
    if (this.#snapshot.phase === 'over') return;
    if (this.#snapshot.phase === 'lost') {
      this.#leave('left');
      return;
    }

    this.#abort.abort();
    this.#worker?.connection.close();
    this.#end({kind: 'cancelled'});
  }

  /** While the link is lost: tries at once. */
  retryNow(): void {
    this.#reconnect?.retryNow();
  }

  /** While the link is lost: to the dashboard (`left`, the session can be picked up again) or for good (`given-up`). */
  leave(kind: 'left' | 'given-up'): void {
    if (this.#snapshot.phase === 'lost') this.#leave(kind);
  }

  /** Counts a key that was typed while the link was lost. */
  dropKeys(count: number): void {
    const {lost} = this.#snapshot;
    if (lost) this.#change({lost: {...lost, keysDropped: lost.keysDropped + count}});
  }

  /** Gives the terminal to the shell. To be called with the dashboard suspended, in phase `ready`. Never throws. */
  async lend(): Promise<void> {
    const worker = this.#worker;
    if (!worker || this.#snapshot.phase !== 'ready') return;
    this.#change({phase: 'attached', lost: undefined});
    this.#remember(worker, 'attached');
    const end = await lendTerminal({
      terminal: this.#services.terminal,
      remote: worker.session.channel,
      escapeCharacter: this.#services.escapeCharacter,
      needsRedraw: this.#needsRedraw,
      endsAfterStop: worker.session.persistence !== 'none',
    });
    this.#needsRedraw = false;
    await this.#afterLending(worker, end);
  }

  async #afterLending(worker: ConnectedWorker, end: LendingEnd): Promise<void> {
    if (this.#snapshot.phase !== 'attached') return;
    switch (end.kind) {
      case 'detach': {
        const isKeptByWorker = worker.session.persistence !== 'none';
        if (isKeptByWorker) this.#worker?.connection.close();
        else this.#services.parked.set(toTargetKey(this.#target), worker);
        this.#end({kind: 'detached', isResumable: isKeptByWorker});
        return;
      }

      case 'drop': {
        this.#worker?.connection.close();
        this.#end({kind: 'left', reason: clean('you dropped the link')});
        return;
      }

      case 'terminal-gone': {
        this.#worker?.connection.close();
        this.#end({kind: 'terminal-gone'});
        return;
      }

      case 'exited': {
        let isAlive: boolean;
        try {
          isAlive = await this.#services.hasLivingSession(worker);
        } catch {
          // The link went with the shell: the way back finds out whether the job is over.
          this.#worker?.connection.close();
          void this.#comeBack(clean('the link was lost as the shell ended'), undefined);
          return;
        }

        this.#worker?.connection.close();
        if (isAlive) this.#end({kind: 'detached', isResumable: true});
        else {
          const {platform} = this.#services;
          this.#end(await findShellOutcome(end, this.#target.jobId, platform, this.#abort.signal));
        }

        return;
      }

      case 'stalled': {
        void this.#comeBack(clean('the worker does not answer'), worker);
        return;
      }

      case 'continued':
      case 'reconnect':
      case 'lost': {
        this.#worker?.connection.close();
        const reasons = {continued: 'dxtop was stopped', reconnect: 'you asked to reconnect'};
        void this.#comeBack(clean(end.kind === 'lost' ? end.reason : reasons[end.kind]), undefined);
        return;
      }
    }
  }

  /** Tries until there is a session again or none to be had; the link that stalled may come back by itself. */
  async #comeBack(reason: SafeText, stalled: ConnectedWorker | undefined): Promise<void> {
    if (this.#snapshot.phase === 'over') return;
    const reconnect = new Reconnect({
      connect: (signal) => this.#connect(0, signal),
      now: this.#services.now,
      onProgress: (progress) => {
        this.#changeLost(progress);
      },
    });
    this.#reconnect = reconnect;
    const {sinceMs, keysDropped} = this.#snapshot.lost ?? {sinceMs: this.#services.now(), keysDropped: 0};
    const lost = {sinceMs, reason, tryNumber: 1, nextTryMs: undefined, lastError: undefined, keysDropped};
    this.#change({phase: 'lost', lost});
    const result = await reconnect.run(stalled);
    if (this.#snapshot.phase !== 'lost') return;
    switch (result.kind) {
      case 'connected':
        if (stalled) stalled.connection.close();
        if (await this.#isWanted(result.worker)) {
          this.#take(result.worker);
          return;
        }

        result.worker.connection.close();
        this.leave('left');
        return;
      case 'revived':
        if (result.worker.session.persistence !== 'none') {
          // The terminal was reset for the notice. tmux draws itself anew when asked, but only a newcomer is told the
          // modes: alternate screen, mouse, application keys.
          result.worker.connection.close();
          void this.#comeBack(reason, undefined);
          return;
        }

        this.#needsRedraw = true;
        this.#take(result.worker);
        return;
      case 'impossible':
        this.#worker?.connection.close();
        this.#end(toOutcome(result.error));
        return;
      case 'stopped':
    }
  }

  /** Whether to go on with a worker: another one than before is another machine, and never comes silently. */
  async #isWanted({fingerprint, job}: ConnectedWorker): Promise<boolean> {
    if (this.#worker === undefined || this.#worker.fingerprint === fingerprint) return true;
    const answer = await this.#ask({kind: 'new-worker', tryNumber: job.tryNumber}, this.#abort.signal);
    return answer !== undefined;
  }

  async #connect(reachLimitMs: number, signal = this.#abort.signal): Promise<ConnectedWorker> {
    this.#steps = this.#newSteps();
    const services = this.#services;
    return await services.connect({
      ...this.#target,
      platform: reachLimitMs === 0 ? toImpatient(services.platform) : services.platform,
      steps: this.#steps,
      signal,
      size: () => services.terminal.size,
      term: services.term,
      reachLimitMs,
      isPlatformLocal: services.isPlatformLocal,
      readPrivateKey: () =>
        services.readPrivateKey(async (path, wasWrong) => {
          const passphrase = await this.#ask({kind: 'passphrase', path, wasWrong}, signal);
          if (passphrase === undefined) throw new CancelError('no passphrase');
          return passphrase;
        }),
      onDescribed: (job) => this.#showNote(job, signal),
      askForSsh: async (text) => {
        const answer = await this.#ask({kind: 'ssh', text}, signal);
        if (answer === undefined) throw new CancelError('no answer for ssh');
        return answer;
      },
      askFirewall: async (question) => {
        const {jobId} = this.#target;
        const {address, isRange} = question;
        if (!isRange && services.registry.hasConsentedToFirewall(jobId, address)) return true;
        const isAllowed = (await this.#ask({kind: 'firewall', ...question}, signal)) !== undefined;
        if (isAllowed && !isRange) services.registry.consentToFirewall(jobId, address, services.now());
        return isAllowed;
      },
      onFirewallAdded: (address) => {
        services.registry.addFirewallEntry(this.#target.jobId, address, services.now());
      },
      knownPersistence: (fingerprint) => services.persistences.get(fingerprint),
    });
  }

  /** Shown long enough to be read; the user may go on at once, or not at all. */
  async #showNote(job: Job, signal: AbortSignal): Promise<void> {
    const isFirst = this.#snapshot.phase === 'connecting';
    const note = isFirst ? this.#services.notes?.claimNote(job) : undefined;
    if (!note) return;
    const timer = setTimeout(() => this.#answer?.('yes'), NOTE_MS);
    try {
      const answer = await this.#ask({kind: 'note', ...note}, signal);
      if (answer === undefined) throw new CancelError();
    } finally {
      clearTimeout(timer);
    }
  }

  #ask(question: AttachQuestion, signal: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const finish = (answer: string | undefined) => {
        signal.removeEventListener('abort', handleAbort);
        this.#answer = undefined;
        this.#change({question: undefined});
        resolve(answer);
      };
      const handleAbort = () => {
        finish(undefined);
      };
      signal.addEventListener('abort', handleAbort, {once: true});
      this.#answer = finish;
      this.#change({question});
    });
  }

  #take(worker: ConnectedWorker): void {
    if (this.#snapshot.phase === 'over') {
      worker.connection.close();
      return;
    }

    this.#worker = worker;
    this.#services.persistences.set(worker.fingerprint, worker.session.persistence);
    const {name = this.#target.jobId} = worker.job;
    const jobName = toSessionName(clean(name), this.#target.workerNumber);
    this.#change({phase: 'ready', jobName});
  }

  #leave(kind: 'left' | 'given-up'): void {
    const reason = this.#snapshot.lost?.reason ?? clean('');
    this.#reconnect?.stop();
    this.#worker?.connection.close();
    this.#end({kind, reason});
  }

  #end(outcome: SessionOutcome): void {
    if (this.#snapshot.phase === 'over') return;
    if (this.#worker) this.#remember(this.#worker, outcome.kind);
    this.#change({phase: 'over', outcome, question: undefined, lost: undefined});
  }

  #remember({host, session}: ConnectedWorker, outcome: SessionOutcome['kind'] | 'attached'): void {
    const {registry, now} = this.#services;
    registry.save({
      ...this.#target,
      jobName: this.#snapshot.jobName,
      host,
      persistence: session.persistence,
      startedMs: this.#startedMs,
      lastSeenMs: now(),
      outcome,
    });
  }

  #newSteps(): ConnectSteps {
    const steps = new ConnectSteps(this.#services.now, () => {
      if (this.#steps === steps) this.#change({steps: steps.list});
    });
    return steps;
  }

  #changeLost(change: Partial<LostLink>): void {
    const {lost} = this.#snapshot;
    if (lost) this.#change({lost: {...lost, ...change}});
  }

  #change(change: Partial<AttachmentSnapshot>): void {
    this.#snapshot = {...this.#snapshot, ...change};
    for (const listener of this.#listeners) listener();
  }
}
