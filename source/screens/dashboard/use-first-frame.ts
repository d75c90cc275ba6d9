import {useEffect} from 'react';
import {useTheme} from '../../components/theme.ts';
import {useServices} from '../../hooks/services.ts';
import {drawFirstFrame, type FirstFrameFacts} from './draw-first-frame.tsx';
import type {DashboardState} from './use-dashboard.ts';

/** Offers, after each frame of the list, to draw it as the next start will see it first. */
export const useFirstFrame = (
  dashboard: DashboardState,
  facts: Pick<FirstFrameFacts, 'metrics' | 'columns' | 'rows'>,
): void => {
  const {offerFrame, now, source, settings} = useServices();
  const theme = useTheme();
  useEffect(() => {
    offerFrame?.(() =>
      drawFirstFrame({...dashboard, ...facts, source, keymap: settings.keys, theme, nowMs: now()}),
    );
  });
};
