import type {Writable} from 'node:stream';
import type {TtyWriter} from './tty-writer.ts';

/**
 * Writes to the terminal through a stream of Node's, where there is no device to open besides it, as on Windows. There a
 * terminal that stops reading stops the program too: nothing can be done about that, and the link may be given up then.
 */
export const createStreamWriter = (stream: Writable): TtyWriter => {
  let isClosed = false;
  let hasFailed = false;
  const handleDrain = () => {
    writer.onDrain();
  };
  const handleError = (error: Error) => {
    if (!hasFailed) writer.onError(error);
    hasFailed = true;
  };
  stream.on('drain', handleDrain);
  stream.on('error', handleError);
  const writer: TtyWriter = {
    write: (bytes) => isClosed || hasFailed || bytes.length === 0 || stream.write(bytes),
    onDrain: () => undefined,
    onError: () => undefined,
    flush: (timeoutMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        // An empty write is done once everything before it is.
        stream.write('', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      stream.off('drain', handleDrain);
      stream.off('error', handleError);
    },
  };
  return writer;
};
