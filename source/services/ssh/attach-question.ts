import type {SafeText} from '../../model/safe-text.ts';
import type {ConnectionNote} from './connection-note.ts';
import type {FirewallQuestion} from './firewall.ts';

/** Something only the user can answer. */
export type AttachQuestion =
  | ({readonly kind: 'firewall'} & FirewallQuestion)
  | {readonly kind: 'new-worker'; readonly tryNumber: number | undefined}
  /** Answers itself with yes after a few seconds. */
  | ({readonly kind: 'note'} & ConnectionNote)
  | {readonly kind: 'passphrase'; readonly path: SafeText; readonly wasWrong: boolean}
  /** What the user's own ssh asks, in its words. */
  | {readonly kind: 'ssh'; readonly text: SafeText};

/** The one question of an attach that waits for the user, and who waits for the answer. */
export class OpenQuestion {
  readonly #onChange: (question: AttachQuestion | undefined) => void;
  #answer: ((answer: string | undefined) => void) | undefined;

  /** @param onChange is told of each question, and of `undefined` once it is answered */
  constructor(onChange: (question: AttachQuestion | undefined) => void) {
    this.#onChange = onChange;
  }

  /** Answers the open question: `yes` or a passphrase; `undefined` for no. Nothing happens when none is open. */
  answer(answer: string | undefined): void {
    this.#answer?.(answer);
  }

  /** Asks, and resolves with the answer; with `undefined` for no, and when the signal is aborted. Never rejects. */
  ask(question: AttachQuestion, signal: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const finish = (answer: string | undefined) => {
        signal.removeEventListener('abort', handleAbort);
        this.#answer = undefined;
        this.#onChange(undefined);
        resolve(answer);
      };
      const handleAbort = () => {
        finish(undefined);
      };
      signal.addEventListener('abort', handleAbort, {once: true});
      this.#answer = finish;
      this.#onChange(question);
    });
  }
}
