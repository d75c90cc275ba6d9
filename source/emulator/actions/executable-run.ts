import {requireExecutable} from '../executables/find-executable.ts';
import {toFullValues} from '../run/input-spec.ts';
import {findReusable} from '../run/reuse.ts';
import {readLaunch} from '../run/run-launch.ts';
import {toRunJob} from '../run/to-job-spec.ts';
import type {Action} from './action.ts';

/**
 * `/applet-xxxx/run`, `/app-xxxx/run` and `/app-NAME[/ALIAS]/run`: `{"id": "job-xxxx"}`.
 *
 * Footing: documented
 * (https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-applet-xxxx-run).
 */
export const executableRun: Action = (call) => {
  const {subject, userId, state, life, input: body} = call;
  const executable = requireExecutable(state, subject, userId);
  return state.nonces.answerOnce(call, () => {
    const {options, input, dependsOn} = readLaunch(call, false);
    const fullInput = toFullValues(input, executable.inputSpec);
    const spec = toRunJob({state, executable, call: body, options, runInput: input, fullInput});
    const reusable =
      options.ignoreReuse === true || executable.ignoreReuse === true
        ? undefined
        : findReusable(state, {
            executable: executable.id,
            project: options.project ?? '',
            input: fullInput,
          });
    return {id: (reusable ? life.reuse(spec, reusable) : life.submit(spec, dependsOn)).id};
  });
};
