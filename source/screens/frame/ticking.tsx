import type {ReactNode} from 'react';
import {useNow} from '../../hooks/use-now.ts';

/** What shows the time is drawn anew each second, and nothing around it; `isPaused` has the time stand still. */
export const Ticking = ({
  isPaused = false,
  children,
}: {
  isPaused?: boolean;
  children: (nowMs: number) => ReactNode;
}) => children(useNow(isPaused));
