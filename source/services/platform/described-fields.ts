import type {WireAnalysis} from '../../wire/analysis.ts';
import type {WireJob} from '../../wire/job.ts';

type DescribedFields = Partial<Record<keyof WireJob | keyof WireAnalysis, true>>;

/**
 * What a list asks for each of its rows: a fraction of what the platform sends when nothing is named. The ID stands
 * beside what is described, and says the class.
 */
export const LIST_FIELDS: DescribedFields = {
  try: true,
  name: true,
  executableName: true,
  function: true,
  state: true,
  created: true,
  modified: true,
  startedRunning: true,
  stoppedRunning: true,
  timeout: true,
  launchedBy: true,
  project: true,
  parentJob: true,
  parentAnalysis: true,
  rootExecution: true,
  instanceType: true,
  totalPrice: true,
  currency: true,
  billTo: true,
  costLimit: true,
  failureReason: true,
  failureMessage: true,
  failureFrom: true,
  tags: true,
  debug: true,
};

/** What is asked of each execution of one tree: when it changed its state shows what failed first. */
export const TREE_FIELDS: DescribedFields = {...LIST_FIELDS, originJob: true, stateTransitions: true};

/** What is asked of the jobs of sessions: which workers they have now. */
export const WORKER_FIELDS: DescribedFields = {
  ...LIST_FIELDS,
  host: true,
  sshPort: true,
  sshHostKey: true,
  clusterSlaves: true,
};

/** What is asked of one execution, in its pane and before an attach. */
export const DETAIL_FIELDS: DescribedFields = {
  ...WORKER_FIELDS,
  id: true,
  originJob: true,
  properties: true,
  stateTransitions: true,
  allowSSH: true,
  networkAccess: true,
  outputReusedFrom: true,
};
