import {deferMarking} from '../process/defer-marking.ts';
import {EscapeFilter} from './escape-filter.ts';
import {createRestTracker} from './rest-tracker.ts';
import type {TtyWriter} from './tty-writer.ts';
import type {Terminal, TerminalSize} from './terminal.ts';
import {WakeWatch} from '../wake/wake-watch.ts';

const STALL_MS = 3000;
/** After a sleep of the computer a link that is alive says so within this time: it is asked every second. */
const PROBE_MS = 2000;
const TICK_MS = 250;
/** Of these times, for giving the terminal back and drawing the notice. */
const NOTICE_MS = 100;
const FLUSH_LIMIT_MS = 500;
/** Two changes of size that are closer together look like none to the worker. */
const REDRAW_MS = 60;

/** The remote side of a lent terminal: a shell's channel on a connection. */
export interface RemoteTerminal {
  /** Sends typed bytes. False when the channel is full: stop until `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /** Hands over what the worker prints, in order, nothing lost, also what came before; one listener at a time. */
  receive(listener: ((bytes: Buffer) => void) | undefined): void;
  pause(): void;
  resume(): void;
  onDrain: () => void;
  resize(size: TerminalSize): void;
  /** How long the link has been silent although it was asked for a sign of life, in milliseconds. */
  silenceMs(): number;
  /** How the channel ended; pending until then. */
  readonly ended: Promise<ChannelEnd>;
}

/** How a channel ended: by an exit event, or without one, which is a lost link. */
export type ChannelEnd =
  | {readonly kind: 'exited'; readonly status: number | undefined; readonly signal: string | undefined}
  | {readonly kind: 'lost'; readonly reason: string};

/** Why the terminal came back. */
export type LendingEnd =
  | ChannelEnd
  | {readonly kind: 'detach' | 'drop' | 'sessions' | 'reconnect'}
  | {readonly kind: 'stalled'; readonly silenceMs: number; readonly hasSlept: boolean}
  /** After a stop by job control; only with `endsAfterStop`. */
  | {readonly kind: 'continued'}
  | {readonly kind: 'terminal-gone'};

/** Erases what the worker has on the rest of each line, such as the bar of tmux at the bottom. */
const help = (escape: string, hasSessions: boolean) =>
  [
    '',
    'dxtop escapes, after a newline:',
    ` ${escape}d  detach to the dashboard; the session lives on`,
    ` ${escape}.  drop the link`,
    ` ${escape}s  ${hasSessions ? 'to the sessions; this one lives on' : 'to the sessions: not here, only from the dashboard'}`,
    ` ${escape}r  reconnect`,
    ` ${escape}?  this help`,
    ` ${escape}${escape}  the character itself`,
    '',
  ].join('\x1B[K\r\n');

/**
 * Gives the terminal to a remote shell until the shell ends, the link stalls or is lost, or the user escapes.
 *
 * Bytes pass unchanged both ways with back-pressure; typed input stops at once when the channel has ended, because
 * ssh2 accepts writes to a dead channel and loses them. The dashboard's mouse is off meanwhile. Afterwards the terminal's modes are reset, and what is typed is
 * quarantined for the dashboard. Never throws.
 */
export const lendTerminal = async ({
  terminal,
  remote,
  escapeCharacter,
  hasSessions = false,
  needsRedraw,
  endsAfterStop = false,
  now,
}: {
  terminal: Terminal;
  remote: RemoteTerminal;
  escapeCharacter: string;
  /** Whether there is a screen of the sessions to go to. There is none unless it says so; its escape shows the help then. */
  hasSessions?: boolean;
  /** The screen does not show what the remote side believes: after a stall that went by. */
  needsRedraw: boolean;
  /** A stop resets the terminal. Whoever can be told its modes by attaching anew ends the lending for that. */
  endsAfterStop?: boolean;
  /** Milliseconds since the Unix epoch, by a clock that goes on while the computer sleeps. */
  now: () => number;
}): Promise<LendingEnd> => {
  let writer: TtyWriter;
  try {
    writer = terminal.openWriter();
  } catch {
    return {kind: 'terminal-gone'};
  }

  const markAgain = deferMarking();
  terminal.mouse.release();
  terminal.isLent = true;
  terminal.onContinue = () => {
    terminal.setPostProcessing(false);
    askForRedraw(terminal, remote);
  };
  terminal.setPostProcessing(false);
  const stopped = new Promise<LendingEnd>((resolve) => {
    if (!endsAfterStop) return;
    terminal.onContinue = () => {
      resolve({kind: 'continued'});
    };
  });
  const end = await relay({
    terminal,
    remote,
    writer,
    escapeCharacter,
    hasSessions,
    needsRedraw,
    stopped,
    now,
  });
  remote.receive(undefined);
  await writer.flush(FLUSH_LIMIT_MS);
  writer.close();
  markAgain();
  terminal.isLent = false;
  terminal.reset();
  terminal.setPostProcessing(true);
  terminal.input.takeBack();
  terminal.mouse.take();
  return end;
};

/** A change of size makes every full-screen program, tmux among them, draw everything again. */
const askForRedraw = (terminal: Terminal, remote: RemoteTerminal): void => {
  const {columns, rows} = terminal.size;
  remote.resize({columns, rows: Math.max(1, rows - 1)});
  setTimeout(() => {
    // Of now: the window may have changed meanwhile.
    remote.resize(terminal.size);
  }, REDRAW_MS);
};

interface Relay {
  readonly terminal: Terminal;
  readonly remote: RemoteTerminal;
  readonly writer: TtyWriter;
  readonly escapeCharacter: string;
  readonly hasSessions: boolean;
  readonly needsRedraw: boolean;
  readonly stopped: Promise<LendingEnd>;
  readonly now: () => number;
}

const relay = ({
  terminal,
  remote,
  writer,
  escapeCharacter,
  hasSessions,
  needsRedraw,
  stopped,
  now,
}: Relay): Promise<LendingEnd> =>
  new Promise((resolve) => {
    const filter = new EscapeFilter(escapeCharacter);
    let isOver = false;
    const finish = (end: LendingEnd) => {
      if (isOver) return;
      isOver = true;
      clearInterval(ticker);
      stopResizing();
      writer.onError = () => undefined;
      writer.onDrain = () => undefined;
      remote.onDrain = () => undefined;
      // Until the quarantine begins, keys have nowhere to go.
      terminal.input.lendTo(() => undefined);
      resolve(end);
    };

    const stopResizing = terminal.onResize(() => {
      remote.resize(terminal.size);
    });
    const wake = new WakeWatch(now);
    let lastTickMs = performance.now();
    /** When the computer woke up, until the link has been heard of. */
    let wokeMs: number | undefined;
    const ticker = setInterval(() => {
      const nowMs = performance.now();
      const wasBlocked = nowMs - lastTickMs > 4 * TICK_MS;
      lastTickMs = nowMs;
      const silenceMs = remote.silenceMs();
      if (wake.hasSlept()) wokeMs = nowMs;
      if (wokeMs !== undefined && silenceMs < nowMs - wokeMs) wokeMs = undefined;
      const hasSlept = wokeMs !== undefined;
      const waitedMs = wokeMs === undefined ? silenceMs : nowMs - wokeMs;
      const limitMs = (hasSlept ? PROBE_MS : STALL_MS) - TICK_MS - NOTICE_MS;
      // When we were blocked ourselves the silence is ours; the next ticks tell.
      if (!wasBlocked && waitedMs >= limitMs) finish({kind: 'stalled', silenceMs, hasSlept});
    }, TICK_MS);

    writer.onDrain = () => {
      remote.resume();
    };
    writer.onError = () => {
      finish({kind: 'terminal-gone'});
    };
    remote.onDrain = () => {
      terminal.input.resume();
    };
    const rest = createRestTracker();
    /** Never in the middle of what the worker prints; else with the next piece that ends between two sequences. */
    const showBadge = () => {
      const sequence = rest.isAtRest && !isOver ? terminal.badge.takeSequence() : undefined;
      if (sequence) writer.write(sequence);
    };
    terminal.badge.onWaiting = showBadge;
    remote.receive((bytes) => {
      if (!writer.write(bytes)) remote.pause();
      // Nobody waits for what is noted of it, but for the bytes themselves.
      terminal.track(bytes);
      rest.push(bytes);
      showBadge();
    });
    remote.resume();
    void remote.ended.then(finish);
    void stopped.then(finish);
    let isHelpShown = false;
    terminal.input.lendTo((bytes) => {
      if (isOver) return;
      const {forward, action} = filter.push(bytes);
      if (forward.length > 0 && !remote.write(forward)) terminal.input.pause();
      const isHelpWanted = action === 'help' || (action === 'sessions' && !hasSessions);
      if (isHelpWanted) writer.write(Buffer.from(help(escapeCharacter, hasSessions)));
      else if (action) finish({kind: action});
      // The help stands where the worker believes something else.
      else if (isHelpShown) askForRedraw(terminal, remote);
      isHelpShown = isHelpWanted;
    });
    if (needsRedraw) askForRedraw(terminal, remote);
    else remote.resize(terminal.size);
  });
