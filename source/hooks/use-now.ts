import {useEffect, useState} from 'react';
import {useServices} from './services.ts';

const TICK_MS = 1000;
/** A screen reader reads again what has changed; seconds are not worth it. */
const PLAIN_TICK_MS = 60_000;

/**
 * The time, once a second, in milliseconds since the Unix epoch; stands still while `isPaused`. For a screen reader once
 * a minute; what counts in seconds is worded without them there. Each tick draws the component anew, so it belongs
 * where the time is shown.
 *
 * @param everyMs for what need not know it each second
 */
export const useNow = (isPaused: boolean, everyMs = TICK_MS): number => {
  const {now, settings} = useServices();
  const tickMs = settings.display.plain ? PLAIN_TICK_MS : everyMs;
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
