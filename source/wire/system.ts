import type {WireAnalysis} from './analysis.ts';
import type {DescribeRequest} from './describe.ts';
import type {WireJob} from './job.ts';

/**
 * The body of `/system/findExecutions`; `findJobs` and `findAnalyses` take the same without `class`.
 *
 * Source: https://documentation.dnanexus.com/developer/api/search#api-method-system-findexecutions
 */
export interface FindExecutionsRequest {
  class?: 'job' | 'analysis';
  /** A user ID, or `self`: who launched the root execution. */
  launchedBy?: string;
  executable?: string;
  /** Without it: every project in which the caller has an explicit permission. */
  project?: string;
  state?: string | string[];
  originJob?: string | string[];
  /** `null` is a filter too: only executions without a parent job. */
  parentJob?: string | null;
  parentAnalysis?: string | null;
  rootExecution?: string | string[];
  created?: {after?: number; before?: number};
  name?: string | {glob: string} | {regexp: string; flags?: string};
  tags?: string | {$and: string[]} | {$or: string[]};
  properties?: Record<string, string | true>;
  includeSubjobs?: boolean;
  includeRestarted?: boolean;
  id?: string[];
  describe?: boolean | DescribeRequest;
  /** The `next` of the page before. */
  starting?: unknown;
  /** 1 to 1000. */
  limit?: number;
}

/** One page, newest first by `created`. A page may be short although `next` is set. */
export interface FindExecutionsReply {
  results: {id: string; describe?: WireJob | WireAnalysis}[];
  next: unknown;
}

/** The reply of `/system/whoami`; `clientIp` only when asked for with `fields`. */
export interface WhoamiReply {
  id: string;
  clientIp?: string;
}

/** The body of every refused call. Source: https://documentation.dnanexus.com/developer/api/protocols */
export interface ErrorReply {
  error: {type: string; message: string; details?: unknown};
}
