import {parentPort, workerData} from 'node:worker_threads';
import {JobLog} from '../../../source/services/log/job-log.ts';
import {createLogConnector} from '../../../source/services/log/log-socket.ts';
import {toSettings} from '../platform/fixture-server.ts';
import {JOB} from './log-fixture.ts';

// Reads a log to its end in a thread that is given little memory, and tells what it has.
const {port, directory} = workerData as {port: number; directory: string};
const connector = createLogConnector({watchPort: undefined, ...toSettings(port)});
const log = new JobLog({
  connector,
  requests: [{jobId: JOB}],
  isJobOver: () => Promise.resolve(false),
  buffer: {directory},
  recentCount: 262_144,
});
log.subscribe(() => {
  const {phase, totalCount} = log.getSnapshot();
  if (phase !== 'ended') return;
  const ends = [...log.read(0, 1), ...log.read(totalCount - 1, totalCount)];
  parentPort?.postMessage({totalCount, ends: ends.map(({line}) => String(line.text).slice(0, 11))});
  log.close();
  connector.close();
});
