import type {JobId} from '../../model/ids.ts';
import type {HttpSettings} from '../platform/http-client.ts';
import {createLogConnector} from './log-socket.ts';
import {
  type LastErrorLines,
  type LastErrorLinesOptions,
  readLastErrorLines,
} from './read-last-error-lines.ts';

/** Everything that is done with the logs of jobs. */
export interface LogService {
  /**
   * Reads the last lines that may tell why a job failed; where there are none, its last lines of any kind.
   *
   * Throws: `ApiError` when the platform refuses; `NetworkError` when nothing comes within the deadline of 8 s;
   * `CancelError` when `signal` is aborted.
   */
  readLastErrorLines(jobId: JobId, options?: LastErrorLinesOptions): Promise<LastErrorLines>;
  /** Ends all connections. Safe to call twice. */
  close(): void;
}

/** Makes the service; it opens nothing by itself. Throws: `ConfigError` when the proxy's URL cannot be used. */
export const createLogService = (
  settings: HttpSettings & {readonly watchPort: number | undefined},
): LogService => {
  const connector = createLogConnector(settings);
  return {
    readLastErrorLines: (jobId, options) => readLastErrorLines(connector, jobId, options),
    close: () => connector.close(),
  };
};
