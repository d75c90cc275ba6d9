import {createHash} from 'node:crypto';
import {expected, readOptionalString, type Hash} from './input.ts';
import {InvalidInput} from './errors.ts';

/** Footing: documented, https://documentation.dnanexus.com/developer/api/nonces. */
const lifeMs = 3_600_000;
const maximumBytes = 128;

interface SeenNonce {
  readonly digest: string;
  readonly reply: Hash;
  readonly untilMs: number;
}

/** A JSON value as a text that does not depend on the order of keys. */
const toCanonicalText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** A call that may be sent twice. */
interface RepeatableCall {
  readonly subject: string;
  readonly input: Hash;
  readonly userId: string;
  readonly nowMs: number;
}

/** Remembers for an hour what calls with a nonce were answered. */
export class NonceStore {
  /** In the order of their end. */
  readonly #seen = new Map<string, SeenNonce>();

  /**
   * The first answer again when the user sent the same nonce with the same body; else a new answer.
   *
   * Throws `InvalidInput` for a nonce of another body, one that is too long, or no string. A call that was refused
   * is not remembered (assumed). Footing: documented.
   */
  answerOnce({subject, input, userId, nowMs}: RepeatableCall, answer: () => Hash): Hash {
    const nonce = readOptionalString(input, 'nonce');
    if (nonce === undefined) return answer();
    if (nonce === '' || Buffer.byteLength(nonce) > maximumBytes) {
      throw expected('nonce', `a nonempty string of at most ${maximumBytes} bytes`);
    }
    this.#forget(nowMs);
    const key = `${userId} ${nonce}`;
    const digest = createHash('sha256')
      .update(`${subject} ${toCanonicalText(input)}`)
      .digest('base64');
    const seen = this.#seen.get(key);
    if (seen) {
      if (seen.digest === digest) return seen.reply;
      throw new InvalidInput('The nonce was used before with a different input');
    }
    const reply = answer();
    this.#seen.set(key, {digest, reply, untilMs: nowMs + lifeMs});
    return reply;
  }

  #forget(nowMs: number): void {
    for (const [key, {untilMs}] of this.#seen) {
      if (untilMs > nowMs) return;
      this.#seen.delete(key);
    }
  }
}
