/**
 * The `fields` part of every describe request.
 *
 * `fields` replaces the default set unless `defaultFields` is true; then an entry that is `false` takes a field away.
 * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points
 */
export interface DescribeRequest {
  fields?: Record<string, boolean>;
  defaultFields?: boolean;
  /** The older switch: `false` leaves out the four input and output fields. Not together with `fields`. */
  io?: boolean;
  project?: string;
  /** Which try of a job to describe; the latest when absent. */
  try?: number;
}
