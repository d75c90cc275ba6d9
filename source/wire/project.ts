import type {DescribeRequest} from './describe.ts';

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

/**
 * The body of `/system/findProjects`, as far as it is used here.
 *
 * Source: https://documentation.dnanexus.com/developer/api/search#api-method-system-findprojects
 */
export interface FindProjectsRequest {
  /** The least permission. */
  level?: WireLevel;
  /** Whether only projects count that are shared with the user by name. */
  explicitPermission?: boolean;
  name?: string;
  describe?: boolean | DescribeRequest;
  /** The `next` of the page before. */
  starting?: unknown;
  /** 1 to 1000. */
  limit?: number;
}
