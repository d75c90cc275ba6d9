import type {Action} from './actions/action.ts';
import {analysisUpdate} from './actions/analysis-update.ts';
import {executableDescribe} from './actions/executable-describe.ts';
import {executableRun} from './actions/executable-run.ts';
import {executionAddTags} from './actions/execution-add-tags.ts';
import {executionDescribe} from './actions/execution-describe.ts';
import {executionRemoveTags} from './actions/execution-remove-tags.ts';
import {executionSetProperties} from './actions/execution-set-properties.ts';
import {executionTerminate} from './actions/execution-terminate.ts';
import {fileDescribe} from './actions/file-describe.ts';
import {fileNew} from './actions/file-new.ts';
import {fileClose} from './actions/file-close.ts';
import {jobNew} from './actions/job-new.ts';
import {jobUpdate} from './actions/job-update.ts';
import {objectGetDetails} from './actions/object-get-details.ts';
import {orgDescribe} from './actions/org-describe.ts';
import {projectDescribe} from './actions/project-describe.ts';
import {projectListFolder} from './actions/project-list-folder.ts';
import {systemDescribeExecutions} from './actions/system-describe-executions.ts';
import {systemDestroyAuthToken} from './actions/system-destroy-auth-token.ts';
import {systemFindAnalyses} from './actions/system-find-analyses.ts';
import {systemFindApps} from './actions/system-find-apps.ts';
import {systemFindDataObjects} from './actions/system-find-data-objects.ts';
import {systemFindExecutions} from './actions/system-find-executions.ts';
import {systemFindGlobalWorkflows} from './actions/system-find-global-workflows.ts';
import {systemFindJobs} from './actions/system-find-jobs.ts';
import {systemFindProjects} from './actions/system-find-projects.ts';
import {systemGetUserInfo} from './actions/system-get-user-info.ts';
import {systemGreet} from './actions/system-greet.ts';
import {systemResolveDataObjects} from './actions/system-resolve-data-objects.ts';
import {systemWhoami} from './actions/system-whoami.ts';
import {userDescribe} from './actions/user-describe.ts';
import {userUpdate} from './actions/user-update.ts';
import {workflowDryRun} from './actions/workflow-dry-run.ts';
import {workflowNew} from './actions/workflow-new.ts';
import {workflowRun} from './actions/workflow-run.ts';

/** Every route that the emulator answers, by class of the subject and method. */
export const routes: ReadonlyMap<string, Action> = new Map([
  ['system/whoami', systemWhoami],
  ['system/greet', systemGreet],
  ['system/getUserInfo', systemGetUserInfo],
  ['system/destroyAuthToken', systemDestroyAuthToken],
  ['system/findExecutions', systemFindExecutions],
  ['system/findJobs', systemFindJobs],
  ['system/findAnalyses', systemFindAnalyses],
  ['system/findProjects', systemFindProjects],
  ['system/findApps', systemFindApps],
  ['system/findGlobalWorkflows', systemFindGlobalWorkflows],
  ['system/findDataObjects', systemFindDataObjects],
  ['system/resolveDataObjects', systemResolveDataObjects],
  ['system/describeExecutions', systemDescribeExecutions],
  ['user/describe', userDescribe],
  ['user/update', userUpdate],
  ['org/describe', orgDescribe],
  ['project/describe', projectDescribe],
  ['project/listFolder', projectListFolder],
  ['applet/describe', executableDescribe],
  ['app/describe', executableDescribe],
  ['workflow/describe', executableDescribe],
  ['globalworkflow/describe', executableDescribe],
  ['applet/getDetails', objectGetDetails],
  ['workflow/getDetails', objectGetDetails],
  ['file/getDetails', objectGetDetails],
  ['record/getDetails', objectGetDetails],
  ['applet/run', executableRun],
  ['app/run', executableRun],
  ['workflow/new', workflowNew],
  ['workflow/run', workflowRun],
  ['workflow/dryRun', workflowDryRun],
  ['globalworkflow/run', workflowRun],
  ['globalworkflow/dryRun', workflowDryRun],
  ['file/new', fileNew],
  ['file/close', fileClose],
  ['file/describe', fileDescribe],
  ['record/describe', fileDescribe],
  ['job/new', jobNew],
  ['job/describe', executionDescribe],
  ['job/update', jobUpdate],
  ['job/terminate', executionTerminate],
  ['job/addTags', executionAddTags],
  ['job/removeTags', executionRemoveTags],
  ['job/setProperties', executionSetProperties],
  ['analysis/describe', executionDescribe],
  ['analysis/update', analysisUpdate],
  ['analysis/terminate', executionTerminate],
  ['analysis/addTags', executionAddTags],
  ['analysis/removeTags', executionRemoveTags],
  ['analysis/setProperties', executionSetProperties],
]);

/** A request's path taken apart. */
export interface Target {
  /** `system`, an entity ID, or `app-NAME` or `globalworkflow-NAME` with or without `/ALIAS`. */
  readonly subject: string;
  readonly method: string;
  /** The class of the subject with the method, as in `job/describe`. */
  readonly route: string;
}

/** Takes a URL's path apart; undefined when it has not the form of a route. Footing: documented, a query is ignored. */
export const toTarget = (url: string): Target | undefined => {
  const path = url.split('?', 1)[0] ?? '';
  const parts = /^\/((?:(?:app|globalworkflow)-[\w.-]+\/)?[\w.-]+)\/(\w+)$/.exec(path);
  if (parts === null) return undefined;
  const [, subject = '', method = ''] = parts;
  return {subject, method, route: `${subject.split('-', 1)[0] ?? ''}/${method}`};
};
