/**
 * A file or record as its describe returns it. Times are milliseconds since the Unix epoch.
 *
 * Source: https://documentation.dnanexus.com/developer/api/introduction-to-data-object-classes
 */
export interface WireDataObject {
  id: string;
  class?: 'file' | 'record';
  project?: string;
  folder?: string;
  name?: string;
  /** Inputs must be `closed`. */
  state?: 'open' | 'closing' | 'closed';
  created?: number;
  modified?: number;
  createdBy?: {user: string; job?: string};
  /** In bytes, files only. */
  size?: number;
  media?: string;
  hidden?: boolean;
  tags?: string[];
  properties?: Record<string, string>;
  types?: string[];
}
