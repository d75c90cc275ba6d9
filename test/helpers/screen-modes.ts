import type {Terminal} from '@xterm/headless';

/** What a terminal starts with; a mode that is not here is off. */
const ON_AT_START: ReadonlySet<number> = new Set([7, 8, 25]);
/** The private modes that a soft reset (DECSTR) puts back, by the VT510 manual. */
const SOFT_RESET: readonly number[] = [1, 6, 7, 25, 66];
/** The modes that are the alternate screen's, and told by the buffer instead. */
const SCREEN_MODES: ReadonlySet<number> = new Set([47, 1047, 1048, 1049]);

/** The state of a terminal that outlives a program, apart from what is drawn; equal to another when all is equal. */
export interface ScreenModes {
  readonly isAlternateScreen: boolean;
  /** Private modes that are not as at the start, such as `?1000h` or `?25l`, in order. */
  readonly privateModes: readonly string[];
  /** ANSI modes that are not as at the start, such as `4h`, in order. */
  readonly ansiModes: readonly string[];
  /** First and last row, from 0; `undefined` when it is the whole screen. */
  readonly scrollRegion: readonly [first: number, last: number] | undefined;
  /** ASCII is in use, and in all four places that a shift could bring into use. */
  readonly isPlainCharset: boolean;
  readonly isApplicationKeypad: boolean;
  /** The next character's colours and attributes are the default ones. */
  readonly isPlainStyle: boolean;
  readonly isLinkOpen: boolean;
  /** By DECSCUSR; 0 is the user's own. */
  readonly cursorStyle: number;
  /** Flags of kitty's keyboard protocol, the stack of the screen that is shown. */
  readonly kittyFlags: readonly number[];
  readonly modifyOtherKeys: number;
}

/** The modes of a terminal that nothing was sent to. */
export const DEFAULT_MODES: ScreenModes = {
  isAlternateScreen: false,
  privateModes: [],
  ansiModes: [],
  scrollRegion: undefined,
  isPlainCharset: true,
  isApplicationKeypad: false,
  isPlainStyle: true,
  isLinkOpen: false,
  cursorStyle: 0,
  kittyFlags: [],
  modifyOtherKeys: 0,
};

/** The parts of xterm that its interface does not show. */
interface Core {
  readonly _inputHandler: {
    readonly _curAttrData: {
      readonly fg: number;
      readonly bg: number;
      readonly extended: {readonly urlId: number};
    };
  };
  readonly _charsetService: {
    readonly glevel: number;
    readonly charset: unknown;
    readonly _charsets: readonly unknown[];
  };
  readonly buffer: {readonly scrollTop: number; readonly scrollBottom: number};
}

/** xterm's own object behind the public one. */
export const toCore = (terminal: Terminal): Core => (terminal as unknown as {readonly _core: Core})._core;

/** What was noted of a terminal's modes. */
export interface ModeRecord {
  readonly read: () => ScreenModes;
  /** Remembers what was noted; the returned function brings it back. */
  readonly remember: () => () => void;
}

/** Follows the modes that a terminal is told, those that it does not know itself included. */
export const recordModes = (terminal: Terminal): ModeRecord => {
  const privateModes = new Map<number, boolean>();
  const ansiModes = new Map<number, boolean>();
  const kittyStacks = {normal: [] as number[], alternate: [] as number[]};
  let scalars = {isApplicationKeypad: false, cursorStyle: 0, modifyOtherKeys: 0};

  const softReset = (): void => {
    for (const mode of SOFT_RESET) privateModes.delete(mode);
    ansiModes.delete(2);
    ansiModes.delete(4);
    scalars.isApplicationKeypad = false;
  };
  const fullReset = (): void => {
    softReset();
    privateModes.clear();
    ansiModes.clear();
    scalars = {isApplicationKeypad: false, cursorStyle: 0, modifyOtherKeys: 0};
    kittyStacks.normal.length = 0;
    kittyStacks.alternate.length = 0;
  };
  const {parser} = terminal;
  /** Watches a control sequence, and leaves it to xterm as well. */
  const watch = (
    prefix: string,
    intermediates: string,
    final: string,
    note: (values: number[]) => void,
  ): void => {
    const id = {...(prefix && {prefix}), ...(intermediates && {intermediates}), final};
    parser.registerCsiHandler(id, (params) => {
      note(params.map((value) => (Array.isArray(value) ? (value[0] ?? 0) : value)));
      return false;
    });
  };
  const watchEscape = (final: string, note: () => void): void => {
    parser.registerEscHandler({final}, () => {
      note();
      return false;
    });
  };
  const kittyStack = (): number[] => kittyStacks[terminal.buffer.active.type];

  for (const [final, isSet] of [
    ['h', true],
    ['l', false],
  ] as const) {
    watch('?', '', final, (modes) => modes.forEach((mode) => privateModes.set(mode, isSet)));
    watch('', '', final, (modes) => modes.forEach((mode) => ansiModes.set(mode, isSet)));
  }
  watch('', '!', 'p', softReset);
  watch('', ' ', 'q', ([style = 0]) => (scalars.cursorStyle = style));
  watch('>', '', 'm', ([resource = 0, value = 0]) => {
    if (resource === 4) scalars.modifyOtherKeys = value;
  });
  watch('>', '', 'u', ([flags = 0]) => kittyStack().push(flags));
  watch('<', '', 'u', ([count = 0]) => kittyStack().splice(-Math.max(1, count)));
  watch('=', '', 'u', ([flags = 0]) => {
    const stack = kittyStack();
    if (stack.length > 0 || flags !== 0) stack.splice(-1, 1, flags);
  });
  watchEscape('c', fullReset);
  watchEscape('=', () => (scalars.isApplicationKeypad = true));
  watchEscape('>', () => (scalars.isApplicationKeypad = false));

  const list = (modes: Map<number, boolean>, onAtStart: ReadonlySet<number>): string[] =>
    [...modes]
      .filter(([mode, isSet]) => isSet !== onAtStart.has(mode) && !SCREEN_MODES.has(mode))
      .sort(([a], [b]) => a - b)
      .map(([mode, isSet]) => `${mode}${isSet ? 'h' : 'l'}`);

  return {
    read: () => {
      const {_inputHandler, _charsetService, buffer} = toCore(terminal);
      const attributes = _inputHandler._curAttrData;
      const isWhole = buffer.scrollTop === 0 && buffer.scrollBottom === terminal.rows - 1;
      return {
        isAlternateScreen: terminal.buffer.active.type === 'alternate',
        privateModes: list(privateModes, ON_AT_START).map((mode) => `?${mode}`),
        ansiModes: list(ansiModes, new Set([12])).filter((mode) => mode !== '12h'),
        scrollRegion: isWhole ? undefined : [buffer.scrollTop, buffer.scrollBottom],
        isPlainCharset:
          _charsetService.glevel === 0 &&
          [_charsetService.charset, ..._charsetService._charsets].every((set) => !set),
        ...scalars,
        isPlainStyle: attributes.fg === 0 && attributes.bg === 0,
        isLinkOpen: attributes.extended.urlId !== 0,
        kittyFlags: [...kittyStack()],
      };
    },
    remember: () => {
      const copy = {...scalars};
      const modes = [new Map(privateModes), new Map(ansiModes)] as const;
      const stacks = [[...kittyStacks.normal], [...kittyStacks.alternate]] as const;
      return () => {
        scalars = {...copy};
        for (const [index, map] of [privateModes, ansiModes].entries()) {
          map.clear();
          for (const [mode, isSet] of modes[index] ?? []) map.set(mode, isSet);
        }
        kittyStacks.normal.splice(0, Infinity, ...stacks[0]);
        kittyStacks.alternate.splice(0, Infinity, ...stacks[1]);
      };
    },
  };
};
