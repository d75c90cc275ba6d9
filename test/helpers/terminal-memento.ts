import type {Terminal} from '@xterm/headless';

/** What of a terminal's inside is no state: listeners, services, tables. */
const NO_STATE =
  /^(?:_?on[A-Z].*|_store|_optionsService|_bufferService|_logService|_coreService|_charsetService|_coreMouseService|_oscLinkService|_unicodeService|_parser|_dirtyRowTracker|_parseBuffer|_stringDecoder|_workCell|_\w*[hH]andlers?(?:Fb)?|_transitions|_nullCell|_whitespaceCell|_memoryCleanupQueue|_protocols|_encodings|markers|tabs)$/;

type Fields = Record<string, unknown>;

interface Internals {
  readonly _core: {
    readonly _inputHandler: object & {
      readonly _parser: object;
      parse(bytes: Uint8Array): unknown;
    };
    readonly _charsetService: object;
    readonly coreService: object;
    readonly coreMouseService: object;
    readonly buffers: object;
  };
}

const isStateOf = new Map<string, boolean>();

/** Whether a field of that name is state; worked out once for each name. */
const isState = (key: string): boolean => {
  let answer = isStateOf.get(key);
  if (answer === undefined) {
    answer = !NO_STATE.test(key);
    isStateOf.set(key, answer);
  }
  return answer;
};

interface BufferLine {
  readonly _data: Uint32Array;
  _combined: object;
  _extendedAttrs: object;
  isWrapped: boolean;
}

/** Nearly all of a terminal is its lines, so these are spared the general way. */
const saveLine = (line: BufferLine, undo: Array<() => void>): void => {
  const {_data: data, isWrapped} = line;
  const copy = data.slice();
  const combined = {...line._combined};
  const extended = {...line._extendedAttrs};
  undo.push(() => {
    data.set(copy);
    line._combined = combined;
    line._extendedAttrs = extended;
    line.isWrapped = isWrapped;
  });
};

/** Notes how to bring one object back, and all that it leads to. */
const save = (object: object, seen: Set<object>, undo: Array<() => void>): void => {
  if (seen.has(object)) return;
  seen.add(object);
  if (ArrayBuffer.isView(object)) {
    const bytes = object as Uint32Array;
    const copy = bytes.slice();
    undo.push(() => bytes.set(copy));
    return;
  }
  if (Array.isArray(object)) {
    const array: unknown[] = object;
    const copy = array.slice();
    undo.push(() => {
      array.length = copy.length;
      for (let index = 0; index < copy.length; index++) array[index] = copy[index];
    });
    for (const value of copy) if (typeof value === 'object' && value !== null) save(value, seen, undo);
    return;
  }
  if ('_extendedAttrs' in object) {
    saveLine(object as BufferLine, undo);
    return;
  }
  const fields = object as Fields;
  const names = Object.keys(object);
  const keys = names.filter((key) => isState(key) && typeof fields[key] !== 'function');
  const values = keys.map((key) => fields[key]);
  undo.push(() => {
    keys.forEach((key, index) => (fields[key] = values[index]));
    const now = Object.keys(object);
    if (now.length === names.length) return;
    for (const key of now) if (!names.includes(key)) Reflect.deleteProperty(object, key);
  });
  for (const value of values) if (typeof value === 'object' && value !== null) save(value, seen, undo);
};

/** Draws at once, where `write` would wait for its turn. */
export const writeNow = (terminal: Terminal, bytes: Uint8Array): void => {
  (terminal as unknown as Internals)._core._inputHandler.parse(bytes);
};

/**
 * Remembers a terminal as it is, in the middle of a sequence or not; the returned function brings it back.
 *
 * Much cheaper than drawing everything again, but it knows xterm's inside: `test/services/terminal/` compares it with
 * terminals that drew everything.
 */
export const rememberTerminal = (terminal: Terminal): (() => void) => {
  const {_inputHandler, _charsetService, coreService, coreMouseService, buffers} = (
    terminal as unknown as Internals
  )._core;
  const undo: Array<() => void> = [];
  const seen = new Set<object>();
  for (const root of [
    _inputHandler,
    _inputHandler._parser,
    _charsetService,
    coreService,
    coreMouseService,
    buffers,
  ]) {
    save(root, seen, undo);
  }
  return () => {
    for (const step of undo) step();
  };
};
