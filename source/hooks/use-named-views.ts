import {useCallback, useMemo, useState} from 'react';
import {type NamedView, type SavedView, toNamedViews} from '../model/named-view.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {ViewChange} from '../services/storage/named-view-store.ts';
import {useServices} from './services.ts';

export type {ViewChange} from '../services/storage/named-view-store.ts';

/** The views that have names, and what changes those that are not in the settings. */
export interface NamedViews {
  readonly views: readonly NamedView[];
  readonly save: (view: SavedView, isReplacing: boolean) => ViewChange;
  readonly rename: (name: SafeText, next: SafeText) => ViewChange;
  readonly remove: (name: SafeText) => ViewChange;
  /** Reads what other dxtops have saved meanwhile. */
  readonly reload: () => void;
}

/** The views of the settings and the saved ones. */
export const useNamedViews = (): NamedViews => {
  const {settings, namedViews} = useServices();
  const [saved, setSaved] = useState(() => namedViews.list());
  const reload = useCallback(() => {
    setSaved(namedViews.list());
  }, [namedViews]);
  const views = useMemo(() => toNamedViews(settings.views, saved), [settings.views, saved]);
  const afterwards = (change: ViewChange): ViewChange => {
    reload();
    return change;
  };
  return {
    views,
    save: (view, isReplacing) => afterwards(namedViews.save(view, isReplacing)),
    rename: (name, next) => afterwards(namedViews.rename(name, next)),
    remove: (name) => afterwards(namedViews.remove(name)),
    reload,
  };
};
