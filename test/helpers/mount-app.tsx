import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink';
import {App, type InitialAttach} from '../../source/app.tsx';
import type {Theme} from '../../source/components/theme.ts';
import {createPalette} from '../../source/format/palette.ts';
import type {Services} from '../../source/hooks/services.ts';
import type {FrameSize} from './frame-size.ts';

/** The whole dashboard on something that Ink takes for a terminal: each frame is kept as it was drawn. */
export interface MountedApp {
  /** The last frame, without its styles. */
  readonly text: () => string;
  /** The same with them. */
  readonly styledText: () => string;
  /** How many frames were drawn. */
  readonly frameCount: () => number;
  readonly press: (bytes: string) => void;
  /** Tells the dashboard that its window has another size. */
  readonly resize: (size: FrameSize) => void;
  /** What a screen has thrown; `undefined` while nothing has. */
  readonly thrown: () => unknown;
  /** Ends it. Safe to call twice. */
  readonly unmount: () => void;
}

const THEME: Theme = {palette: createPalette(false), isAscii: false, isPlain: false, units: 'binary'};

/** How to mount it. */
export interface MountOptions {
  /** 100 by 30 if nothing else is said. */
  readonly size?: FrameSize;
  /** Without colours if nothing else is said. */
  readonly theme?: Theme;
  readonly isSetup?: boolean;
  readonly initialAttach?: InitialAttach;
}

/** Mounts it; whoever does unmounts it. */
export const mountApp = (
  services: Services,
  {size = {columns: 100, rows: 30}, theme = THEME, isSetup, initialAttach}: MountOptions = {},
): MountedApp => {
  let frame = '';
  let frameCount = 0;
  let thrown: unknown;
  const stdout = Object.assign(new EventEmitter(), {
    ...size,
    isTTY: true,
    write: (text: string) => {
      // What draws nothing is no frame.
      if (stripVTControlCharacters(text).trim() === '') return true;
      frame = text;
      frameCount++;
      return true;
    },
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const app = render(
    <App services={services} theme={theme} isSetup={isSetup} initialAttach={initialAttach} />,
    {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  app.waitUntilExit().catch((error: unknown) => {
    thrown = error;
  });
  return {
    text: () => stripVTControlCharacters(frame),
    styledText: () => frame,
    frameCount: () => frameCount,
    press: (bytes) => stdin.write(bytes),
    resize: (next) => {
      Object.assign(stdout, next);
      stdout.emit('resize');
    },
    thrown: () => thrown,
    unmount: app.unmount,
  };
};

const WAIT_MS = 30_000;

/** Waits until it is as it should be; throws what a screen throws, and with the last frame after 30 s. */
export const untilApp = async (
  app: MountedApp,
  what: string,
  predicate: (app: MountedApp) => boolean,
): Promise<void> => {
  const endMs = performance.now() + WAIT_MS;
  while (!predicate(app)) {
    if (app.thrown() !== undefined) throw app.thrown();
    if (performance.now() > endMs) throw new Error(`waited 30 s for ${what}; the last frame:\n${app.text()}`);
    await nextTurn();
  }
};
