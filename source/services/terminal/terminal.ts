import {spawnSync} from 'node:child_process';
import {writeSync} from 'node:fs';
import type {ReadStream, WriteStream} from 'node:tty';
import type {SafeText} from '../../model/safe-text.ts';
import {Mouse} from './mouse.ts';
import {createModeTracker, restoreSequence} from './restore-terminal.ts';
import {takeOver} from './take-over.ts';
import {TerminalInput} from './terminal-input.ts';
import {createStreamWriter} from './stream-writer.ts';
import {TitleBadge} from './title-badge.ts';
import {createTtyWriter, type TtyWriter} from './tty-writer.ts';

/** What Ink writes to enter and to leave the alternate screen. */
const ENTER_ALTERNATE_SCREEN = '\u001B[?1049h';
const LEAVE_ALTERNATE_SCREEN = '\u001B[?1049l';
/**
 * Goes before it: with the cursor at the bottom, tmux 3.3 shows rows of the alternate screen on the main one when the
 * window has grown in between.
 */
const HOME = '\u001B[H';

/** A terminal's size in character cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The user's terminal, and the only thing that touches it.
 *
 * Everything that is printed passes here, so that it is always known which screen is shown; everything that is typed
 * comes from its `input`. `restore()` serves every way out and is safe at any moment.
 */
export class Terminal {
  readonly input: TerminalInput;
  /** What Ink prints to. Nothing passes any more once the terminal has been restored for good. */
  readonly output: WriteStream;
  readonly mouse: Mouse;
  /** What the window's title says while a session has the terminal. */
  readonly badge = new TitleBadge();
  readonly #stdin: ReadStream & {readonly fd?: number};
  readonly #stdout: WriteStream & {readonly fd?: number};
  readonly #devicePath: string | undefined;
  readonly #modes = createModeTracker();
  #isClosed = false;
  #isPostProcessing = true;
  /** Whether there is something on the alternate screen that the next frame takes the place of. */
  #isPainted = false;
  /** Whether a session has the terminal. */
  isLent = false;
  /** Called after a stop and a continue while the terminal is lent. */
  onContinue: () => void = () => undefined;

  /** @param devicePath the terminal's device; `undefined` where it has none, as on Windows */
  constructor(
    stdin: ReadStream,
    stdout: WriteStream,
    devicePath = process.platform === 'win32' ? undefined : '/dev/tty',
  ) {
    const input = new TerminalInput(stdin);
    this.input = input;
    this.mouse = new Mouse({
      send: (sequence) => {
        this.send(sequence);
      },
      expect: (isOn) => {
        input.expectMouse(isOn);
      },
      type: (bytes) => {
        input.type(bytes);
      },
    });
    input.onMouse = (event) => {
      this.mouse.handle(event);
    };
    this.#devicePath = devicePath;
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.output = this.#trackedOutput();
  }

  /** The size now; 80x24 where the terminal does not tell. */
  get size(): TerminalSize {
    return {columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24};
  }

  /**
   * Opens a way to write to it that does not block the program, where the system has one. Throws when the terminal is
   * gone. The caller closes it.
   */
  openWriter(): TtyWriter {
    return this.#devicePath === undefined
      ? createStreamWriter(this.#stdout)
      : createTtyWriter(this.#devicePath);
  }

  /** Calls `listener` after each change of size, until the returned function is called. */
  onResize(listener: () => void): () => void {
    this.#stdout.on('resize', listener);
    return () => this.#stdout.off('resize', listener);
  }

  /** Notes what was printed past `output`, by a session that has the terminal. */
  track(bytes: Uint8Array): void {
    this.#modes.push(bytes);
  }

  /**
   * Turns the terminal's output processing off, or on again. Node's raw mode leaves it on, and then a line feed also
   * returns the carriage, which breaks every full-screen program on the worker (nodejs/node#63059).
   */
  setPostProcessing(isOn: boolean): void {
    if (process.platform === 'win32' || this.#isPostProcessing === isOn) return;
    this.#isPostProcessing = isOn;
    // Where there is no stty the picture is wrong, but nothing is lost: there is nothing to tell the user.
    spawnSync('stty', [isOn ? 'opost' : '-opost'], {
      stdio: [this.#stdin.fd ?? 'inherit', 'ignore', 'ignore'],
    });
  }

  /**
   * Puts a text into the terminal's clipboard (OSC 52), where the terminal allows it; it never answers. The text is our
   * own or cleaned, and goes as Base64, so that nothing in it can end the sequence (threat-model T-5).
   */
  copy(text: SafeText): void {
    this.send(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  }

  /** Sends a sequence that draws nothing, never into the screen of a session that has the terminal. */
  send(sequence: string): void {
    if (!this.isLent && sequence !== '') this.output.write(sequence);
  }

  /**
   * Shows a picture on the alternate screen until Ink draws its first frame, which then takes its place there.
   *
   * @param picture enters the alternate screen and draws on it
   */
  paint(picture: string): void {
    this.input.start();
    this.output.write(picture);
    this.#isPainted = true;
  }

  /** Puts modes, screen, colours and cursor back, for the next one who draws. Throws nothing: the terminal may be gone. */
  reset(): void {
    this.mouse.forget();
    const {isAlternateScreen} = this.#modes;
    this.#isPainted = false;
    this.#write(restoreSequence({isAlternateScreen}) + this.badge.end());
  }

  /** The terminal as it was before the program, for good: nothing is printed after it. Safe to call twice. */
  restore(): void {
    if (this.#isClosed) return;
    this.reset();
    this.#isClosed = true;
    this.input.stop();
    // Leaving raw mode has put output processing back with everything else.
    this.#isPostProcessing = true;
  }

  /** For a stop by job control: as `restore`, but `resume` takes the terminal again. */
  pause(): void {
    this.reset();
    this.input.stop();
    this.#isPostProcessing = true;
  }

  /** Takes the terminal again after `pause`. */
  resume(): void {
    this.input.start();
    if (!this.isLent) this.mouse.take();
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    this.#modes.push(bytes);
    try {
      writeSync(this.#stdout.fd ?? 1, bytes);
    } catch {
      // The terminal is gone (EIO, EPIPE) or full and non-blocking (EAGAIN): there is nobody left to restore it for.
    }
  }

  #toPrinted(chunk: string | Uint8Array): string | Uint8Array {
    if (chunk === LEAVE_ALTERNATE_SCREEN) return HOME + chunk;
    if (!this.#isPainted || typeof chunk !== 'string') return chunk;
    if (chunk === ENTER_ALTERNATE_SCREEN) return '';
    const {printed, isOver} = takeOver(chunk, this.size.rows);
    this.#isPainted = !isOver;
    return printed;
  }

  #trackedOutput(): WriteStream {
    const stdout = this.#stdout;
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const callback = rest.find((argument) => typeof argument === 'function');
      if (this.#isClosed) {
        if (callback) process.nextTick(callback);
        return true;
      }

      this.#modes.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      return stdout.write(this.#toPrinted(chunk), ...(rest as []));
    };

    return new Proxy(stdout, {
      get(target, property) {
        if (property === 'write') return write;
        const value: unknown = Reflect.get(target, property, target);
        // Methods of the stream need the stream itself, not this stand-in, as `this`.
        return typeof value === 'function' ? (value as (...rest: unknown[]) => unknown).bind(target) : value;
      },
    });
  }
}
