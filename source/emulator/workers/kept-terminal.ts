import type {ServerChannel} from 'ssh2';
import {ChannelOutput, sendEnding} from './channel-output.ts';
import type {PseudoTerminal, TerminalSize} from './pseudo-terminal.ts';
import {ReplayBuffer} from './replay-buffer.ts';

/** Somebody who looks at the terminal through a channel. */
interface Viewer {
  readonly channel: ServerChannel;
  readonly output: ChannelOutput;
  /** Whether it missed output while others went on; it is repainted when it can take output again. */
  isBehind: boolean;
}

interface Kept {
  readonly terminal: PseudoTerminal;
  readonly replay: ReplayBuffer;
  readonly viewers: Set<Viewer>;
  readonly finished: Promise<void>;
}

/**
 * A login shell that outlives the connections to it, for computers without tmux: its output is remembered and
 * shown again to whoever attaches. All who are attached see and type into the same terminal, and the latest
 * size counts. When the shell ends, so do they, and the next login opens a new one.
 *
 * A viewer that does not take its output stops the shell only while no other viewer does: a link that is
 * silently dead must not freeze the session for the connection that replaces it.
 */
export class KeptTerminal {
  readonly #open: (size: TerminalSize, type: string) => PseudoTerminal;
  #kept: Kept | undefined;

  /** @param open starts the shell; called at the first login and after each end of the shell */
  constructor(open: (size: TerminalSize, type: string) => PseudoTerminal) {
    this.#open = open;
  }

  /**
   * Shows the terminal on a channel until the client goes away, or the shell ends and its exit status is
   * sent.
   *
   * @param onSize is given a function to call at each new size
   * @param gone settles when the channel or its connection is closed
   */
  async attach(
    channel: ServerChannel,
    size: TerminalSize,
    type: string,
    onSize: (listener: (size: TerminalSize) => void) => void,
    gone: Promise<void>,
  ): Promise<void> {
    const isNew = this.#kept === undefined;
    const kept = (this.#kept ??= this.#start(size, type));
    const {terminal, replay, viewers, finished} = kept;
    const viewer: Viewer = {channel, output: new ChannelOutput(channel), isBehind: false};
    onSize((newSize) => terminal.resize(newSize));
    if (!isNew) {
      repaint(kept, viewer);
      // The kernel announces only a change of size, and a full-screen program repaints at each announcement.
      if (replay.isAlternateScreen)
        terminal.resize({columns: size.columns, rows: Math.max(1, size.rows - 1)});
      terminal.resize(size);
    }
    viewers.add(viewer);
    channel.pipe(terminal, {end: false});
    const hasFinished = await Promise.race([
      finished.then(() => viewer.output.flushed()).then(() => true),
      gone.then(() => false),
    ]);
    channel.unpipe(terminal);
    viewers.delete(viewer);
    terminal.resume();
    if (hasFinished) sendEnding(channel, await terminal.ended);
  }

  #start(size: TerminalSize, type: string): Kept {
    const terminal = this.#open(size, type);
    const ended = new Promise<void>((resolve, reject) => terminal.once('end', resolve).once('error', reject));
    const finished = ended.finally(() => {
      this.#kept = undefined;
      terminal.destroy();
    });
    // Whoever is attached is told; with nobody there, the next login simply opens a new shell.
    finished.catch(() => undefined);
    const kept: Kept = {terminal, replay: new ReplayBuffer(), viewers: new Set(), finished};
    terminal.on('data', (chunk: Buffer) => show(kept, chunk));
    return kept;
  }
}

const show = (kept: Kept, chunk: Buffer): void => {
  const {terminal, replay, viewers} = kept;
  replay.append(chunk);
  const isSomebodyReady = [...viewers].some((viewer) => !viewer.isBehind && !viewer.output.isFull);
  for (const viewer of viewers) {
    if (isSomebodyReady && viewer.output.isFull) viewer.isBehind = true;
    if (!viewer.isBehind) viewer.output.write(chunk, () => onRoom(kept, viewer));
  }
  if (viewers.size > 0 && [...viewers].every((viewer) => viewer.output.isFull)) terminal.pause();
};

const onRoom = (kept: Kept, viewer: Viewer): void => {
  if (viewer.isBehind) repaint(kept, viewer);
  kept.terminal.resume();
};

const repaint = (kept: Kept, viewer: Viewer): void => {
  viewer.isBehind = false;
  viewer.output.write(kept.replay.toBytes(), () => onRoom(kept, viewer));
};
