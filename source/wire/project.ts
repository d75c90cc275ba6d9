/** What a caller may do in a project, from least to most. `NONE` never appears in a reply. */
export type WireLevel = 'VIEW' | 'UPLOAD' | 'CONTRIBUTE' | 'ADMINISTER';

/**
 * A project as `/project-xxxx/describe` returns it. Times are milliseconds since the Unix epoch.
 *
 * Source: https://documentation.dnanexus.com/developer/api/data-containers/projects
 */
export interface WireProject {
  id: string;
  class?: 'project';
  name?: string;
  summary?: string;
  description?: string;
  region?: string;
  billTo?: string;
  /** The caller's own permission. */
  level?: WireLevel;
  created?: number;
  modified?: number;
  createdBy?: {user: string};
  /** GiB. */
  dataUsage?: number;
  folders?: string[];
  permissions?: Record<string, WireLevel>;
  public?: boolean;
  restricted?: boolean;
  protected?: boolean;
  downloadRestricted?: boolean;
  containsPHI?: boolean;
  tags?: string[];
  properties?: Record<string, string>;
  availableInstanceTypes?: Record<string, unknown>;
}
