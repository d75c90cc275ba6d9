import type {Action} from './action.ts';

/**
 * `/job-xxxx/terminate` and `/analysis-xxxx/terminate`: answers at once, the state goes through `terminating`.
 *
 * Footing: documented; terminating what is over succeeds quietly (assumed).
 */
export const executionTerminate: Action = ({subject, userId, state, life}) => {
  life.terminate(state.requireChangeableExecution(subject, userId), {state: 'terminated'});
  return {id: subject};
};
