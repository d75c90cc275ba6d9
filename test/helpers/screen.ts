import xterm from '@xterm/headless';
import {recordModes} from './screen-modes.ts';
import type {ScreenModes} from './screen-modes.ts';

/** Something that a terminal does besides drawing. */
export interface ScreenEvent {
  /** `reply`: what it typed back to a query; the others: what it was told, in the words of the sequence. */
  readonly kind: 'reply' | 'title' | 'clipboard' | 'link' | 'notification' | 'bell';
  readonly text: string;
}

/** One character cell. */
export interface ScreenCell {
  /** The character with its marks; the empty text for an empty cell and for the second half of a wide one. */
  readonly text: string;
  /** 2 for a wide character, 0 for its second half. */
  readonly width: number;
  /** A palette index, a `#rrggbb`, or `undefined` for the default. */
  readonly foreground: number | string | undefined;
  readonly background: number | string | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isInverse: boolean;
}

/** How long to wait, and what for. */
export interface WaitOptions {
  /** 30 s by default: nothing takes that long, but a computer that is busy with other tests may. */
  readonly timeoutMs?: number;
  /** Words for the failure. */
  readonly what?: string;
}

/** A terminal without a window: draws what is written to it, answers queries, and can be asked what it shows. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Resolves once the bytes have been drawn. */
  write(bytes: Uint8Array | string): Promise<void>;
  /** The rows that are shown, without the blanks at their ends. */
  lines(): string[];
  /** The same as one text. */
  text(): string;
  /** From 0; throws `RangeError` outside. */
  cell(x: number, y: number): ScreenCell;
  /** From 0. */
  cursor(): {readonly x: number; readonly y: number};
  modes(): ScreenModes;
  resize(columns: number, rows: number): void;
  /** Everything that happened so far, in order. */
  readonly events: readonly ScreenEvent[];
  /** The last title; empty when none was set. */
  readonly title: string;
  /** Calls `listener` with the bytes that a terminal would send to its program by itself. */
  onReply(listener: (bytes: Buffer) => void): void;
  /** Calls `listener` after each whole frame that is drawn, with what it looks at in place. */
  onFrame(listener: () => void): void;
  /** Waits until the screen fits; rejects with the last screen when it does not in time. */
  waitForScreen(predicate: (screen: Screen) => boolean, options?: WaitOptions): Promise<void>;
  /** Waits until the text is on the screen; a text may not run over the end of a row. */
  waitForText(text: string | RegExp, options?: WaitOptions): Promise<void>;
  /** Frees the terminal; whoever still waits is rejected. Safe to call twice. */
  readonly close: () => void;
}

interface Waiter {
  readonly check: () => void;
  readonly reject: (error: Error) => void;
}

/** The screen in a frame, to be read in a failure. */
export const toPicture = (screen: Screen): string => {
  const edge = `+${'-'.repeat(screen.columns)}+`;
  const {x, y} = screen.cursor();
  const rows = screen.lines().map((line) => `|${line}`);
  return [edge, ...rows, edge, `cursor at column ${x}, row ${y}`].join('\n');
};

const toColour = (value: number, isDefault: boolean, isRgb: boolean): number | string | undefined => {
  if (isDefault) return undefined;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value;
};

const recordEvents = (terminal: xterm.Terminal): ScreenEvent[] => {
  const events: ScreenEvent[] = [];
  const watch = (
    code: number,
    kind: ScreenEvent['kind'],
    isEvent = (_data: string): boolean => true,
  ): void => {
    terminal.parser.registerOscHandler(code, (text) => {
      if (isEvent(text)) events.push({kind, text});
      return false;
    });
  };
  for (const code of [0, 1, 2]) watch(code, 'title');
  watch(52, 'clipboard');
  watch(8, 'link', (data) => !data.endsWith(';'));
  for (const code of [9, 99, 777, 1337]) watch(code, 'notification');
  terminal.onBell(() => events.push({kind: 'bell', text: ''}));
  terminal.onData((text) => events.push({kind: 'reply', text}));
  return events;
};

/** Creates a screen of a size; whoever creates it closes it. */
export const createScreen = ({columns = 80, rows = 24}: {columns?: number; rows?: number} = {}): Screen => {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
  const events = recordEvents(terminal);
  const modes = recordModes(terminal);
  const waiters = new Set<Waiter>();
  let isClosed = false;
  const frameListeners: (() => void)[] = [];
  // The middle of a frame is no screen that anybody sees: rows are erased there that are not drawn again yet.
  const isWhole = (): boolean => !modes.read().privateModes.includes('?2026h');
  terminal.onWriteParsed(() => {
    if (!isWhole()) return;
    for (const listener of frameListeners) listener();
    for (const waiter of [...waiters]) waiter.check();
  });

  // xterm keeps what was drawn beyond the edge when the window has become narrower.
  const row = (y: number): string =>
    terminal.buffer.active
      .getLine(terminal.buffer.active.baseY + y)
      ?.translateToString(true, 0, terminal.cols) ?? '';

  const screen: Screen = {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    events,
    get title() {
      return events.findLast(({kind}) => kind === 'title')?.text ?? '';
    },
    write: (bytes) =>
      new Promise((resolve) => {
        if (isClosed) resolve();
        else terminal.write(bytes, resolve);
      }),
    lines: () => Array.from({length: terminal.rows}, (_, y) => row(y).trimEnd()),
    text: () => screen.lines().join('\n'),
    cell: (x, y) => {
      const cell = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.getCell(x);
      if (!cell || y < 0 || y >= terminal.rows) throw new RangeError(`no cell at column ${x}, row ${y}`);
      return {
        text: cell.getChars(),
        width: cell.getWidth(),
        foreground: toColour(cell.getFgColor(), cell.isFgDefault(), cell.isFgRGB()),
        background: toColour(cell.getBgColor(), cell.isBgDefault(), cell.isBgRGB()),
        isBold: cell.isBold() !== 0,
        isDim: cell.isDim() !== 0,
        isItalic: cell.isItalic() !== 0,
        isUnderlined: cell.isUnderline() !== 0,
        isInverse: cell.isInverse() !== 0,
      };
    },
    cursor: () => ({x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY}),
    modes: modes.read,
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
    },
    onReply: (listener) => {
      terminal.onData((text) => listener(Buffer.from(text)));
      terminal.onBinary((text) => listener(Buffer.from(text, 'latin1')));
    },
    onFrame: (listener) => {
      frameListeners.push(listener);
    },
    waitForScreen: (predicate, {timeoutMs = 30_000, what = 'the screen to fit'} = {}) =>
      new Promise((resolve, reject) => {
        const fail = (reason: string): void =>
          waiter.reject(new Error(`${reason} waiting for ${what}; the last screen:\n${toPicture(screen)}`));
        const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          waiters.delete(waiter);
          finish();
        };
        const waiter: Waiter = {
          check: () => {
            if (!isWhole()) return;
            try {
              if (predicate(screen)) settle(resolve);
            } catch (error) {
              settle(() => reject(error instanceof Error ? error : new Error(String(error))));
            }
          },
          reject: (error) => settle(() => reject(error)),
        };
        waiters.add(waiter);
        if (isClosed) fail('closed while');
        else waiter.check();
      }),
    waitForText: (text, options) =>
      screen.waitForScreen(
        () => (typeof text === 'string' ? screen.text().includes(text) : text.test(screen.text())),
        {what: typeof text === 'string' ? JSON.stringify(text) : String(text), ...options},
      ),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      const picture = toPicture(screen);
      for (const waiter of [...waiters]) {
        waiter.reject(new Error(`the screen was closed; the last one:\n${picture}`));
      }
      terminal.dispose();
    },
  };
  return screen;
};
