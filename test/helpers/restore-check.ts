import {setImmediate} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {recordModes} from './screen-modes.ts';
import {rememberTerminal, writeNow} from './terminal-memento.ts';

/** What is judged: the sequence for a state, and what follows the stream to know the state. */
export interface RestoreSubject {
  readonly restoreSequence: (state: {readonly isAlternateScreen: boolean}) => string;
  readonly createModeTracker: () => {readonly isAlternateScreen: boolean; push(bytes: Uint8Array): void};
}

interface Inside {
  readonly _core: {
    readonly _inputHandler: {readonly _parser: {readonly currentState: number}};
    readonly coreService: {readonly isCursorHidden: boolean; readonly decPrivateModes: object};
    readonly coreMouseService: {readonly activeProtocol: string; readonly activeEncoding: string};
    readonly buffers: {
      readonly normal: {readonly savedX: number; readonly savedY: number; readonly ybase: number};
    };
  };
}

const COLUMNS = 80;
const ROWS = 24;

/** A terminal that can be asked whether it is as new, apart from what it shows. */
const createJudge = ({isSoftResetKnown = true}: {isSoftResetKnown?: boolean} = {}) => {
  const terminal = new xterm.Terminal({
    cols: COLUMNS,
    rows: ROWS,
    scrollback: 0,
    allowProposedApi: true,
    logLevel: 'off',
  });
  const record = recordModes(terminal);
  // For terminals that do not know it, such as tmux.
  if (!isSoftResetKnown) terminal.parser.registerCsiHandler({intermediates: '!', final: 'p'}, () => true);
  const core = (terminal as unknown as Inside)._core;
  const readModes = (): string =>
    JSON.stringify([
      record.read(),
      terminal.modes,
      core.coreService.decPrivateModes,
      core.coreService.isCursorHidden,
      core.coreMouseService.activeProtocol,
      core.coreMouseService.activeEncoding,
      core._inputHandler._parser.currentState,
    ]);
  return {
    terminal,
    readModes,
    remember: () => {
      const recall = [rememberTerminal(terminal), record.remember()];
      return () => recall.forEach((step) => step());
    },
    picture: () => {
      const {active} = terminal.buffer;
      const lines = Array.from({length: ROWS}, (_, y) => active.getLine(y)?.translateToString());
      return [...lines, active.cursorX, active.cursorY, readModes()].join('\n');
    },
    /** Where the cursor is, or would be on the main screen. */
    home: () => {
      const {active} = terminal.buffer;
      if (active.type === 'normal') return {x: Math.min(active.cursorX, COLUMNS - 1), y: active.cursorY};
      const {savedX, savedY, ybase} = core.buffers.normal;
      return {x: Math.min(savedX, COLUMNS - 1), y: savedY - ybase};
    },
  };
};

/** Why the terminal is not as it should be after `OK` was printed at a place; the empty text when it is. */
const findFault = (
  judge: ReturnType<typeof createJudge>,
  place: {x: number; y: number},
  asNew: string,
): string => {
  const modes = judge.readModes();
  if (modes !== asNew) return `modes ${modes} instead of ${asNew}`;
  const {active} = judge.terminal.buffer;
  const isWrapped = place.x + 2 > COLUMNS;
  const y = isWrapped && place.y === ROWS - 1 ? place.y - 1 : place.y;
  const line = active.getLine(y);
  const text = isWrapped
    ? `${line?.getCell(place.x)?.getChars()}K`
    : line?.translateToString(false, place.x, place.x + 2);
  if (text !== 'OK') return `at column ${place.x}, row ${y} is ${JSON.stringify(text)}`;
  const cell = line?.getCell(place.x);
  if (!cell?.isAttributeDefault()) return `OK is in a style`;
  if (!isWrapped && active.cursorX !== Math.min(place.x + 2, COLUMNS))
    return `the cursor is at column ${active.cursorX}`;
  return '';
};

/**
 * Cuts a session after every byte, restores the terminal, prints `OK`, and looks.
 *
 * Shape: one sentence for each offset at which the terminal is not as new, the tracker is wrong, or `OK` is not where
 * the cursor belongs, plainly; `[]` when all is well.
 *
 * @param stride looks at every so many bytes only, where a sample will do
 */
export const findRestoreFaults = async (
  session: Uint8Array,
  subject: RestoreSubject,
  {stride = 1, ...options}: {readonly stride?: number; readonly isSoftResetKnown?: boolean} = {},
): Promise<string[]> => {
  const judge = createJudge(options);
  const asNew = createJudge().readModes();
  const tracker = subject.createModeTracker();
  const faults: string[] = [];
  const endings = [false, true].map((isAlternateScreen) =>
    Buffer.from(`${subject.restoreSequence({isAlternateScreen})}OK`),
  );
  for (let offset = 0; offset <= session.length; offset++) {
    if (offset > 0) {
      const byte = session.subarray(offset - 1, offset);
      tracker.push(byte);
      writeNow(judge.terminal, byte);
    }
    const isAlternateScreen = judge.terminal.buffer.active.type === 'alternate';
    if (tracker.isAlternateScreen !== isAlternateScreen)
      faults.push(`after ${offset} bytes: the tracker is wrong`);
    if (offset % stride !== 0) continue;
    // ava's clock runs on while nothing else gets a turn.
    if (offset % 500 === 0) await setImmediate();
    const recall = judge.remember();
    const place = judge.home();
    writeNow(judge.terminal, endings[Number(tracker.isAlternateScreen)] ?? Buffer.alloc(0));
    const fault = findFault(judge, place, asNew);
    if (fault) faults.push(`after ${offset} bytes: ${fault}`);
    recall();
  }
  // What was remembered and recalled at each offset has left no trace.
  const witness = createJudge(options);
  writeNow(witness.terminal, session);
  if (witness.picture() !== judge.picture()) faults.push('the check itself has changed the terminal');
  return faults;
};
