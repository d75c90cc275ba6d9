import {Readable, Writable} from 'node:stream';
import type {ChannelEnd} from '../terminal/lend-terminal.ts';
import {toMembers} from '../../model/cluster.ts';
import {toOutcome} from './to-outcome.ts';
import {logInToWorker, type LogInOptions} from './log-in-to-worker.ts';
import type {LoginKey} from './agent-key.ts';
import {joinChannel} from './plain-channel.ts';
import {type PrepareOptions, prepareWorker, toReadyWorker} from './prepare-worker.ts';
import type {SessionOutcome} from '../../model/session.ts';
import {ConnectSteps} from './connect-steps.ts';

/** How a command ended on one machine of a job. */
export type WorkerEnd = ChannelEnd | {readonly kind: 'not-connected'; readonly outcome: SessionOutcome};

/** Where the pieces of output go, with the number of their machine; 0 is the driver. */
export type WorkerOutput = (workerNumber: number, stream: 'output' | 'errors', bytes: Buffer) => void;

/**
 * Runs one command on the driver and on all workers of a job at once, without input.
 *
 * The job's firewall, which counts for all, is opened once before. Shape: an end for each machine, the driver's first.
 * Throws as `prepareWorker` when there is no way to the job at all; what fails for one machine is its end.
 */
export const runOnWorkers = async (
  options: PrepareOptions & LogInOptions,
  {command, privateKey, onOutput}: {command: string; privateKey: LoginKey; onOutput: WorkerOutput},
): Promise<readonly WorkerEnd[]> => {
  const {job} = await prepareWorker({...options, workerNumber: 0});
  return await Promise.all(
    toMembers(job).map(async ({number: workerNumber}): Promise<WorkerEnd> => {
      try {
        const ready = toReadyWorker(job, workerNumber);
        if (!ready) throw new Error('the job was ready a moment ago');
        const steps = new ConnectSteps(Date.now, () => undefined);
        const {connection} = await logInToWorker({...options, steps, workerNumber}, ready, privateKey);
        try {
          const toStream = (stream: 'output' | 'errors') =>
            new Writable({
              write: (bytes: Buffer, _encoding, done) => {
                onOutput(workerNumber, stream, bytes);
                done();
              },
            });
          return await connection.openPlain(command, undefined, (channel) =>
            joinChannel(
              channel,
              {input: Readable.from([]), output: toStream('output'), errors: toStream('errors')},
              connection.lost,
            ),
          );
        } finally {
          connection.close();
        }
      } catch (error) {
        return {kind: 'not-connected', outcome: toOutcome(error)};
      }
    }),
  );
};
