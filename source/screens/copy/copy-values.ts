import {toExecutionPage} from '../../model/execution-page.ts';
import type {Execution} from '../../model/execution.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';

/** What can be copied of an execution. */
export type CopyAction = 'id' | 'name' | 'host' | 'ssh' | 'url';

/** A text to copy, or why there is none. */
export type CopyValue =
  {readonly kind: 'text'; readonly text: SafeText} | {readonly kind: 'missing'; readonly reason: string};

const missing = (reason: string): CopyValue => ({kind: 'missing', reason});
const copy = (text: string): CopyValue => ({kind: 'text', text: clean(text, 1000)});

/**
 * The text that goes to the clipboard: always our own or cleaned, never what a stranger wrote as they wrote it
 * (threat-model T-5).
 *
 * @param website the host of the platform's website, where it is known
 */
export const toCopyValue = (
  action: CopyAction,
  execution: Execution,
  website: string | undefined,
): CopyValue => {
  const {id, name} = execution;
  if (action === 'id') return copy(id);
  if (action === 'name') return name === undefined ? missing('it has no name') : copy(name);
  if (action === 'url') {
    const page = toExecutionPage(execution, website);
    return page.kind === 'url' ? copy(page.url) : missing(page.reason);
  }

  if (execution.class === 'analysis') return missing('an analysis has no worker');
  if (action === 'ssh') return copy(`dxtop ssh ${id}`);
  return execution.worker ? copy(execution.worker.host) : missing('it has no worker now');
};
