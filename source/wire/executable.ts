/**
 * An applet, app or workflow as its describe returns it. Times are milliseconds since the Unix epoch.
 *
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points
 */
export interface WireExecutable {
  id: string;
  class?: 'applet' | 'app' | 'workflow';
  project?: string;
  name?: string;
  title?: string;
  summary?: string;
  state?: string;
  folder?: string;
  created?: number;
  modified?: number;
  /** A plain user ID for apps. */
  createdBy?: {user: string} | string;
  dxapi?: string;
  inputSpec?: Record<string, unknown>[];
  outputSpec?: Record<string, unknown>[];
  runSpec?: Record<string, unknown>;
  access?: Record<string, unknown>;
  /** Apps only. */
  version?: string;
  aliases?: string[];
  installed?: boolean;
  published?: number;
  deleted?: boolean;
  billTo?: string;
  openSource?: boolean;
  /** Workflows only. */
  stages?: {id: string; name?: string; executable?: string}[];
}
