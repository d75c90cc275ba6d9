import type {FrameFiles} from './frame-files.ts';
import type {StoredFrame} from './stored-frame.ts';

const FIRST_MS = 2000;
const INTERVAL_MS = 60_000;

/** Draws what the next start may begin with, from what is known now; `undefined` when nothing is. */
export type DrawFrame = () => StoredFrame | undefined;

/** Stores frames for the next start. */
export interface FrameKeeper {
  /** Says who draws from now on. Called after each frame, and costs nothing. */
  readonly offer: (draw: DrawFrame) => void;
  /** Stores at once, for the end of the program, whatever ends it. Nothing is stored after it. Throws nothing. */
  readonly flush: () => void;
}

/**
 * Stores soon after the start, once a minute, and at the end.
 *
 * @param isBusy whether drawing, which takes some milliseconds, would be in somebody's way now
 */
export const createFrameKeeper = (files: FrameFiles, isBusy: () => boolean): FrameKeeper => {
  let draw: DrawFrame | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;

  const store = (): void => {
    let frame: StoredFrame | undefined;
    try {
      frame = draw?.();
    } catch {
      // At the end of a crash it may be the drawing itself that crashed. The frame from before stays.
    }
    if (frame) files.write(frame);
  };
  const storeAfter = (ms: number): void => {
    timer = setTimeout(() => {
      if (!isBusy()) store();
      storeAfter(INTERVAL_MS);
    }, ms).unref();
  };

  return {
    offer(next) {
      draw = next;
      if (timer === undefined && !isEnded) storeAfter(FIRST_MS);
    },
    flush() {
      if (isEnded) return;
      isEnded = true;
      clearTimeout(timer);
      store();
    },
  };
};
