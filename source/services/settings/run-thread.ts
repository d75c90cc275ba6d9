import {Worker} from 'node:worker_threads';
import {CancelError} from '../../model/errors.ts';

/** What to run, and for how long. */
export interface ThreadOptions {
  /** `import.meta.url` of the caller: in the bundle all threads lie beside it, in a checkout this one does. */
  readonly from: string;
  /** The thread's file, without its ending. */
  readonly name: string;
  readonly task: unknown;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs one task in a worker thread of its own and answers the one message that it posts; the thread is gone then.
 *
 * Throws: `CancelError` when `signal` is aborted; what the thread throws; an `Error` when it ends without an answer or
 * takes longer than `deadlineMs`.
 */
export const runThread = async <Result>(options: ThreadOptions): Promise<Result> => {
  const {from, name, task, deadlineMs, signal} = options;
  if (signal?.aborted) throw new CancelError('Cancelled.');
  const url = new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);
  const worker = new Worker(url, {workerData: task, env: {}, name});
  const {promise, resolve, reject} = Promise.withResolvers<Result>();
  const deadline = setTimeout(() => reject(new Error(`took more than ${deadlineMs} ms`)), deadlineMs);
  const onAbort = () => reject(new CancelError('Cancelled.'));
  signal?.addEventListener('abort', onAbort, {once: true});
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
};
