const ringBytes = 256 * 1024;
/** Longer than any sequence that is looked for, so that one cut in two by a chunk's edge is still seen. */
const carryBytes = 64;

const privateMode = /\x1b\[\?([\d;]+)([hl])/g;

/**
 * Sequences that make a terminal answer: device attributes, status and position reports, mode and checksum
 * requests, colours and settings asked for, and the bare enquiry. In a replay, the answers would arrive as
 * typed keys.
 */
const questions =
  /\x05|\x1b\[[?>=]?[\d;]*c|\x1b\[\??[\d;]*n|\x1b\[>[\d;]*q|\x1b\[\??[\d;]*\$p|\x1b\[[\d;]*x|\x1b\[\?u|\x1b\[1[3-9](?:;\d+)?t|\x1b\[2[01]t|\x1b\][\d;]*\?(?:\x07|\x1b\\)|\x1bP[+$]q[^\x1b]*\x1b\\/g;

/** Soft reset, colours off, everything scrollable, an empty screen: where a replay starts from. */
const reset =
  '\x1b[!p\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1l\x1b>\x1b[m\x1b[r\x1b[H\x1b[2J';

const alternateScreens = [47, 1047, 1049];

/**
 * The last 256 KiB that a terminal showed, and the modes that were set before them, so that a new viewer can
 * be brought to nearly the same screen. It is not a terminal emulator: what scrolled out of those bytes
 * (colours, margins, text of a full-screen program that never repainted) is not known. A full-screen program
 * is to be told the size once more, which makes it repaint.
 */
export class ReplayBuffer {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isCut = false;
  /** Private modes in force where the kept bytes start. */
  #modes = new Map<number, boolean>();
  #carry = '';

  /** Adds what the terminal showed now, forgetting the oldest. */
  append(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > ringBytes && this.#chunks.length > 1) {
      const oldest = this.#chunks.shift();
      if (oldest) this.#forget(oldest);
    }
  }

  /** Whether a full-screen program has the alternate screen. */
  get isAlternateScreen(): boolean {
    const modes = new Map(this.#modes);
    readModes(this.#text(), modes);
    return alternateScreens.some((mode) => modes.get(mode) === true);
  }

  /** Bytes that bring a terminal in any state to the screen that this one has, without making it answer. */
  toBytes(): Buffer {
    let text = this.#text();
    // A cut may have gone through a sequence or a character: start with the first whole line.
    if (this.#isCut) text = text.slice(text.indexOf('\n') + 1);
    const modes = [...this.#modes].map(([mode, isSet]) => `\x1b[?${mode}${isSet ? 'h' : 'l'}`).join('');
    return Buffer.from(reset + modes + text.replace(questions, ''), 'latin1');
  }

  /** Latin-1 keeps each byte as one character, so that cutting and filtering leave all others alone. */
  #text(): string {
    return Buffer.concat(this.#chunks).toString('latin1');
  }

  #forget(chunk: Buffer): void {
    this.#isCut = true;
    this.#bytes -= chunk.length;
    const text = this.#carry + chunk.toString('latin1');
    readModes(text, this.#modes);
    this.#carry = text.slice(-carryBytes);
  }
}

const readModes = (text: string, modes: Map<number, boolean>): void => {
  for (const [, numbers = '', action] of text.matchAll(privateMode))
    for (const number of numbers.split(';')) modes.set(Number(number), action === 'h');
};
