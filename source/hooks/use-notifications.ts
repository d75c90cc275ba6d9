import {useEffect} from 'react';
import useSWR from 'swr';
import {useServices} from './services.ts';
import type {Executions} from './use-executions.ts';

/**
 * Tells the user what happened to these executions, each time they are seen anew: `version` changes then.
 *
 * While `isAway`, a session has the terminal: nothing is drawn, so the list does not ask. One refresh a minute is for
 * the notifications alone; it passes by React, which would draw everything anew for nobody.
 */
export const useNotifications = (
  {
    tree,
    version,
    isStored,
    lists: {
      current: {scope},
    },
  }: Pick<Executions, 'tree' | 'version' | 'isStored' | 'lists'>,
  isAway: boolean,
): void => {
  const {notifier, lists, platform, settings} = useServices();
  const {isEveryone} = scope;
  // What happens to others' executions is theirs to be told.
  const {data: user} = useSWR(isEveryone ? 'whoami' : null, async () => (await platform.whoami()).id);
  const isOwnKnown = !isEveryone || user !== undefined;
  const launchedBy = isEveryone ? user : undefined;
  useEffect(() => {
    // Of what is from the last run there is nothing to tell yet.
    if (!isStored && isOwnKnown) notifier.observe(tree, launchedBy);
  }, [notifier, tree, version, isStored, isOwnKnown, launchedBy]);
  useEffect(() => {
    if (!isAway || !isOwnKnown) return;
    const controller = new AbortController();
    const ask = async () => {
      try {
        const {tree: newest} = await lists.getState().current.feed.refresh(controller.signal);
        notifier.observe(newest, launchedBy);
      } catch {
        // There is nobody to tell now; the list asks, and says what is wrong, as soon as it is looked at again.
      }
    };
    const timer = setInterval(() => void ask(), settings.notifications.attachedSeconds * 1000);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [notifier, lists, settings, isAway, isOwnKnown, launchedBy]);
};
