import {clean, type SafeText} from '../../model/safe-text.ts';
import {toSentence} from '../../model/errors.ts';

/** The steps of an attach, in their order. */
export const STEP_NAMES = ['describe', 'firewall', 'worker', 'reach', 'host-key', 'login'] as const;
/** One of the steps of an attach. */
export type StepName = (typeof STEP_NAMES)[number];

/** One line of the checklist. Times are milliseconds since the Unix epoch, `undefined` before. */
export interface ConnectStep {
  readonly name: StepName;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** What was found, or what it waits for; may be empty. */
  readonly detail: SafeText;
  readonly startedMs: number | undefined;
  readonly endedMs: number | undefined;
}

const EMPTY = clean('');

const toWaiting = (name: StepName): ConnectStep => ({
  name,
  state: 'waiting',
  detail: EMPTY,
  startedMs: undefined,
  endedMs: undefined,
});

/** The checklist of one attach: which step runs, since when, and what came of the ones before. */
export class ConnectSteps {
  #steps: readonly ConnectStep[] = STEP_NAMES.map(toWaiting);
  readonly #now: () => number;
  readonly #onChange: () => void;

  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** The lines as they are now; a new array after each change. */
  get list(): readonly ConnectStep[] {
    return this.#steps;
  }

  /** Says what a running step waits for. */
  note(name: StepName, detail: string): void {
    this.#set(name, {detail: clean(detail)});
  }

  /** Says it of the step that runs, whichever that is; of none when none does. */
  noteRunning(detail: string): void {
    const running = this.#steps.find(({state}) => state === 'running');
    if (running) this.note(running.name, detail);
  }

  /** Runs one step and keeps its times. What `work` returns as `detail` is shown; what it throws fails the step. */
  async run<Result>(
    name: StepName,
    work: () => Promise<{readonly detail: string; readonly result: Result}>,
  ): Promise<Result> {
    this.begin(name);
    try {
      const {detail, result} = await work();
      this.end(name, detail);
      return result;
    } catch (error) {
      this.#set(name, {state: 'failed', detail: clean(toSentence(error)), endedMs: this.#now()});
      throw error;
    }
  }

  /**
   * Marks a step as running, for one that another step's work begins. The steps after it are still to come, also where the
   * way has been gone before, to a worker that is no more.
   */
  begin(name: StepName): void {
    const first = STEP_NAMES.indexOf(name);
    this.#steps = this.#steps.map((step, index) => (index < first ? step : toWaiting(step.name)));
    this.#set(name, {state: 'running', startedMs: this.#now()});
  }

  /** Marks a step as done. */
  end(name: StepName, detail: string): void {
    this.#set(name, {state: 'done', detail: clean(detail), endedMs: this.#now()});
  }

  /** Marks whatever is running as failed. */
  fail(error: unknown): void {
    for (const step of this.#steps) {
      if (step.state === 'running') {
        this.#set(step.name, {state: 'failed', detail: clean(toSentence(error)), endedMs: this.#now()});
      }
    }
  }

  #set(name: StepName, change: Partial<ConnectStep>): void {
    this.#steps = this.#steps.map((step) => (step.name === name ? {...step, ...change} : step));
    this.#onChange();
  }
}
