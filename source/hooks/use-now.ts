import {useEffect, useState} from 'react';
import {useServices} from './services.ts';

/** The time, once a second, in milliseconds since the Unix epoch; stands still while `isPaused`. */
export const useNow = (isPaused: boolean): number => {
  const {now} = useServices();
  const [nowMs, setNowMs] = useState(now);
  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => {
      setNowMs(now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [now, isPaused]);
  return nowMs;
};
