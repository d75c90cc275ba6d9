import type {Job} from '../../model/execution.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type SessionOutcome, toSessionName, toTargetKey, type WorkerTarget} from '../../model/session.ts';
import {lendTerminal, type LendingEnd} from '../terminal/lend-terminal.ts';
import {OpenQuestion} from './attach-question.ts';
import {type AttachmentSnapshot, type LostLink, toFirstSnapshot} from './attachment-snapshot.ts';
import type {ConnectedWorker} from './connect-to-worker.ts';
import {ConnectSteps} from './connect-steps.ts';
import {Reconnect} from './reconnect.ts';
import {findExitOutcome} from './shell-end.ts';
import {type AttachmentServices, toAttachRequest} from './to-attach-request.ts';
import {toOutcome} from './to-outcome.ts';

const FIRST_REACH_LIMIT_MS = 60_000;

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
  readonly #question = new OpenQuestion((question) => {
    this.#change({question});
  });
  #reconnect: Reconnect | undefined;

  constructor({jobId, workerNumber}: WorkerTarget, jobName: SafeText, services: AttachmentServices) {
    this.#services = services;
    this.#target = {jobId, workerNumber};
    this.#startedMs = services.now();
    this.#steps = this.#newSteps();
    this.#snapshot = toFirstSnapshot(this.#target, jobName, this.#steps.list);
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
    this.#question.answer(answer);
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
      hasSessions: this.#services.hasSessions ?? false,
      needsRedraw: this.#needsRedraw,
      endsAfterStop: worker.session.persistence !== 'none',
      now: this.#services.now,
    });
    this.#needsRedraw = false;
    await this.#afterLending(worker, end);
  }

  async #afterLending(worker: ConnectedWorker, end: LendingEnd): Promise<void> {
    if (this.#snapshot.phase !== 'attached') return;
    switch (end.kind) {
      case 'sessions':
      case 'detach': {
        const isKeptByWorker = worker.session.persistence !== 'none';
        if (isKeptByWorker) this.#worker?.connection.close();
        else this.#services.parked.set(toTargetKey(this.#target), worker);
        this.#end({
          kind: 'detached',
          isResumable: isKeptByWorker,
          ...(end.kind === 'sessions' && {isSwitch: true}),
        });
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
        const {platform, hasLivingSession} = this.#services;
        const {jobId} = this.#target;
        const outcome = await findExitOutcome(worker, end, {
          jobId,
          platform,
          hasLivingSession,
          signal: this.#abort.signal,
        });
        if (outcome) this.#end(outcome);
        // The link went with the shell: the way back finds out whether the job is over.
        else void this.#comeBack(clean('the link was lost as the shell ended'), undefined);
        return;
      }

      case 'stalled': {
        const since = end.hasSlept ? ' since this computer slept' : '';
        void this.#comeBack(clean(`the worker does not answer${since}`), worker);
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
    const answer = await this.#question.ask(
      {kind: 'new-worker', tryNumber: job.tryNumber},
      this.#abort.signal,
    );
    return answer !== undefined;
  }

  async #connect(reachLimitMs: number, signal = this.#abort.signal): Promise<ConnectedWorker> {
    this.#steps = this.#newSteps();
    const request = toAttachRequest(this.#services, {
      target: this.#target,
      question: this.#question,
      steps: this.#steps,
      signal,
      reachLimitMs,
      isFirst: this.#snapshot.phase === 'connecting',
      onDescribed: (job) => {
        this.#name(job);
      },
    });
    return await this.#services.connect(request);
  }

  #take(worker: ConnectedWorker): void {
    if (this.#snapshot.phase === 'over') {
      worker.connection.close();
      return;
    }

    this.#worker = worker;
    this.#services.persistences.set(worker.fingerprint, worker.session.persistence);
    this.#name(worker.job);
    this.#change({phase: 'ready'});
  }

  /** Who gives an ID at the prompt sees here which job that is, before any question about it. */
  #name({name}: Job): void {
    const jobName = toSessionName(name ?? clean(this.#target.jobId), this.#target.workerNumber);
    if (jobName !== this.#snapshot.jobName) this.#change({jobName});
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

  #remember(
    {host, session, job, fingerprint}: ConnectedWorker,
    outcome: SessionOutcome['kind'] | 'attached',
  ): void {
    const {registry, now} = this.#services;
    registry.save({
      ...this.#target,
      jobName: this.#snapshot.jobName,
      host,
      persistence: session.persistence,
      startedMs: this.#startedMs,
      lastSeenMs: now(),
      tryNumber: job.tryNumber,
      fingerprint,
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
