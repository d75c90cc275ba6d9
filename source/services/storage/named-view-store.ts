import {toChosenView} from '../../model/chosen-view.ts';
import {toKeptSpan} from '../../model/history-span.ts';
import {toListScope} from '../../model/list-scope.ts';
import {type SavedView, toViewName} from '../../model/named-view.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {ApiServer} from '../settings/api-server.ts';
import type {Database} from './database.ts';
import {parseKept} from './parse-kept.ts';
import {createSaving} from './saving.ts';
import {toServerKey} from './server-key.ts';

/** What came of a change: another view has that name, there is none of that name any more, or the file can't be written. */
export type ViewChange = 'done' | 'taken' | 'gone' | 'failed';

/** The views that were saved under names, kept across runs and shared by two dxtops at once. */
export interface NamedViewStore {
  /** As they were saved, the first one first; `[]` when there are none, or none can be read. */
  list(): readonly SavedView[];
  /** Saves a view; one that has the name already is in its way unless it is to be replaced. */
  save(view: SavedView, isReplacing: boolean): ViewChange;
  rename(name: SafeText, next: SafeText): ViewChange;
  remove(name: SafeText): ViewChange;
}

/**
 * Makes the store on an open state file. Each view is a row of its own, so that what another dxtop saves meanwhile stays.
 *
 * @param onTrouble hears once when it cannot be read or written
 */
export const createNamedViewStore = (
  {connection}: Pick<Database, 'connection'>,
  server: ApiServer,
  onTrouble: (notice: SafeText) => void,
): NamedViewStore => {
  const attempt = createSaving('Saved views', onTrouble);
  const key = toServerKey(server);
  /** Runs one statement; with how many rows it changed, `undefined` where that failed. */
  const change = (sql: string, ...values: readonly string[]): number | undefined =>
    attempt(() => Number(connection.prepare(sql).run(...values).changes));
  const list = () =>
    attempt(() =>
      connection
        .prepare('SELECT name, view FROM named_views WHERE key = ? ORDER BY entry')
        .all(key)
        .map(toSavedView),
    ) ?? [];
  return {
    list,
    save({name, chosen, scope, span}, isReplacing) {
      const count = change(
        `INSERT INTO named_views (key, name, view) VALUES (?, ?, ?) ON CONFLICT (key, name) DO ${
          isReplacing ? 'UPDATE SET view = excluded.view' : 'NOTHING'
        }`,
        key,
        name,
        JSON.stringify({...chosen, scope, span}),
      );
      if (count === undefined) return 'failed';
      return count === 1 ? 'done' : 'taken';
    },
    rename(name, next) {
      const count = change(
        'UPDATE OR IGNORE named_views SET name = ? WHERE key = ? AND name = ?',
        next,
        key,
        name,
      );
      if (count === undefined) return 'failed';
      if (count === 1) return 'done';
      return list().some((view) => view.name === name) ? 'taken' : 'gone';
    },
    remove(name) {
      const count = change('DELETE FROM named_views WHERE key = ? AND name = ?', key, name);
      if (count === undefined) return 'failed';
      return count === 1 ? 'done' : 'gone';
    },
  };
};

const toSavedView = (row: Readonly<Record<string, unknown>>): SavedView => {
  const view = parseKept(String(row['view']));
  const {scope, span} = (typeof view === 'object' && view !== null ? view : {}) as Partial<
    Record<'scope' | 'span', unknown>
  >;
  return {
    name: toViewName(String(row['name'])),
    chosen: toChosenView(view),
    scope: scope === undefined ? undefined : toListScope(scope),
    span: toKeptSpan(span),
  };
};
