import type {Notice} from '../../format/notice-lines.ts';
import type {Status} from '../../hooks/use-status.ts';

/** What is said when somebody asks for a refresh while the platform wants to be left alone; `undefined` when it does not. */
export const toWaitNotice = ({waitsUntilMs, reason}: Status['gate'], nowMs: number): Notice | undefined => {
  if (reason !== 'platform' || waitsUntilMs === undefined || waitsUntilMs <= nowMs) return undefined;
  const seconds = Math.ceil((waitsUntilMs - nowMs) / 1000);
  return {
    text: `The platform asked to wait ${String(seconds)} s; the list is refreshed right after.`,
    isError: false,
  };
};
