const ESC = 0x1b;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;

/** What a terminal is in the middle of; `unknown` until the next ESC. */
type Part = 'nothing' | 'escape' | 'control' | 'command' | 'string' | 'unknown';

/** Knows whether a stream of terminal output has been left between two sequences and two characters. */
export interface RestTracker {
  /** Whether a sequence of ours can be put in here without breaking one of the stream's. When in doubt it is false. */
  readonly isAtRest: boolean;
  /** Looks at the next piece; it may begin and end anywhere. Costs a memory scan: only what follows the last ESC is read. */
  push(bytes: Uint8Array): void;
}

/**
 * Follows a stream just closely enough. An ESC begins anew wherever it comes, so that what is before the last one does
 * not matter; a piece without any goes on from where the last one was left.
 *
 * Sources: https://vt100.net/emu/dec_ansi_parser, and XTerm Control Sequences for commands (OSC) that BEL ends.
 */
export const createRestTracker = (): RestTracker => {
  let part: Part = 'nothing';
  let isCharacterOpen = false;

  const step = (byte: number): void => {
    if (byte === CAN || byte === SUB) part = 'nothing';
    else if (part === 'command' && byte === BEL) part = 'nothing';
    else if (part === 'control' && byte >= 0x40 && byte <= 0x7e) part = 'nothing';
    // Below are bytes in between, and controls that act by themselves.
    else if (part === 'escape' && byte >= 0x30) part = toPart(byte);
  };

  return {
    get isAtRest() {
      return part === 'nothing' && !isCharacterOpen;
    },
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (bytes.length === 0) return;
      const from = bytes.lastIndexOf(ESC) + 1;
      if (from > 0) part = 'escape';
      for (let index = from; index < bytes.length && part !== 'nothing'; index++) step(bytes[index] ?? 0);
      // The controls of one byte, which are two in UTF-8, begin sequences too. Nobody uses them.
      if (part === 'nothing' && hasUpperControl(bytes, from)) part = 'unknown';
      isCharacterOpen = endsInsideCharacter(bytes);
    },
  };
};

/** What the byte after an ESC begins: `[` a control sequence, `]` a command, `P`, `X`, `^` and `_` a string. */
const toPart = (byte: number): Part => {
  if (byte === 0x5b) return 'control';
  if (byte === 0x5d) return 'command';
  return [0x50, 0x58, 0x5e, 0x5f].includes(byte) ? 'string' : 'nothing';
};

const hasUpperControl = (bytes: Buffer, from: number): boolean => {
  for (let at = bytes.indexOf(0xc2, from); at !== -1; at = bytes.indexOf(0xc2, at + 1)) {
    const next = bytes[at + 1] ?? 0x80;
    if (next >= 0x80 && next <= 0x9f) return true;
  }

  return false;
};

/** Whether the last character is not whole. */
const endsInsideCharacter = (bytes: Buffer): boolean => {
  for (let length = 1; length <= Math.min(4, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return false;
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2);
  }

  return true;
};
