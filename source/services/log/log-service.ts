import {type Execution, isTerminal, type Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {HttpSettings} from '../platform/http-client.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {followLog, type FollowOptions} from './follow-log.ts';
import type {JobLog} from './job-log.ts';
import type {MetricsSample} from '../../model/metrics/sample.ts';
import type {JobMetrics} from './job-metrics.ts';
import {createLogConnector, type LogRequest, MAX_RECENT_COUNT} from './log-socket.ts';
import type {LogStreamState} from './log-stream.ts';
import {createMetricsWatch, type MetricsWatch} from './metrics-watch.ts';
import type {SharedMetrics} from './shared-metrics.ts';
import {
  type LastErrorLines,
  type LastErrorLinesOptions,
  readLastErrorLines,
} from './read-last-error-lines.ts';
import {type LogChoice, toLogRequests} from './to-log-requests.ts';

/** Everything that is done with the logs of jobs. */
export interface LogService {
  /**
   * Reads the last lines that may tell why a job failed; where there are none, its last lines of any kind.
   *
   * Throws: `ApiError` when the platform refuses; `NetworkError` when nothing comes within the deadline of 8 s;
   * `CancelError` when `signal` is aborted.
   */
  readLastErrorLines(jobId: JobId, options?: LastErrorLinesOptions): Promise<LastErrorLines>;
  /** Hands on a log line by line, to its end; see `followLog`. */
  follow(
    request: LogRequest,
    options: Omit<FollowOptions, 'connector' | 'request' | 'isJobOver'>,
  ): Promise<LogStreamState>;
  /**
   * Opens the log of an execution to be looked at. The caller closes what it gets.
   *
   * Throws what the platform client throws; `ConfigError` for an analysis that has no jobs yet.
   */
  open(execution: Execution, choice: LogChoice): Promise<JobLog>;
  /**
   * Follows all measurements of a job. The caller closes what it gets.
   *
   * Throws what the platform client throws.
   */
  openMetrics(job: Job): Promise<JobMetrics>;
  /** Follows the latest measurements of the running jobs in sight, a few at a time. The caller closes what it gets. */
  watchMetrics(): Promise<MetricsWatch>;
  /** The measurements of a job that somebody has looked at, as last known; `[]` when nobody has. */
  knownMetrics(jobId: JobId): readonly MetricsSample[];
  /** Ends all connections. Safe to call twice. */
  close(): void;
}

/** What the service is made of. */
export interface LogServiceOptions {
  readonly settings: HttpSettings & {readonly watchPort: number | undefined};
  readonly platform: Pick<PlatformClient, 'describeExecution' | 'findTree'>;
  /** For lines that do not fit into memory. */
  readonly stateDirectory: string;
}

/** Lines to begin with where only the course of the last hour or two is wanted. */
const WATCHED_COUNT = 120;

/** Makes the service; it opens nothing by itself. Throws: `ConfigError` when the proxy's URL cannot be used. */
export const createLogService = ({settings, platform, stateDirectory}: LogServiceOptions): LogService => {
  const connector = createLogConnector(settings);
  const isJobOver = async ({jobId}: Pick<LogRequest, 'jobId'>): Promise<boolean> =>
    isTerminal(await platform.describeExecution(jobId, {}));
  let shared: SharedMetrics | undefined;
  /** Loaded with the first measurements that somebody wants to see. */
  const loadShared = async (): Promise<SharedMetrics> => {
    const [{createJobMetrics}, {createSharedMetrics}] = await Promise.all([
      import('./job-metrics.ts'),
      import('./shared-metrics.ts'),
    ]);
    shared ??= createSharedMetrics((jobId, recentCount) =>
      createJobMetrics({connector, request: {jobId, recentCount}, isJobOver: () => isJobOver({jobId})}),
    );
    return shared;
  };

  return {
    readLastErrorLines: (jobId, options) => readLastErrorLines(connector, jobId, options),
    follow: (request, options) =>
      followLog({...options, connector, request, isJobOver: () => isJobOver(request)}),
    open: async (execution, choice) => {
      const [{JobLog}, requests] = await Promise.all([
        import('./job-log.ts'),
        toLogRequests(platform, execution, choice),
      ]);
      return new JobLog({connector, requests, isJobOver, buffer: {directory: stateDirectory}});
    },
    openMetrics: async (job) => {
      const [metrics, [request]] = await Promise.all([
        loadShared(),
        toLogRequests(platform, job, {isTree: false, jobTry: undefined}),
      ]);
      return metrics.open(request?.jobId ?? job.id, MAX_RECENT_COUNT);
    },
    watchMetrics: async () => {
      const metrics = await loadShared();
      return createMetricsWatch((jobId) => metrics.open(jobId, WATCHED_COUNT));
    },
    knownMetrics: (jobId) => shared?.samplesOf(jobId) ?? [],
    close: () => {
      shared?.close();
      connector.close();
    },
  };
};
