import type {Execution} from './execution.ts';
import {isExecutionId} from './ids.ts';
import {isProjectId} from './project.ts';
import {clean, type SafeText} from './safe-text.ts';

/** The page of an execution on the platform's website, or why none is known, as the end of a sentence. */
export type ExecutionPage =
  {readonly kind: 'url'; readonly url: SafeText} | {readonly kind: 'unknown'; readonly reason: string};

/**
 * Where the website shows an execution. Made of IDs in the platform's own form and a host of our own, of nothing that a
 * stranger wrote (threat-model T-5). Source of the form: the address bar of the website's monitor page.
 *
 * @param website the website's host; `undefined` where nobody knows it
 */
export const toExecutionPage = (
  {id, project}: Pick<Execution, 'id' | 'project'>,
  website: string | undefined,
): ExecutionPage => {
  if (website === undefined)
    return {kind: 'unknown', reason: 'the website of this platform is not known; set platform.website'};
  if (project === undefined || !isProjectId(project) || !isExecutionId(id))
    return {kind: 'unknown', reason: 'its project is not known'};
  const place = project.slice('project-'.length);
  return {
    kind: 'url',
    url: clean(`https://${website}/panx/projects/${place}/monitor/${id.replace('-', '/')}`),
  };
};
