/**
 * The body of a run call of an app, an applet or a workflow, as far as dxtop sends it. The answer is `{"id": "job-xxxx"}`,
 * or `{"id": "analysis-xxxx"}`.
 *
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-applet-xxxx-run
 */
export interface RunRequest {
  project: string;
  input: Readonly<Record<string, unknown>>;
  folder?: string;
  name?: string;
  tags?: string[];
  properties?: Record<string, string>;
  /** By entry point; `*` for all. */
  systemRequirements?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By executable, then by entry point. */
  systemRequirementsByExecutable?: Readonly<Record<string, unknown>>;
  /** `low`, `normal` or `high`. */
  priority?: string;
  allowSSH?: string[];
  debug?: {debugOn: string[]};
  /** Of a workflow the IDs of stages, or `*` for all. */
  ignoreReuse?: boolean | string[];
  delayWorkspaceDestruction?: boolean;
  costLimit?: number;
  details?: Readonly<Record<string, unknown>>;
  /**
   * The same nonce and body within one hour is answered as the first time, and starts nothing; at most 128 bytes.
   * Source: https://documentation.dnanexus.com/developer/api/nonces
   */
  nonce: string;
}

/**
 * The body of `/workflow/new` that makes the workflow of an analysis once more, with its inputs. The answer is
 * `{"id": "workflow-xxxx"}`.
 *
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/workflows-and-analyses#api-method-workflow-new
 */
export interface NewWorkflowRequest {
  project: string;
  initializeFrom: {id: string};
  /** Not to be seen in the project. */
  temporary: true;
  nonce: string;
}
