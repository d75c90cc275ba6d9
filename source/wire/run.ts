/**
 * The body of a run call of an app or applet, as far as dxtop sends it. The answer is `{"id": "job-xxxx"}`.
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
  systemRequirements?: Record<string, {instanceType: string}>;
  /** `low`, `normal` or `high`. */
  priority?: string;
  allowSSH?: string[];
  debug?: {debugOn: string[]};
  ignoreReuse?: boolean;
  delayWorkspaceDestruction?: boolean;
  costLimit?: number;
  /**
   * The same nonce and body within one hour is answered as the first time, and starts nothing; at most 128 bytes.
   * Source: https://documentation.dnanexus.com/developer/api/nonces
   */
  nonce: string;
}
