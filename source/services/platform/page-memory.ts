import type {Execution} from '../../model/execution.ts';
import type {ExecutionsPage} from './executions-page.ts';
import {createRowFinder, type RowFinder, type RowsOfPage} from './page-rows.ts';

/** A page as it came, and what was made of it. */
export interface KnownPage extends RowsOfPage {
  readonly page: ExecutionsPage;
}

/** The pages of a list, by where they start, in their order. */
export type KnownPages = ReadonlyMap<string, KnownPage>;

/** For one list that is asked for again: how its pages were the last time, and how they are now. */
export interface PageMemory {
  /** The page that starts here, as it was. */
  readonly find: (starting: unknown) => KnownPage | undefined;
  /** Finds rows in the pages as they were. */
  readonly rows: RowFinder;
  /** The same execution, as the object that is kept anyway where that says the same. */
  readonly toKept: (execution: Execution) => Execution;
  /** Remembers a page as it is now. */
  readonly keep: (starting: unknown, page: KnownPage) => void;
  /** The pages as they are now, for the next time. */
  readonly pages: KnownPages;
}

/**
 * Begins a list anew.
 *
 * @param last the pages as they were the last time; none the first time
 */
export const createPageMemory = (last: KnownPages, toKept: PageMemory['toKept']): PageMemory => {
  const pages = new Map<string, KnownPage>();
  const toName = (starting: unknown): string => JSON.stringify(starting ?? null);
  return {
    find: (starting) => last.get(toName(starting)),
    rows: createRowFinder([...last.values()]),
    toKept,
    keep(starting, page) {
      pages.set(toName(starting), page);
    },
    pages,
  };
};
