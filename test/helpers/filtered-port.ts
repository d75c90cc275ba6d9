import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';

/** A port that drops packets, as one behind a firewall does. */
export interface FilteredPort {
  readonly port: number;
  /** Safe to call twice. */
  readonly close: () => Promise<void>;
}

const LISTEN = `
const server = require('node:net').createServer();
server.listen({port: 0, host: '127.0.0.1', backlog: 1}, () => console.log(server.address().port));
`;
/** The kernel takes one more than the backlog says; some more do no harm. */
const FILLERS = 4;
const FULL_MS = 300;

/**
 * Opens one: a stopped process listens, and its queue is full, so that the kernel drops every further connection's
 * first packet. Linux only.
 */
export const openFilteredPort = async (): Promise<FilteredPort> => {
  const child: ChildProcess = spawn(process.execPath, ['-e', LISTEN], {stdio: ['ignore', 'pipe', 'ignore']});
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  const fillers: Socket[] = [];
  for (let index = 0; index < FILLERS; index += 1) {
    const socket = connect({port, host: '127.0.0.1'});
    socket.on('error', () => undefined);
    fillers.push(socket);
    // The first ones are let into the queue; whoever is not, has filled it.
    await Promise.race([once(socket, 'connect'), new Promise((resolve) => setTimeout(resolve, FULL_MS))]);
  }

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    for (const socket of fillers) socket.destroy();
    const end = once(child, 'exit');
    child.kill('SIGKILL');
    await end;
  };
  return {port, close: () => (closing ??= close())};
};
