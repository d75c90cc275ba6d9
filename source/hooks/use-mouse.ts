import {useEffect, useSyncExternalStore} from 'react';
import type {MouseEvent} from '../services/terminal/mouse-filter.ts';
import {useServices} from './services.ts';

/** The mouse in the dashboard. */
export interface MouseControl {
  readonly isOn: boolean;
  readonly turn: (isOn: boolean) => void;
  /** Presses a key, as footers write it. */
  readonly press: (shownKey: string) => void;
}

const noSubscription = () => () => undefined;
const isOff = () => false;

/** The mouse, where there can be one; `undefined` elsewhere. */
export const useMouse = (): MouseControl | undefined => {
  const {mouse} = useServices();
  const isOn = useSyncExternalStore(mouse?.subscribe ?? noSubscription, mouse?.isOn ?? isOff);
  return mouse && {isOn, turn: mouse.turn, press: mouse.press};
};

/** Gives what is done with the mouse to `onEvent`, for as long as the component is there. */
export const useMouseEvents = (onEvent: (event: MouseEvent) => void): void => {
  const {mouse} = useServices();
  useEffect(() => {
    if (!mouse) return undefined;
    mouse.onEvent = onEvent;
    return () => {
      mouse.onEvent = () => undefined;
    };
  }, [mouse, onEvent]);
};
