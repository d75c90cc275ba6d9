import {useEffect} from 'react';
import {useSWRConfig} from 'swr';
import {ApiError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {useServices} from './services.ts';

const LOOK_MS = 3000;

/**
 * Looks every 3 s whether the user has logged in again while the platform does not accept the token, and asks everything
 * anew once they have. Somebody else's login is told once, and left alone.
 *
 * @param error why the last question failed
 */
export const useLogin = (error: unknown, isPaused: boolean): void => {
  const {renewLogin, notices} = useServices();
  const {mutate} = useSWRConfig();
  const isRefused = error instanceof ApiError && error.isAuthentication;
  useEffect(() => {
    if (!isRefused || isPaused) return;
    let isTold = false;
    const timer = setInterval(() => {
      const renewal = renewLogin();
      if (renewal === 'renewed') void mutate(() => true);
      if (renewal !== 'somebody-else' || isTold) return;
      isTold = true;
      notices.post(clean('Another user, or another server, is logged in now. Start dxtop again for that.'));
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isRefused, isPaused, renewLogin, mutate, notices]);
};
