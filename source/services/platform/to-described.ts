import type {Execution} from '../../model/execution.ts';

/**
 * What a list of the platform's would say of an execution: the opposite of `toExecution`, to keep what is known in the
 * form that the same decoder reads again, field by field and cleaned.
 *
 * Left out is what no list tells: where its worker is, and with which host key; no file is asked about that.
 */
export const toDescribed = (execution: Execution): Readonly<Record<string, unknown>> => {
  const {failure, price, stateTransitions} = execution;
  return {
    state: execution.state,
    name: execution.name,
    executableName: execution.executableName,
    created: execution.createdMs,
    modified: execution.modifiedMs,
    launchedBy: execution.launchedBy,
    project: execution.project,
    rootExecution: execution.rootExecution,
    parentJob: execution.parentJob,
    parentAnalysis: execution.parentAnalysis,
    ...(stateTransitions.length > 0 && {
      stateTransitions: stateTransitions.map(({state, atMs}) => ({newState: state, setAt: atMs})),
    }),
    failureReason: failure?.reason,
    failureMessage: failure?.message,
    failureFrom: failure?.from,
    ...(execution.tags.length > 0 && {tags: execution.tags}),
    ...(price && {
      totalPrice: price.amount,
      currency: {symbol: price.symbol, symbolPosition: price.isSymbolLeft ? 'left' : 'right'},
    }),
    billTo: execution.billTo,
    costLimit: execution.costLimit,
    ...(execution.class === 'job' && {
      originJob: execution.originJob,
      function: execution.function,
      try: execution.tryNumber,
      instanceType: execution.instanceType,
      startedRunning: execution.startedRunningMs,
      stoppedRunning: execution.stoppedRunningMs,
      timeout: execution.timeoutMs,
      ...(execution.debugOn.length > 0 && {debug: {debugOn: execution.debugOn}}),
    }),
  };
};
