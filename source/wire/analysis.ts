import type {WireCurrency, WireFailureFrom, WireJob, WireStateTransition} from './job.ts';

/**
 * An analysis as `/analysis-xxxx/describe` returns it. Times are milliseconds since the Unix epoch.
 *
 * It has no `startedRunning`, `stoppedRunning`, `function`, `instanceType`, `host` or `try`.
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/workflows-and-analyses#api-method-analysis-xxxx-describe
 */
export interface WireAnalysis {
  id: string;
  class?: 'analysis';
  name?: string;
  executable?: string;
  executableName?: string;
  workflow?: {id: string; name?: string; stages: {id: string; name?: string; executable?: string}[]};
  /** Pairs with `workflow.stages` by position. */
  stages?: {id: string; execution: WireJob | WireAnalysis}[];
  project?: string;
  folder?: string;
  workspace?: string | null;
  billTo?: string;
  launchedBy?: string;
  rootExecution?: string;
  parentJob?: string | null;
  parentAnalysis?: string | null;
  analysis?: string | null;
  stage?: string | null;
  created?: number;
  modified?: number;
  state?: string;
  stateTransitions?: WireStateTransition[];
  failureReason?: string;
  failureMessage?: string;
  failureFrom?: WireFailureFrom;
  priority?: string;
  rank?: number;
  dependsOn?: string[];
  tags?: string[];
  properties?: Record<string, string>;
  details?: unknown;
  runInput?: Record<string, unknown>;
  originalInput?: Record<string, unknown>;
  input?: Record<string, unknown>;
  output?: Record<string, unknown> | null;
  currency?: WireCurrency;
  totalPrice?: number;
  priceComputedAt?: number;
  costLimit?: number | null;
  detachedFrom?: string | null;
  delayWorkspaceDestruction?: boolean;
  preserveJobOutputs?: Record<string, unknown> | null;
}
