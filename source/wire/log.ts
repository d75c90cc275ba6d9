/**
 * The first message to the log's server, and the only one that a client ever sends.
 *
 * Source: reading of the official client's `job_log_client.py` and of what it sends.
 */
export interface LogRequestFrame {
  readonly access_token: string;
  readonly token_type: string;
  /** How many past messages to send first; more than 262,144 yields none at all. */
  readonly numRecentMessages: number;
  readonly recurseJobs: boolean;
  /** True also for finished jobs, or the log may not be complete. */
  readonly tail: boolean;
  /** An older try; the latest when absent. Not together with `recurseJobs`. */
  readonly try?: number;
  /** The levels to send; all when absent. */
  readonly levels?: readonly string[];
  readonly metricsFormat?: 'text' | 'csv';
}
