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
 */
export const toCopyValue = (action: CopyAction, execution: Execution): CopyValue => {
  const {id, name, project} = execution;
  if (action === 'id') return copy(id);
  if (action === 'name') return name === undefined ? missing('it has no name') : copy(name);
  if (action === 'url') {
    if (project === undefined || !/^project-[0-9A-Za-z]{24}$/.test(project))
      return missing('its project is not known');
    // Source: the address bar of the platform's monitor page.
    return copy(
      `https://platform.dnanexus.com/panx/projects/${project.slice('project-'.length)}/monitor/${id.replace('-', '/')}`,
    );
  }

  if (execution.class === 'analysis') return missing('an analysis has no worker');
  if (action === 'ssh') return copy(`dxtop ssh ${id}`);
  return execution.worker ? copy(execution.worker.host) : missing('it has no worker now');
};
