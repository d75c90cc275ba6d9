import {useEffect} from 'react';
import {useServices} from './services.ts';
import type {Executions} from './use-executions.ts';

/**
 * Tells the user what happened to these executions, each time they are seen anew: `version` changes then.
 *
 * While `isAway`, a session has the terminal: nothing is drawn, so the list does not ask. One refresh a minute is for
 * the notifications alone; it passes by React, which would draw everything anew for nobody.
 */
export const useNotifications = (
  {tree, version, isStored}: Pick<Executions, 'tree' | 'version' | 'isStored'>,
  isAway: boolean,
): void => {
  const {notifier, feed, settings} = useServices();
  useEffect(() => {
    // Of what is from the last run there is nothing to tell yet.
    if (!isStored) notifier.observe(tree);
  }, [notifier, tree, version, isStored]);
  useEffect(() => {
    if (!isAway) return;
    const controller = new AbortController();
    const ask = async () => {
      try {
        notifier.observe((await feed.refresh(controller.signal)).tree);
      } catch {
        // There is nobody to tell now; the list asks, and says what is wrong, as soon as it is looked at again.
      }
    };
    const timer = setInterval(() => void ask(), settings.notifications.attachedSeconds * 1000);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [notifier, feed, settings, isAway]);
};
