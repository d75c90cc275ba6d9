// Put into the bundle's copy of ssh2, for its packets with AES-GCM. What a packet needs and what does not depend on its
// content is made before somebody waits for it: the time between a key and its echo is made of such steps.
import {randomFillSync} from 'node:crypto';

const padding = Buffer.allocUnsafeSlow(4096);
let paddingUsed = padding.length;

/**
 * Fills part of a packet with random bytes, each of which is used once. Asking the system for so few takes longer than
 * encrypting the packet.
 *
 * @param {Uint8Array} packet
 * @param {number} offset
 * @param {number} length at most 4096
 */
export const fillWithPadding = (packet, offset, length) => {
  if (paddingUsed + length > padding.length) {
    randomFillSync(padding);
    paddingUsed = 0;
  }

  for (let index = 0; index < length; index++) packet[offset + index] = padding[paddingUsed++] ?? 0;
};

/** How long after a packet the next cipher is made: while an echo is on its way the processor is left to those who make it. */
const QUIET_MS = 2;

/**
 * Gives one cipher for each packet, the next one already made where there was time for it.
 *
 * @template Cipher
 */
export class CiphersAhead {
  /** @type {() => Cipher} */
  #make;
  /** @type {(run: () => void) => unknown} */
  #later;
  /** @type {Cipher | undefined} */
  #next;
  #isInUse = false;
  #isScheduled = false;

  /**
   * @param {() => Cipher} make makes the cipher for the counter as it is when this is called
   * @param {(run: () => void) => unknown} [later] runs a callback some time after a packet; a seam for tests
   */
  constructor(make, later = (run) => setTimeout(run, QUIET_MS)) {
    this.#make = make;
    this.#later = later;
  }

  /**
   * The cipher for the packet that begins now.
   *
   * @returns {Cipher}
   */
  take() {
    const cipher = this.#next ?? this.#make();
    this.#next = undefined;
    this.#isInUse = true;
    return cipher;
  }

  /** To be called once the packet is over and the counter has gone on, before the next `take`. */
  release() {
    this.#isInUse = false;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#later(() => {
      this.#isScheduled = false;
      // In the middle of a packet the counter is still that packet's.
      if (!this.#isInUse) this.#next ??= this.#make();
    });
  }
}
