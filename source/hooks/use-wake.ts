import {useEffect, useRef} from 'react';
import {WakeWatch} from '../services/wake/wake-watch.ts';
import {useServices} from './services.ts';

const LOOK_MS = 1000;

/** Calls the latest `onWake` within a second of the end of the computer's sleep, or of a stop of this program; never while `isPaused`. */
export const useWake = (onWake: () => void, isPaused: boolean): void => {
  const {now} = useServices();
  const latest = useRef(onWake);
  useEffect(() => {
    latest.current = onWake;
  }, [onWake]);
  useEffect(() => {
    if (isPaused) return;
    const wake = new WakeWatch(now);
    const timer = setInterval(() => {
      if (wake.hasSlept()) latest.current();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [now, isPaused]);
};
