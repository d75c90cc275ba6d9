/** What a badge can count; fixed words, for nothing that a stranger wrote goes into a title (threat-model T-5). */
export type BadgeWord = 'done' | 'failed' | 'held' | 'hold ending' | 'idle' | 'spending limit';

/** Keeps the window's title on the terminal's own stack; XTerm Control Sequences, `CSI 22 ; 2 t`. */
const KEEP_TITLE = '\u001B[22;2t';
const TAKE_TITLE_BACK = '\u001B[23;2t';

/**
 * What happened while a session has the terminal, counted in the window's title. The title from before is kept on the
 * terminal's stack and comes back with the end of the session; a worker that sets another one meanwhile takes the badge
 * away, and nothing else. Nothing of it is drawn.
 */
export class TitleBadge {
  readonly #counts = new Map<BadgeWord, number>();
  #isKept = false;
  #isWaiting = false;
  /** Called when there is something to show. */
  onWaiting: () => void = () => undefined;

  /** Counts one more. */
  add(word: BadgeWord): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    this.#isWaiting = true;
    this.onWaiting();
  }

  /** The bytes that show it, once after each change; `undefined` when nothing waits. They are shown by then. */
  takeSequence(): Buffer | undefined {
    if (!this.#isWaiting) return undefined;
    this.#isWaiting = false;
    const keep = this.#isKept ? '' : KEEP_TITLE;
    this.#isKept = true;
    const counts = [...this.#counts].map(([word, count]) => `${String(count)} ${word}`);
    return Buffer.from(`${keep}\u001B]2;dxtop: ${counts.join(', ')}\u001B\\`);
  }

  /** The session is over: the sequence that brings the title back, empty when it was not changed. Counts from nothing again. */
  end(): string {
    const sequence = this.#isKept ? TAKE_TITLE_BACK : '';
    this.#counts.clear();
    this.#isKept = false;
    this.#isWaiting = false;
    this.onWaiting = () => undefined;
    return sequence;
  }
}
