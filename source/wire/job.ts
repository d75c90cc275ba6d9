/**
 * A job as `/job-xxxx/describe` returns it. Every time is in milliseconds since the Unix epoch.
 *
 * Each field may be missing: a describe with `fields` returns only those and `id`.
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-job-xxxx-describe
 */
export interface WireJob {
  id: string;
  class?: 'job';
  try?: number | null;
  name?: string;
  region?: string;
  tags?: string[];
  properties?: Record<string, string>;
  details?: unknown;
  executable?: string;
  executableName?: string;
  applet?: string;
  app?: string;
  function?: string;
  created?: number;
  tryCreated?: number;
  modified?: number;
  /** Absent, never null, until the worker is there. */
  startedRunning?: number;
  /** Absent, never null, until the worker is gone. */
  stoppedRunning?: number;
  project?: string;
  folder?: string;
  workspace?: string | null;
  billTo?: string;
  launchedBy?: string;
  detachedFrom?: string | null;
  parentJob?: string | null;
  parentJobTry?: number | null;
  originJob?: string;
  rootExecution?: string;
  parentAnalysis?: string | null;
  analysis?: string | null;
  stage?: string | null;
  state?: string;
  stateTransitions?: WireStateTransition[];
  failureReason?: string;
  failureMessage?: string;
  failureFrom?: WireFailureFrom;
  failureCounts?: Record<string, number>;
  dependsOn?: string[];
  priority?: string;
  finalPriority?: string;
  rank?: number;
  instanceType?: string;
  systemRequirements?: Record<string, {instanceType?: string; clusterSpec?: WireClusterSpec}>;
  executionPolicy?: Record<string, unknown>;
  timeout?: number;
  networkAccess?: string[];
  runInput?: Record<string, unknown>;
  originalInput?: Record<string, unknown>;
  input?: Record<string, unknown>;
  output?: Record<string, unknown> | null;
  debug?: {debugOn?: string[]; failureReason?: string; failureMessage?: string};
  singleContext?: boolean;
  ignoreReuse?: boolean;
  delayWorkspaceDestruction?: boolean;
  preserveJobOutputs?: Record<string, unknown> | null;
  detailedJobMetrics?: boolean;
  httpsApp?: {enabled?: boolean};
  costLimit?: number | null;
  invoiceMetadata?: unknown;
  headJobOnDemand?: boolean;
  /** In seconds, the only durations that are. */
  maxTreeSpotWaitTime?: number;
  maxJobSpotWaitTime?: number;
  /** What the run call asked for; only on request. */
  runSystemRequirements?: Record<string, unknown>;
  runSystemRequirementsByExecutable?: Record<string, unknown>;
  isFree?: boolean;
  currency?: WireCurrency;
  /** In whole currency units; absent for free or unpriced jobs. */
  totalPrice?: number;
  priceComputedAt?: number;
  totalEgress?: Record<string, number>;
  egressComputedAt?: number;
  outputReusedFrom?: string | null;
  /** IPv4 addresses, CIDR ranges or `*`; absent when SSH is closed. */
  allowSSH?: string[];
  /** Absent until the worker can be reached, seconds to minutes after `running`. */
  host?: string | null;
  sshPort?: number | string | null;
  /** An OpenSSH public key line with a final newline. */
  sshHostKey?: string | null;
  clusterSpec?: WireClusterSpec;
  clusterID?: string;
  /** Worker nodes 1…N of a cluster job; the job's own `host` is the driver. */
  clusterSlaves?: {host: string; internalIP?: string; sshPort?: number; sshHostKey?: string}[];
}

/** One entry of `stateTransitions`: ascending, without `idle`, sometimes empty. */
export interface WireStateTransition {
  newState: string;
  setAt: number;
}

/** The execution that made this one fail. */
export interface WireFailureFrom {
  id: string;
  name?: string;
  executable?: string;
  executableName?: string;
  function?: string;
  try?: number;
}

/** What `totalPrice` is counted in. */
export interface WireCurrency {
  dxCode: number;
  code: string;
  symbol: string;
  symbolPosition: string;
  decimalSymbol: string;
  groupingSymbol: string;
}

/** A cluster's shape as an executable asks for it. */
export interface WireClusterSpec {
  type: string;
  version?: string;
  initialInstanceCount: number;
  ports?: string;
  bootstrapScript?: string;
}
