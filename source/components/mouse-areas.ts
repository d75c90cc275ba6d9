import type {DOMElement} from 'ink';
import {createContext, useContext, useLayoutEffect, useRef} from 'react';

/** Where something was done with the mouse: columns and rows from the area's own corner. */
export interface AreaPoint {
  readonly column: number;
  readonly row: number;
}

/** What an area of the screen does with the mouse. */
export interface AreaHandlers {
  /** The left button went down in it. */
  readonly onPress?: (point: AreaPoint) => void;
  /** The wheel was turned over it, up (-1) or down (1). */
  readonly onWheel?: (step: 1 | -1) => void;
}

/** Something that was done with the mouse; columns and rows of the terminal, from 0. */
export type AreaEvent = AreaPoint &
  ({readonly kind: 'press'} | {readonly kind: 'wheel'; readonly step: 1 | -1});

/** The areas of the screen that know what to do with the mouse. */
export interface MouseAreas {
  /** Adds one until the returned function is called; `toHandlers` answers what it does now. */
  readonly add: (element: DOMElement, toHandlers: () => AreaHandlers) => () => void;
  /** Gives an event to the smallest area there that does something with it. */
  readonly dispatch: (event: AreaEvent) => void;
  /** Presses a key, as footers write it. */
  readonly press: (shownKey: string) => void;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where an element is on the screen, as the layout has put it; `undefined` when it is in none any more. */
const toBounds = (element: DOMElement): Bounds | undefined => {
  const own = element.yogaNode;
  if (!own) return undefined;
  let [left, top] = [0, 0];
  for (let node: DOMElement | undefined = element; node; node = node.parentNode) {
    left += node.yogaNode?.getComputedLeft() ?? 0;
    top += node.yogaNode?.getComputedTop() ?? 0;
  }

  return {left, top, width: own.getComputedWidth(), height: own.getComputedHeight()};
};

const contains = ({left, top, width, height}: Bounds, {column, row}: AreaPoint): boolean =>
  column >= left && column < left + width && row >= top && row < top + height;

/** Makes the areas of a screen; it is the layout that says where they are, at the moment of each event. */
export const createMouseAreas = (press: (shownKey: string) => void): MouseAreas => {
  const areas = new Map<DOMElement, () => AreaHandlers>();
  return {
    add(element, toHandlers) {
      areas.set(element, toHandlers);
      return () => {
        areas.delete(element);
      };
    },
    dispatch(event) {
      const there = [...areas].flatMap(([element, toHandlers]) => {
        const bounds = toBounds(element);
        return bounds && contains(bounds, event) ? [{bounds, handlers: toHandlers()}] : [];
      });
      there.sort((a, b) => a.bounds.width * a.bounds.height - b.bounds.width * b.bounds.height);
      for (const {bounds, handlers} of there) {
        if (event.kind === 'wheel' && handlers.onWheel) {
          handlers.onWheel(event.step);
          return;
        }

        if (event.kind === 'press' && handlers.onPress) {
          handlers.onPress({column: event.column - bounds.left, row: event.row - bounds.top});
          return;
        }
      }
    },
    press,
  };
};

const MouseAreasContext = createContext<MouseAreas | undefined>(undefined);

/** Hands the areas to every component below. */
export const MouseAreasProvider = MouseAreasContext.Provider;

/** The areas; `undefined` where there is no mouse. */
export const useMouseAreas = (): MouseAreas | undefined => useContext(MouseAreasContext);

/** Makes the box that gets the answer as its `ref` an area; without handlers it is none. */
export const useMouseArea = (handlers: AreaHandlers | undefined) => {
  const areas = useMouseAreas();
  const ref = useRef<DOMElement>(null);
  const latest = useRef<AreaHandlers>({});
  const isArea = handlers !== undefined;
  // In the very turn in which it is drawn: who sees it may press it, and no later turn is waited for.
  useLayoutEffect(() => {
    latest.current = handlers ?? {};
  });
  useLayoutEffect(
    () => (areas && isArea && ref.current ? areas.add(ref.current, () => latest.current) : undefined),
    [areas, isArea],
  );
  return ref;
};
