/** What a local escape asks for; the names are those of design.md, part 2. */
export type EscapeAction = 'detach' | 'drop' | 'sessions' | 'reconnect' | 'help';

/** The outcome of one chunk of typed bytes: what goes to the worker, and what dxtop is asked for after it. */
export interface FilteredInput {
  readonly forward: Buffer;
  /** The first action in the chunk; what followed it in the same chunk is thrown away with it. */
  readonly action: EscapeAction | undefined;
}

const ACTIONS = new Map<number, EscapeAction>([
  [0x64, 'detach'],
  [0x2e, 'drop'],
  [0x73, 'sessions'],
  [0x72, 'reconnect'],
  [0x3f, 'help'],
]);
const ESCAPE = 0x1b;
const NOTHING = Buffer.alloc(0);
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** The end of a paste's marker. */
const TILDE = 0x7e;
const SHORT_BYTES = 64;
/**
 * What a terminal says by itself: where the cursor is, what it can do, modes, sizes, colours, and that its window has the
 * focus. Source: XTerm Control Sequences (invisible-island.net/xterm/ctlseqs/ctlseqs.html).
 */
const REPLY =
  /\u001B(?:\[(?:[?>=]?[\d;:]*(?:[Rcnt]|\$y)|\?[\d;]*u|[IO])|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[P_^][^\u001B]*\u001B\\)/y;
const LONGEST_REPLY = 512;
const PASTE_START = Buffer.from('\u001B[200~');
const PASTE_END = Buffer.from('\u001B[201~');

/**
 * Finds dxtop's own escapes in what the user types: the escape character at the start of a line, then one key.
 *
 * Works on bytes and across chunk borders. A doubled escape character is sent once; one that is followed by any other
 * key is sent with it. Inside a bracketed paste nothing is an escape, so that no pasted text can detach. A terminal's
 * answer to the worker, which may come at any moment, is not typed: after it the line is as it was, if it came in one
 * piece. Source: ssh(1), ESCAPE CHARACTERS, whose rules these are otherwise.
 */
export class EscapeFilter {
  readonly #escape: number;
  #isLineStart = true;
  #isEscapePending = false;
  #isPasting = false;
  /** The last bytes seen, to find a paste marker across a chunk border. */
  #tail: Buffer = NOTHING;

  /** @param escapeCharacter one ASCII character, such as `~` */
  constructor(escapeCharacter = '~') {
    this.#escape = escapeCharacter.charCodeAt(0);
  }

  /** Takes one chunk of input; the result refers to the chunk's memory where nothing had to be taken out. */
  push(chunk: Buffer): FilteredInput {
    if (!this.#isEscapePending && !this.#isLineStart && this.#tail.length === 0 && isPlain(chunk))
      return {forward: chunk, action: undefined};
    if (!this.#isEscapePending && !this.#isLineStart && !this.#mayMatter(chunk)) {
      this.#remember(chunk);
      return {forward: chunk, action: undefined};
    }

    const forward: number[] = [];
    let replyEnd = 0;
    for (const [index, byte] of chunk.entries()) {
      if (byte === ESCAPE && index >= replyEnd && !this.#isPasting) replyEnd = findReplyEnd(chunk, index);
      if (index < replyEnd) {
        forward.push(byte);
        continue;
      }

      if (this.#isEscapePending) {
        this.#isEscapePending = false;
        const action = ACTIONS.get(byte);
        if (action) {
          this.#isLineStart = true;
          return {forward: Buffer.from(forward), action};
        }

        forward.push(this.#escape);
        if (byte === this.#escape) {
          this.#isLineStart = false;
          continue;
        }
      } else if (byte === this.#escape && this.#isLineStart && !this.#isPasting) {
        this.#isEscapePending = true;
        continue;
      }

      forward.push(byte);
      this.#isLineStart = byte === CARRIAGE_RETURN || byte === LINE_FEED;
      if (byte === TILDE) this.#notePaste(chunk.subarray(0, index + 1));
    }

    this.#remember(chunk);
    return {forward: Buffer.from(forward), action: undefined};
  }

  /** Whether a chunk in the middle of a line can change the state at all; nearly all typing cannot. */
  #mayMatter(chunk: Buffer): boolean {
    return chunk.includes(CARRIAGE_RETURN) || chunk.includes(LINE_FEED) || chunk.includes(TILDE);
  }

  #notePaste(upToTilde: Buffer): void {
    const recent = Buffer.concat([this.#tail, upToTilde]).subarray(-PASTE_START.length);
    if (recent.equals(PASTE_START)) this.#isPasting = true;
    if (recent.equals(PASTE_END)) this.#isPasting = false;
  }

  /** Keeps what may be the beginning of a paste marker; nearly all typing is none, and costs nothing here. */
  #remember(chunk: Buffer): void {
    if (this.#tail.length === 0 && !chunk.includes(ESCAPE)) return;
    const recent = Buffer.concat([this.#tail, chunk.subarray(-PASTE_START.length)]).subarray(
      -PASTE_START.length,
    );
    this.#tail = recent.includes(ESCAPE) ? Buffer.from(recent) : NOTHING;
  }
}

/** Whether it is short, as keys are, and has nothing in it that this filter looks for. */
const isPlain = (chunk: Buffer): boolean => {
  if (chunk.length > SHORT_BYTES) return false;
  // Four calls of `includes` take longer than all else here.
  for (const byte of chunk)
    if (byte === CARRIAGE_RETURN || byte === LINE_FEED || byte === TILDE || byte === ESCAPE) return false;
  return true;
};

/** Where the reply ends that begins at `index`; `index` itself when none does. */
const findReplyEnd = (chunk: Buffer, index: number): number => {
  REPLY.lastIndex = 0;
  return index + (REPLY.exec(chunk.toString('latin1', index, index + LONGEST_REPLY))?.[0].length ?? 0);
};
