import {useState} from 'react';
import {findAction, type KeyBinding} from './keys.ts';

/** What a key can do to a text that is longer than the screen. */
export type ScrollAction = 'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp';

/** The keys that scroll a text. */
export const SCROLL_KEYS: readonly KeyBinding<ScrollAction>[] = [
  {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next line'},
  {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous line'},
  {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first line'},
  {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last line'},
  {action: 'pageDown', keys: ['pageDown', 'ctrl-d', ' '], shown: 'PgDn', label: 'next page'},
  {action: 'pageUp', keys: ['pageUp', 'ctrl-u'], shown: 'PgUp', label: 'previous page'},
];

/** Whether an action of a screen is one that scrolls. */
export const isScrollAction = (action: string): action is ScrollAction => Object.hasOwn(STEPS, action);

const STEPS: Readonly<
  Record<ScrollAction, (offset: number, facts: {readonly height: number; readonly lowest: number}) => number>
> = {
  down: (offset) => offset + 1,
  up: (offset) => offset - 1,
  first: () => 0,
  last: (_offset, {lowest}) => lowest,
  pageDown: (offset, {height}) => offset + height - 1,
  pageUp: (offset, {height}) => offset - height + 1,
};

/** A window on lines. */
export interface Scroll {
  /** The lines that are shown. */
  readonly shown: readonly string[];
  /** Where the window begins; at most `lowest`. */
  readonly offset: number;
  /** The last place where the window can begin; 0 when everything is shown. */
  readonly lowest: number;
  /** Moves the window. */
  readonly move: (action: ScrollAction) => void;
  /** Moves the window by a key; answers whether the key was one of these. */
  readonly handleKey: (name: string) => boolean;
}

/** Scrolls `lines` in a window of `height` rows; it stays in place while lines come and go. */
export const useScroll = (lines: readonly string[], height: number): Scroll => {
  const [wanted, setWanted] = useState(0);
  const lowest = Math.max(0, lines.length - height);
  const offset = Math.min(wanted, lowest);
  const move = (action: ScrollAction) => {
    setWanted((last) =>
      Math.max(0, Math.min(lowest, STEPS[action](Math.min(last, lowest), {height, lowest}))),
    );
  };
  return {
    shown: lines.slice(offset, offset + height),
    offset,
    lowest,
    move,
    handleKey: (name) => {
      const action = findAction(SCROLL_KEYS, name);
      if (action) move(action);
      return action !== undefined;
    },
  };
};
