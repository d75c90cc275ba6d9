import type {Server} from 'node:net';
import {toSentence} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {toTargetKey} from '../model/session.ts';
import type {Connection} from '../services/ssh/connection.ts';
import {chooseTransport} from '../services/ssh/choose-transport.ts';
import {openLocalForward, parseLocalForward} from '../services/ssh/local-forward.ts';
import {logInToWorker} from '../services/ssh/log-in-to-worker.ts';
import {joinChannel} from '../services/ssh/plain-channel.ts';
import {prepareWorker} from '../services/ssh/prepare-worker.ts';
import {runOnTerminal} from '../services/ssh/run-on-terminal.ts';
import type {LendingEnd} from '../services/terminal/lend-terminal.ts';
import {openTerminal} from '../services/terminal/open-terminal.ts';
import {toWorkerWay} from '../services/ssh/worker-way.ts';
import type {CommandContext} from './command-context.ts';
import type {PlainSshOptions} from './plain-ssh-options.ts';
import {runPlainOpenSsh} from './run-plain-openssh.ts';
import {EXIT_NO_CONNECTION, readKeyPlainly, tellNoConnection, toPlainOptions} from './connect-plainly.ts';
import {openServices} from './open-services.ts';

/** The size of a terminal that nobody looks at. */
const UNSEEN = {columns: 80, rows: 24};

/**
 * Runs a command on a worker with our own standard input, output and error, as `ssh` does, and answers its exit
 * status; 255 when there was no connection, or it was lost.
 *
 * Throws `ConfigError` when dxtop cannot begin: not logged in, a port that is none.
 */
export const runPlainSsh = async (context: CommandContext, options: PlainSshOptions): Promise<number> => {
  const forwards = (options.localForward ?? []).map(parseLocalForward);
  const services = await openServices(context);
  const way = toWorkerWay(options, context.environment, services);
  const name = toTargetKey(options.target);
  const servers: Server[] = [];
  let connection: Connection | undefined;
  try {
    const {transport, reason} = await chooseTransport({
      wanted: options.transport ?? services.userSettings.ssh.transport,
      confDirectory: services.settings.confDirectory,
      hasAgent: Boolean(context.environment['SSH_AUTH_SOCK']),
      platform: services.platform,
    });
    if (reason !== undefined) process.stderr.write(`dxtop: ${reason}\n`);
    if (transport === 'openssh') return await runPlainOpenSsh(context, services, options, way);
    const privateKey = await readKeyPlainly(services);
    const connect = toPlainOptions(services, options.target, way);
    const ready = await prepareWorker(connect);
    ({connection} = await logInToWorker(connect, ready, privateKey));
    for (const forward of forwards) {
      servers.push(
        await openLocalForward(connection, forward, (error) => {
          process.stderr.write(`dxtop: ${clean(toSentence(error))}\n`);
        }),
      );
    }

    const end = await runOn(connection, context, options, services.userSettings.ssh.escapeCharacter);
    if (end.kind === 'exited' && end.status !== undefined) return end.status;
    if (end.kind === 'lost') {
      process.stderr.write(`dxtop: the connection to ${name} was lost: ${clean(end.reason)}.\n`);
    }

    return EXIT_NO_CONNECTION;
  } catch (error) {
    return tellNoConnection(error, name);
  } finally {
    for (const server of servers) server.close();
    connection?.close();
    services.close();
  }
};

const runOn = async (
  connection: Connection,
  context: CommandContext,
  {command, terminal: wantsTerminal = false, forwardOnly = false}: PlainSshOptions,
  escapeCharacter: string,
): Promise<LendingEnd> => {
  if (forwardOnly) return {kind: 'lost', reason: await connection.lost};
  const term = context.environment['TERM'] ?? 'xterm-256color';
  if (wantsTerminal && process.stdin.isTTY && process.stdout.isTTY) {
    const terminal = openTerminal();
    terminal.input.start();
    try {
      return await runOnTerminal({connection, terminal, term, command, escapeCharacter});
    } finally {
      terminal.restore();
    }
  }

  return await connection.openPlain(command, wantsTerminal ? {size: UNSEEN, term} : undefined, (channel) =>
    joinChannel(
      channel,
      {input: process.stdin, output: process.stdout, errors: process.stderr},
      connection.lost,
    ),
  );
};
