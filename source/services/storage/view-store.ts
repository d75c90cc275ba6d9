import {type ChosenView, toChosenView} from '../../model/chosen-view.ts';
import {type ListScope, toListScope} from '../../model/list-scope.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {ApiServer} from '../settings/api-server.ts';
import type {Database} from './database.ts';
import {parseKept} from './parse-kept.ts';
import {createSaving} from './saving.ts';
import {toServerKey} from './server-key.ts';

/** How the list was last looked at, kept across runs. */
export interface ViewStore {
  /** `ALL` when nothing was kept, or nothing that can be read. */
  load(): ChosenView;
  save(view: ChosenView): void;
  /** Which executions were looked at: the user's own from everywhere when nothing was kept, or nothing that can be read. */
  loadScope(): ListScope;
  saveScope(scope: ListScope): void;
}

/**
 * Makes the store on an open state file; each platform has a view of its own, and of two dxtops the latest change stays.
 *
 * @param onTrouble hears once when it cannot be read or written
 */
export const createViewStore = (
  {connection}: Pick<Database, 'connection'>,
  server: ApiServer,
  onTrouble: (notice: SafeText) => void,
): ViewStore => {
  const attempt = createSaving('Filter, order and columns of the list', onTrouble);
  const key = toServerKey(server);
  /** The list tells its view at its start as well. */
  let kept: string | undefined;
  const read = (rowKey: string): unknown => {
    const text = attempt(
      () => connection.prepare('SELECT view FROM chosen_views WHERE key = ?').get(rowKey)?.['view'],
    );
    return typeof text === 'string' ? parseKept(text) : undefined;
  };
  const write = (rowKey: string, text: string): void => {
    attempt(() =>
      connection.prepare('INSERT OR REPLACE INTO chosen_views (key, view) VALUES (?, ?)').run(rowKey, text),
    );
  };
  return {
    load() {
      const view = toChosenView(read(key));
      kept = JSON.stringify(view);
      return view;
    },
    save(view) {
      const text = JSON.stringify(view);
      if (text === kept) return;
      kept = text;
      write(key, text);
    },
    loadScope: () => toListScope(read(`${key} scope`)),
    saveScope(scope) {
      write(`${key} scope`, JSON.stringify(scope));
    },
  };
};

/** The store of a run that began with a view of its own: what was kept before is there again at the next start. */
export const toPassingStore = (store: ViewStore, first: ChosenView): ViewStore => ({
  ...store,
  load: () => first,
  save: () => undefined,
  saveScope: () => undefined,
});
