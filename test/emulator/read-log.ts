import {WebSocket, type ClientOptions, type RawData} from 'ws';
import type {LogMessage} from '../../source/emulator/log-stream.ts';
import type {TestEmulator} from './start-emulator.ts';

/** A log's reader, as far as it has got. */
export interface LogReader {
  readonly messages: LogMessage[];
  /** The messages' texts. */
  texts(): string[];
  /** Fulfilled when the connection has ended, with its code and reason; it is ended here after END_LOG. */
  readonly closed: Promise<{code: number; reason: string}>;
  /** Fulfilled when a message has come, or had come before, that is wanted. */
  until(isWanted: (message: LogMessage) => boolean): Promise<LogMessage>;
  close(): void;
}

/** Connects to a job's log and shows the token along with `frame`; a string is sent as it is, and nothing for null. */
export const readLog = (
  emulator: TestEmulator,
  jobId: string,
  frame: object | string | null = {},
  options: ClientOptions & {path?: string} = {},
): LogReader => {
  const path = options.path ?? `/${jobId}/getLog/websocket`;
  const socket = new WebSocket(`ws://127.0.0.1:${emulator.port}${path}`, options);
  const token = emulator.headers.authorization?.replace('Bearer ', '');
  const messages: LogMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on('open', () => {
    if (typeof frame === 'string') socket.send(frame);
    else if (frame !== null)
      socket.send(JSON.stringify({access_token: token, token_type: 'Bearer', ...frame}));
  });
  socket.on('message', (data: RawData) => {
    const message = JSON.parse((data as Buffer).toString()) as LogMessage;
    messages.push(message);
    for (const look of waiting) look();
    if (message.source === 'SYSTEM' && message.msg === 'END_LOG') socket.close();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<{code: number; reason: string}>((resolve) => {
    socket.on('close', (code, reason) => resolve({code, reason: reason.toString()}));
  });
  return {
    messages,
    texts: () => messages.map(({msg}) => msg),
    closed,
    until: (isWanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const message = messages.find(isWanted);
          if (message === undefined) return;
          waiting.delete(look);
          resolve(message);
        };
        waiting.add(look);
        void closed.then(({code}) =>
          reject(new Error(`closed with ${code} after ${JSON.stringify(messages)}`)),
        );
        look();
      }),
    close: () => socket.close(),
  };
};
