import {useCallback, useSyncExternalStore} from 'react';
import {useServices} from './services.ts';

/** Until when the platform asked us to leave it alone, in milliseconds since the Unix epoch; `undefined` when it did not. */
export const usePlatformWait = (): number | undefined => {
  const {gate} = useServices().platform;
  const subscribe = useCallback((listener: () => void) => gate.subscribe(listener), [gate]);
  return useSyncExternalStore(subscribe, () => {
    const {reason, waitsUntilMs} = gate.getState();
    return reason === 'platform' ? waitsUntilMs : undefined;
  });
};
