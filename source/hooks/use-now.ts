import {useEffect, useState} from 'react';
import {useServices} from './services.ts';

const TICK_MS = 1000;
/** A screen reader reads again what has changed; seconds are not worth it. */
const PLAIN_TICK_MS = 60_000;

/**
 * The time, once a second, in milliseconds since the Unix epoch; stands still while `isPaused`. For a screen reader once
 * a minute; what counts in seconds is worded without them there.
 */
export const useNow = (isPaused: boolean): number => {
  const {now, settings} = useServices();
  const tickMs = settings.display.plain ? PLAIN_TICK_MS : TICK_MS;
  const [nowMs, setNowMs] = useState(now);
  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => {
      setNowMs(now());
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [now, isPaused, tickMs]);
  return nowMs;
};
