import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';

/** How a program ended: one of the two is known. */
export interface ProgramExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

/** What the fixture program of the same name reports. */
export interface LeaderReports {
  readonly socketPath: string;
  /** The program's process ID; rejects when it cannot be started. */
  readonly pid: Promise<number>;
  /** Rejects when the program could not be started, or when its end was not seen. */
  readonly exit: Promise<ProgramExit>;
  /** Lets the leader end, and kill the program if it is still there. Safe to call twice. */
  close(): void;
}

interface Report {
  readonly pid?: number;
  readonly error?: string;
  readonly code?: number | null;
  readonly signal?: string | null;
}

/** Listens for what a session leader has to report. */
export const listenToLeader = async (): Promise<LeaderReports> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-leader-'));
  const socketPath = path.join(directory, 'reports');
  const pid = Promise.withResolvers<number>();
  const exit = Promise.withResolvers<ProgramExit>();
  // Nobody need ask for these.
  pid.promise.catch(() => undefined);
  exit.promise.catch(() => undefined);

  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({input: socket}).on('line', (line) => {
      const report = JSON.parse(line) as Report;
      if (report.pid !== undefined) pid.resolve(report.pid);
      else if (report.error !== undefined) fail(new Error(report.error));
      else exit.resolve({code: report.code ?? undefined, signal: report.signal ?? undefined});
    });
    sockets.add(socket);
    socket.on('close', () => fail(new Error('the session leader has ended')));
  });
  const sockets = new Set<{destroy: () => void}>();
  const fail = (error: Error): void => {
    pid.reject(error);
    exit.reject(error);
  };

  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    socketPath,
    pid: pid.promise,
    exit: exit.promise,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      fail(new Error('the program was closed'));
      rmSync(directory, {recursive: true, force: true});
    },
  };
};
