import {type ReactNode, useMemo} from 'react';
import {createMouseAreas, MouseAreasProvider} from '../../components/mouse-areas.ts';
import {useMouse, useMouseEvents} from '../../hooks/use-mouse.ts';

/** Lets everything below know what is done with the mouse in its place. */
export const MouseFrame = ({children}: {children: ReactNode}) => {
  const press = useMouse()?.press;
  const areas = useMemo(() => createMouseAreas(press ?? (() => undefined)), [press]);
  useMouseEvents(areas.dispatch);
  return <MouseAreasProvider value={areas}>{children}</MouseAreasProvider>;
};
